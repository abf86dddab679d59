"""What a reviewer may reach: the only place of this room that begins a query on what was deposited.

So that none forgets the regions: `tests/instruction/test_couloirs.py` reads the others.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Text,
    bindparam,
    func,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.candidatures.etats import Acte, Etat
from app.candidatures.tables import candidature
from app.depots.tables import depot, instruction
from app.kit.web.problems import Introuvable

_MONTREES: Final = [etat.value for etat in Etat if etat.montree]


@dataclass(frozen=True, slots=True)
class Instruite:
    """A deposited candidature as reviewers have it: its last deposit is of rank `rang`.

    `version` is that of what they do. `regions` (codes of `Region`) may all read it;
    `region_pilote` proposes, None where it is still to be chosen. `arretee`: its decision is
    sealed; `sens_secret`: and kept from who does not decide.
    """

    id: UUID
    numero: str
    etat: Etat
    version: int
    rang: int
    regions: Sequence[str]
    region_pilote: str | None
    etiquettes: Sequence[UUID]
    arretee: bool
    sens_secret: bool

    @property
    def consultable(self) -> bool:
        """Whether opinions are asked and given of it."""
        return self.etat.permet(Acte.CONSULTER) and not self.arretee


def visibles(
    regions: Collection[str] | None, *colonnes: ColumnElement[Any]
) -> Select[*tuple[Any, ...]]:
    """The statement of these columns of `instruction`, `candidature` and `depot` (the last one).

    Of all that concerns these regions, those of who asks (None for all), whatever its state: what
    is erased has no row any more.
    """
    de = depot.c.candidature_id == instruction.c.candidature_id, depot.c.rang == instruction.c.rang
    return _dossiers(regions, *colonnes).join(depot, de[0] & de[1])


def compter(
    regions: Collection[str] | None, conditions: Iterable[ColumnElement[bool]]
) -> Select[int]:
    """How many rows of `visibles` are so: each has its deposit, which is not read."""
    return _dossiers(regions, func.count()).where(*conditions)


def _dossiers(regions: Collection[str] | None, *colonnes: ColumnElement[Any]) -> Select[Any]:
    return (
        select(*colonnes)
        .select_from(candidature)
        .join(instruction, instruction.c.candidature_id == candidature.c.id)
        .where(concerne(regions))
    )


def inscrites(regions: Collection[str] | None, condition: ColumnElement[bool]) -> Select[UUID]:
    """The statement of the ids of rows of `instruction`, whichever they are."""
    return select(instruction.c.candidature_id).where(concerne(regions), condition)


def concerne(regions: Collection[str] | None) -> ColumnElement[bool]:
    """Whether a row of `instruction` concerns one of these regions; None for all."""
    if regions is None:
        return true()
    return instruction.c.regions.overlap(tableau(regions))


def ecrit(valeur: Any) -> BindParameter[Any]:
    """A value that stands in the statement: by which index to go depends on it.

    As a parameter it would be left to a plan for any value, kept from when there were few rows
    (decision 54).
    """
    plusieurs = isinstance(valeur, list)
    return bindparam(None, valeur, unique=True, literal_execute=True, expanding=plusieurs)


def tableau(textes: Collection[str]) -> ColumnElement[Any]:
    """An array of texts that stands in the statement, as `ecrit` has it."""
    return array([ecrit(texte) for texte in sorted(textes)], type_=cast(Any, Text))


async def decoller(connexion: AsyncConnection, etiquette: UUID) -> None:
    """Take a label, whose row is locked, off every dossier, whatever its regions."""
    portee = instruction.c.etiquettes.contains([etiquette])
    # In the order in which a batch locks them.
    dossiers = select(instruction.c.candidature_id).where(portee)
    verrouillees = dossiers.order_by(instruction.c.candidature_id).with_for_update()
    ids = list(await connexion.scalars(verrouillees))
    sans = func.array_remove(instruction.c.etiquettes, etiquette)
    await connexion.execute(
        update(instruction).where(instruction.c.candidature_id.in_(ids)).values(etiquettes=sans)
    )


_LUES: Final = (
    candidature.c.id,
    candidature.c.numero,
    candidature.c.etat,
    *(instruction.c.version, instruction.c.rang),
    *(instruction.c.regions, instruction.c.region_pilote, instruction.c.etiquettes),
    *(instruction.c.arretee_le, instruction.c.sens_secret),
)


async def ouvrir(
    connexion: AsyncConnection, id: UUID, appelant: Appelant, *, verrou: bool = False
) -> Instruite:
    """A candidature of this caller's regions; `verrou` locks its rows till the commit.

    That of `candidature` first, as a deposit does. Raises `Introuvable` alike for what does not
    exist, was never deposited, is erased, or is of other regions.
    """
    # Without the deposit: locked by nobody, it would be another one by the time a lock is had.
    enonce = (
        select(*_LUES)
        .join(instruction, instruction.c.candidature_id == candidature.c.id)
        .where(concerne(appelant.regions))
        .where(candidature.c.id == id, candidature.c.etat.in_(_MONTREES))
    )
    if verrou:
        enonce = enonce.with_for_update(of=(candidature, instruction))
    ligne = (await connexion.execute(enonce)).one_or_none()
    if ligne is None:
        raise Introuvable
    return _instruite(ligne)


async def ouvrir_toutes(
    connexion: AsyncConnection, appelant: Appelant, condition: ColumnElement[bool], nombre: int
) -> list[Instruite]:
    """`nombre` candidatures at most that are so, of this caller's regions, locked by their ids."""
    enonce = (
        select(*_LUES)
        .join(instruction, instruction.c.candidature_id == candidature.c.id)
        .where(concerne(appelant.regions), condition, candidature.c.etat.in_(_MONTREES))
        .order_by(candidature.c.id)
        .limit(ecrit(nombre))
    )
    lignes = await connexion.execute(enonce.with_for_update(of=(candidature, instruction)))
    return [_instruite(ligne) for ligne in lignes]


def _instruite(ligne: Any) -> Instruite:
    return Instruite(
        id=ligne.id,
        numero=ligne.numero,
        etat=Etat(ligne.etat),
        version=ligne.version,
        rang=ligne.rang,
        regions=ligne.regions,
        region_pilote=ligne.region_pilote,
        etiquettes=ligne.etiquettes,
        arretee=ligne.arretee_le is not None,
        sens_secret=ligne.sens_secret,
    )
