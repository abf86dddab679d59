"""The opinions asked on dossiers, counted: of one, of each of a page, or looked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.avis.queries import candidature_consultable
from app.avis.tables import avis
from app.avis.vocabulaire import SensAvis
from app.depots.tables import instruction
from app.instruction.queries import Instruite, ecrit
from app.kit.glossary import decrit

_ATTENDU: Final = and_(avis.c.envois == 0, avis.c.revoque_le.is_(None))
_COMPTES: Final = {
    "avis_attendus": _ATTENDU,
    "avis_rendus": avis.c.envois > 0,
    "avis_favorables": avis.c.sens == SensAvis.FAVORABLE.value,
    "avis_defavorables": avis.c.sens == SensAvis.DEFAVORABLE.value,
}


@decrit("Les avis demandés sur un dossier, comptés.")
@dataclass(frozen=True, slots=True)
class AvisComptes:
    """How many opinions are awaited, late or not, how many were given, and what they come to."""

    attendus: Annotated[int, Field(description="Ceux qui ne sont pas rendus, en retard ou non.")]
    rendus: Annotated[int, Field(description="Ceux qui sont rendus, quel qu'en soit le sens.")]
    favorables: Annotated[int, Field(description="Ceux qui sont rendus, et favorables.")]
    defavorables: Annotated[int, Field(description="Ceux qui sont rendus, et défavorables.")]


@decrit(
    "Un avis du dossier : attendu, en retard ou non, en retard (son échéance est passée), ou le "
    "sens de celui qui a été rendu."
)
class AvisCherche(StrEnum):
    """What there is among the opinions of a dossier."""

    ATTENDU = "attendu"
    EN_RETARD = "en_retard"
    FAVORABLE = SensAvis.FAVORABLE.value
    RESERVE = SensAvis.RESERVE.value
    DEFAVORABLE = SensAvis.DEFAVORABLE.value
    SANS_AVIS = SensAvis.SANS_AVIS.value


def comptes_des_avis(candidature_id: ColumnElement[UUID]) -> Select[*tuple[Any, ...]]:
    """The statement of the counts of one dossier, by the names that `avis_comptes` reads."""
    comptes = (func.count().filter(une).label(nom) for nom, une in _COMPTES.items())
    return select(*comptes).where(avis.c.candidature_id == candidature_id)


def avis_par_dossier(le: datetime) -> Select[*tuple[Any, ...]]:
    """The statement of what each dossier has of `attendus`, `en_retard` at this instant, `rendus`.

    Nothing is awaited of what is sealed, or not reviewed any more: whoever joins it says which is.
    """
    return select(
        avis.c.candidature_id,
        func.count().filter(_ATTENDU).label("attendus"),
        func.count().filter(_ATTENDU, avis.c.echeance <= le).label("en_retard"),
        func.count().filter(_COMPTES["avis_rendus"]).label("rendus"),
    ).group_by(avis.c.candidature_id)


def avis_comptes(ligne: Any, *, consultable: bool) -> AvisComptes:
    """The counts of a row; nothing is awaited where none may be given."""
    attendus, *autres = (getattr(ligne, nom) for nom in _COMPTES)
    return AvisComptes(attendus if consultable else 0, *autres)


async def avis_comptes_de(connexion: AsyncConnection, lue: Instruite) -> AvisComptes:
    """The counts of a dossier that the caller may see."""
    ici = comptes_des_avis(ecrit(lue.id))
    return avis_comptes((await connexion.execute(ici)).one(), consultable=lue.consultable)


def a_un_avis(voulus: Sequence[AvisCherche], le: datetime) -> ColumnElement[bool]:
    """Whether one of the opinions of a row of `visibles` is so, at this instant."""
    attendu = and_(_ATTENDU, candidature_consultable())
    selon = {
        AvisCherche.ATTENDU: attendu,
        AvisCherche.EN_RETARD: and_(attendu, avis.c.echeance <= le),
    }
    return exists().where(
        avis.c.candidature_id == instruction.c.candidature_id,
        or_(*(selon.get(voulu, avis.c.sens == voulu.value) for voulu in voulus)),
    )
