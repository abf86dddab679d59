"""Refusals about saved views."""

from http import HTTPStatus
from typing import Final, Self

from app.instruction.refus import LotRefuse
from app.kit.web.declaration import Ensemble
from app.kit.web.problems import Probleme


class TropDeVues(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-de-vues"
    titre = "Le nombre maximal de vues est atteint"
    sens = "Vous n'en enregistrez plus : modifiez-en une, ou supprimez-la."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=60)


class VueTropLarge(Probleme):
    statut, code = HTTPStatus.CONFLICT, "vue-trop-large"
    titre = "La vue a trop de dossiers pour un lot"
    sens = "Elle en montre plus qu'il ne s'en prend à la fois : précisez-la."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=500)


LOT_EMPECHE: Final = Ensemble(
    "LotEmpeche", "Rien n'a été pris du lot, ou de la vue.", (LotRefuse, VueTropLarge)
)
