"""Refusals of opinions that are asked for."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Final, Self

from pydantic import Field

from app.kit.web.declaration import Ensemble
from app.kit.web.problems import Probleme


class AvisClos(Probleme):
    statut, code = HTTPStatus.CONFLICT, "avis-clos"
    titre = "Cet avis n'est plus attendu"
    sens = "Son échéance est passée, ou il n'est plus demandé."
    arrivee: datetime
    echeance: Annotated[datetime, Field(description="Une réponse s'envoyait avant cet instant.")]

    @classmethod
    def exemple(cls) -> Self:
        echeance = datetime(2023, 10, 20, 22, tzinfo=UTC)
        return cls(arrivee=datetime(2023, 10, 21, 8, tzinfo=UTC), echeance=echeance)


class TropDEnvois(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-d-envois"
    titre = "Cet avis ne s'envoie plus de nouveau"
    sens = "Il l'a été autant de fois qu'il peut l'être : la dernière réponse compte."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=20)


ENVOI_IMPOSSIBLE: Final = Ensemble(
    "EnvoiImpossible",
    "L'avis n'est plus attendu, ou a déjà été envoyé trop de fois.",
    (AvisClos, TropDEnvois),
)
