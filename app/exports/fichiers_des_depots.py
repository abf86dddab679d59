"""The files that deposits count, as the database knows them now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.candidatures.tables import Antivirus, candidature
from app.exports.archive_voulue import ArchiveVoulue
from app.exports.queries import COLONNES_DU_DEPOT, un_depot
from app.instruction.filtrer import Regard
from app.instruction.liste_decrite import PageVoulue
from app.instruction.queries import ecrit, ouvrir, visibles
from app.instruction.secret import decide
from app.instruction.vues.dossiers_vus import page_de_la_vue
from app.kit.web.problems import Introuvable


@dataclass(frozen=True, slots=True)
class FichierDepose:
    """A file; `empreinte` its SHA-256 in hexadecimal, `crc32` None while nobody has read it."""

    id: UUID
    rubrique: str
    nom: str
    taille: int
    empreinte: str
    antivirus: Antivirus
    crc32: int | None


@dataclass(frozen=True, slots=True)
class DepotRange:
    """A deposit of rank `rang`, and its files in the order in which they were attached."""

    numero: str
    territoire: str
    rang: int
    recu_le: datetime
    fichiers: Sequence[FichierDepose]


async def fichiers_d_un_depot(
    connexion: AsyncConnection, id: UUID, rang: int, appelant: Appelant
) -> DepotRange:
    """Those of one deposit; raises `Introuvable`."""
    lue = await ouvrir(connexion, id, appelant)
    ligne = (await connexion.execute(un_depot(lue.id, rang))).one_or_none()
    if ligne is None:
        raise Introuvable
    return _range(ligne)


async def fichiers_des_derniers(
    connexion: AsyncConnection, voulue: ArchiveVoulue, appelant: Appelant, le: datetime, nombre: int
) -> list[DepotRange]:
    """Those of the last deposits of `nombre` dossiers at most, by their numbers.

    Raises `RequeteInvalide` for a view that this caller does not see.
    """
    page = PageVoulue.model_validate(voulue.model_dump(exclude_unset=True))
    if page.vue:
        page = await page_de_la_vue(connexion, UUID(page.vue), page, appelant)
    conditions = page.conditions(Regard(agent_de(appelant), le, decide(appelant)))
    tous = visibles(appelant.regions, *COLONNES_DU_DEPOT).where(*conditions)
    ordre = (candidature.c.numero, candidature.c.id)
    lignes = await connexion.execute(tous.order_by(*ordre).limit(ecrit(nombre)))
    return [_range(ligne) for ligne in lignes]


_FICHIERS: Final = TypeAdapter(list[FichierDepose])


def _range(ligne: Any) -> DepotRange:
    fichiers = _FICHIERS.validate_json(ligne.fichiers)
    return DepotRange(ligne.numero, ligne.nom_territoire, ligne.rang, ligne.recu_le, fichiers)
