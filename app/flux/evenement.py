"""An event as the feed publishes it: what happened, when, to what; nothing personal."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

from pydantic import Field, TypeAdapter
from sqlalchemy import ColumnElement, Select, select

from app.candidatures.etats import Etat
from app.candidatures.evenements import SUR_DEMANDE, noms_publies
from app.flux.portee import Vue
from app.flux.tables import flux
from app.formulaire.choix import Region
from app.kit.glossary import decrit

if TYPE_CHECKING:

    class TypeEvenement(StrEnum):
        """What happened, by its name in the feed."""

else:
    TypeEvenement = decrit("Ce qui est arrivé, sous le nom que le flux lui donne.")(
        StrEnum(
            "TypeEvenement",
            {nom.replace(".", "_").upper(): nom for nom in noms_publies()},
            module=__name__,
        )
    )
PREFIXE: Final = "evt_"
_LIEN: Final = "/v1/candidatures/{}"


@decrit("La candidature dont parle un événement, telle qu'elle était alors.")
@dataclass(frozen=True, slots=True)
class CandidaturePubliee:
    """The candidature that an event tells of, as it was then."""

    id: UUID
    numero: Annotated[str | None, Field(description="Nul avant le premier dépôt.")]
    reference: Annotated[
        str | None, Field(description="Celle que lui donne le portail ; nulle pour tout autre.")
    ]
    etat: Etat
    region: Annotated[Region | None, Field(description="Celle du dernier dépôt (code INSEE).")]


@decrit("De quoi parle un événement.")
@dataclass(frozen=True, slots=True)
class DonneesEvenement:
    """What an event tells."""

    id: Annotated[
        str, Field(description="L'identifiant de l'événement, le même partout où il est dit.")
    ]
    position: Annotated[int, Field(description="Sa place dans le flux, à partir de 1.")]
    sequence: Annotated[
        int,
        Field(
            description="Son rang parmi les événements de la candidature, sans trou ; ce qui ne se "
            "dit que sur demande a celui de l'événement d'avant."
        ),
    ]
    depot: Annotated[int | None, Field(description="Rang du dernier dépôt, à partir de 1.")]
    candidature: CandidaturePubliee
    lien: Annotated[
        str | None, Field(description="Où la lire ; nul pour qui n'a pas d'adresse où le faire.")
    ]


@decrit("Quelque chose qui est arrivé à une candidature, sans donnée personnelle.")
@dataclass(frozen=True, slots=True)
class EvenementPublie:
    """Something that happened; `timestamp` is when (UTC)."""

    type: TypeEvenement
    timestamp: Annotated[datetime, Field(description="Quand c'est arrivé (UTC).")]
    data: DonneesEvenement


en_json: Final = TypeAdapter(EvenementPublie).dump_json


def du_type(types: Collection[str] | None) -> ColumnElement[bool]:
    """The rows of the feed of these types; without them, of all that need not be asked for."""
    return flux.c.type.in_(types) if types else flux.c.type.not_in(SUR_DEMANDE)


def selection(vue: Vue) -> Select[*tuple[Any, ...]]:
    """The rows of the feed that somebody sees, by position."""
    return select(flux).where(vue.evenements()).order_by(flux.c.position)


def evenement_de(ligne: Any, vue: Vue) -> EvenementPublie:
    """What a row of the feed says to who sees so."""
    etat, la_sienne = Etat(ligne.etat), vue.tient(ligne)
    return EvenementPublie(
        type=TypeEvenement(ligne.type),
        timestamp=ligne.le,
        data=DonneesEvenement(
            id=PREFIXE + ligne.id.hex,
            position=ligne.position,
            sequence=ligne.sequence,
            depot=ligne.depot,
            candidature=CandidaturePubliee(
                id=ligne.candidature_id,
                numero=ligne.numero,
                reference=ligne.reference if vue.nomme(ligne) else None,
                etat=etat,
                region=Region(ligne.regions[0]) if ligne.regions else None,
            ),
            lien=_LIEN.format(ligne.candidature_id) if la_sienne and not etat.effacee else None,
        ),
    )
