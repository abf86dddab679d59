"""The lines of a lot, each with what is known today of its candidature."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic_core import from_json
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.etats import Etat
from app.candidatures.tables import candidature
from app.decisions.lignes_decrites import LigneDecrite, Lignes
from app.decisions.queries import compte
from app.decisions.tables import ligne_de_lot, lot
from app.depots.tables import instruction
from app.instruction.etapes import EtatDepose
from app.instruction.proposition import Proposition
from app.instruction.propositions import version_proposee

_VOULUES: Final = (
    *(candidature.c.numero, candidature.c.etat, candidature.c.correction_jusqu_au),
    *(instruction.c.nom, instruction.c.rang, instruction.c.epci, instruction.c.region_pilote),
    version_proposee(instruction.c.candidature_id).label("proposee"),
)


@dataclass(frozen=True, slots=True)
class Ligne:
    """A line, and its candidature; `depot` was decided on, `rang` is the last one.

    `epci`: SIREN of the perimeter that was asked for, which `region_pilote` leads. `dite` is the
    version of the proposition that it says, `proposee` that of what is proposed now; None: nothing.
    """

    candidature: UUID
    numero: str
    nom: str
    etat: Etat
    correction_jusqu_au: datetime | None
    rang: int
    epci: Sequence[str]
    region_pilote: str | None
    depot: int
    decision: Proposition
    code: str | None
    admis: str | None
    dite: int | None
    proposee: int | None


def _lignes(id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(ligne_de_lot, *_VOULUES)
        .select_from(ligne_de_lot)
        .join(lot, lot.c.id == ligne_de_lot.c.lot)
        .join(candidature, candidature.c.id == ligne_de_lot.c.candidature_id)
        .join(instruction, instruction.c.candidature_id == candidature.c.id)
        .where(lot.c.id == id, compte())
    )


async def lignes_du_lot(connexion: AsyncConnection, id: UUID) -> list[Ligne]:
    """All of them, by the numbers of their candidatures."""
    enonce = _lignes(id).order_by(candidature.c.numero)
    return [_lue(ligne) for ligne in await connexion.execute(enonce)]


async def candidatures_du_lot(connexion: AsyncConnection, id: UUID) -> list[UUID]:
    """Those that its lines name, withdrawn or not."""
    c = ligne_de_lot.c
    return [*await connexion.scalars(select(c.candidature_id).where(c.lot == id))]


async def page_du_lot(
    connexion: AsyncConnection, id: UUID, apres: UUID | None, limite: int
) -> Lignes:
    """At most `limite` of them, by their candidatures, after this one."""
    c = ligne_de_lot.c.candidature_id
    enonce = _lignes(id).order_by(c).limit(limite + 1)
    lues = (await connexion.execute(enonce if apres is None else enonce.where(c > apres))).all()
    page = [decrire_la_ligne(_lue(ligne)) for ligne in lues[:limite]]
    return Lignes(page, page[-1].candidature if len(lues) > limite else None)


def _lue(ligne: Any) -> Ligne:
    retenu = ligne.territoire_retenu
    dit = {"sens": ligne.sens, "motifs": ligne.motifs, "motivation": ligne.motivation}
    return Ligne(
        *(ligne.candidature_id, ligne.numero, ligne.nom, Etat(ligne.etat)),
        *(ligne.correction_jusqu_au, ligne.rang, ligne.epci, ligne.region_pilote),
        ligne.depot,
        Proposition.model_validate(dit | {"territoire_retenu": retenu and from_json(retenu)}),
        *(ligne.code, ligne.admis, ligne.proposition, ligne.proposee),
    )


def decrire_la_ligne(ligne: Ligne) -> LigneDecrite:
    """A line, as it is shown."""
    lue = ligne.decision
    return LigneDecrite(
        *(ligne.candidature, ligne.numero, EtatDepose(ligne.etat.value), ligne.nom, ligne.depot),
        *(lue.sens, lue.motifs, lue.motivation, lue.territoire_retenu, ligne.code, ligne.admis),
    )
