"""Refusals of webhooks."""

from http import HTTPStatus
from typing import Self

from app.kit.web.problems import Probleme


class TropDeCrochets(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-de-crochets"
    titre = "Le nombre maximal de crochets est atteint"
    sens = "Supprimez un crochet avant d'en déclarer un autre."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=20)
