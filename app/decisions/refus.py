"""Refusals of the acts on lots of decisions."""

from collections.abc import Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field

from app.acces.agents import AgentDecrit
from app.decisions.lots_decrits import EtatDeLot
from app.instruction.refus import Acte
from app.kit.web.declaration import Ensemble
from app.kit.web.problems import CleEnCours, Probleme


class LotPerime(Probleme):
    statut, code = HTTPStatus.PRECONDITION_FAILED, "lot-perime"
    titre = "Le lot a changé entre-temps"
    sens = "La version donnée dans If-Match n'est plus la version actuelle du lot."
    version: int
    changements: Annotated[
        Sequence[Acte],
        Field(description="Ce qui a été fait depuis la version donnée, du plus ancien au dernier."),
    ]

    @classmethod
    def exemple(cls) -> Self:
        par = AgentDecrit(UUID("018c2f74-6f70-4182-93a4-b5c6d7e8f901"), "Camille Roy", None, None)
        acte = Acte(4, "lignes", datetime(2023, 11, 3, 12, 2, tzinfo=UTC), par)
        return cls(version=4, changements=[acte])


class LotArrete(Probleme):
    statut, code = HTTPStatus.CONFLICT, "lot-arrete"
    titre = "Le lot ne change plus"
    sens = "Ses décisions sont arrêtées : rouvrez-le d'abord ; ou elles sont publiées."
    etat: EtatDeLot

    @classmethod
    def exemple(cls) -> Self:
        return cls(etat=EtatDeLot.ARRETE)


class TropDeLots(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-de-lots"
    titre = "Le nombre maximal de lots est atteint"
    sens = "Trop de lots se préparent : supprimez-en un."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=200)


CREATION_EMPECHEE: Final = Ensemble(
    "CreationDeLotEmpechee", "Aucun lot ne se crée maintenant.", (TropDeLots, CleEnCours)
)
