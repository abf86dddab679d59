"""The act of taking many candidatures in charge: all of them, or those that can be."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from app.acces.appelant import Appelant
from app.candidatures.tables import candidature
from app.config import Settings
from app.instruction.affectations import AFFECTES_MAX, Affectation
from app.instruction.affecter import verifier_agents
from app.instruction.prise import Demande, deja_prise, empechement, prendre_toutes
from app.instruction.queries import Instruite, ouvrir_toutes
from app.instruction.refus import LigneRefusee, LotRefuse
from app.instruction.vues.dossiers_vus import dossiers_de_la_vue
from app.kit.glossary import decrit
from app.kit.services import Services
from app.kit.web.problems import Introuvable, Probleme

LOT_MAX: Final = 500


@decrit("Si un lot se prend tout entier ou pas du tout, ou ce qui peut l'être.")
class Mode(StrEnum):
    """Whether one refusal stops all."""

    TOUT = "tout"
    PARTIEL = "partiel"


@decrit("Des candidatures à prendre en instruction ensemble.")
class PriseEnLot(BaseModel):
    """Candidatures to be taken together; `affectations`: who is in charge, the caller if nobody."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    candidatures: Annotated[
        list[Annotated[UUID, Field(strict=False)]],
        Field(max_length=LOT_MAX, description="Leurs identifiants ; vide si une vue les dit."),
    ] = []
    vue: Annotated[
        UUID | None,
        Field(strict=False, description="Une vue enregistrée : tous les dossiers qu'elle montre."),
    ] = None
    affectations: Annotated[
        list[Affectation],
        Field(max_length=AFFECTES_MAX, description="Les agents à en charger ; vous, si vide."),
    ] = []
    mode: Annotated[
        Mode | None,
        Field(strict=False, description="Sans lui, ou nul : tout ou rien."),
    ] = None

    @model_validator(mode="after")
    def _les_unes_ou_la_vue(self) -> Self:
        if bool(self.candidatures) == (self.vue is not None):
            raise PydanticCustomError("lot_ou_vue", "`candidatures` ou `vue`, et pas les deux")
        return self


@decrit("Ce qui a été pris d'un lot, et ce qui ne l'a pas été.")
@dataclass(frozen=True, slots=True)
class LotPris:
    """The candidatures under review from now on, and those that could not be taken."""

    prises: Annotated[list[UUID], Field(description="Celles qui sont en instruction.")]
    refusees: Annotated[
        Sequence[LigneRefusee], Field(description="Celles qui ne le sont pas, et pourquoi.")
    ]


async def prendre_en_lot(
    services: Services, voulu: PriseEnLot, appelant: Appelant, arrivee: datetime
) -> LotPris:
    """Take them in one transaction, in the order of their ids. Raises `LotRefuse`,
    `VueTropLarge`, `RequeteInvalide` for an agent or a view that nobody knows."""
    demande = Demande(appelant, arrivee, voulu.affectations)
    async with services.base.transaction() as connexion:
        await verifier_agents(connexion, voulu.affectations)
        voulues = [*voulu.candidatures]
        if voulu.vue:
            voulues = await dossiers_de_la_vue(connexion, voulu.vue, appelant, arrivee, LOT_MAX)
        ici = candidature.c.id.in_(voulues)
        lues = {une.id: une for une in await ouvrir_toutes(connexion, appelant, ici, LOT_MAX)}
        refus = dict(_refus(services.settings, set(voulues), lues, demande))
        refusees = [LigneRefusee(id, refus[id].code, refus[id].detail) for id in sorted(refus)]
        if refusees and voulu.mode is not Mode.PARTIEL:
            raise LotRefuse(lignes=refusees)
        prises = sorted(lues.keys() - refus.keys())
        if neuves := [id for id in prises if not deja_prise(lues[id])]:
            await prendre_toutes(services, connexion, neuves, demande)
    return LotPris(prises, refusees)


def _refus(
    settings: Settings, voulues: Set[UUID], lues: Mapping[UUID, Instruite], demande: Demande
) -> Iterator[tuple[UUID, Probleme]]:
    """Why those that cannot be taken cannot."""
    for id in voulues:
        if (lue := lues.get(id)) is None:
            yield id, Introuvable()
        elif not deja_prise(lue) and (refus := empechement(settings, lue, demande)):
            yield id, refus
