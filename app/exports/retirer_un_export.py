"""The acts of calling off an export, and of forgetting those whose time is over."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.exports.essais import ABANDONNE
from app.exports.etats_d_export import A_FAIRE, EtatExport
from app.exports.prevenir import prevoir_l_annonce
from app.exports.suivre_les_exports import lire_export
from app.exports.tables import export
from app.kit.clock import Horloge
from app.kit.files.storage import EXPORTS
from app.kit.logs import journal
from app.kit.services import Services

PURGER: Final = "purger_exports"
QUAND_PURGER: Final = "13 * * * *"
_GARDE: Final = timedelta(days=366)  # of the rows: who took what out
_TROP_VIEUX: Final = timedelta(days=1)  # to be done still
_MARGE: Final = timedelta(days=1)


async def annuler_export(services: Services, id: UUID, appelant: Appelant, le: datetime) -> None:
    """Stop it, or take its file away; once more changes nothing. Raises `Introuvable`."""
    async with services.base.transaction() as connexion:
        ligne = await lire_export(connexion, id, appelant, verrou=True)
        if ligne.etat in (*A_FAIRE, EtatExport.PRET.value):
            neuf = {"etat": EtatExport.ANNULE.value, "fichier": None, "fin": ligne.fin or le}
            await connexion.execute(update(export).where(export.c.id == id).values(**neuf))
    if ligne.fichier:
        await _effacer(services, [ligne.fichier])


async def purger_les_exports(services: Services, _contenu: dict[str, Any]) -> None:
    """The job: files whose time is over go, and with them what a crash left in the store; rows a
    year later.
    """
    le = services.horloge.maintenant()
    async with services.base.transaction() as connexion:
        finis = export.c.etat == EtatExport.PRET.value, export.c.expire_le <= le
        fichiers = list(await connexion.scalars(select(export.c.fichier).where(*finis)))
        passe = {"etat": EtatExport.EXPIRE.value, "fichier": None}
        await connexion.execute(update(export).where(*finis).values(**passe))
        await _abandonner(services, connexion, le)
        await connexion.execute(delete(export).where(export.c.demande_le < le - _GARDE))
    await _effacer(services, fichiers)
    # Nothing of here is kept so long, whatever a database says: age alone tells what is left.
    garde = timedelta(days=services.settings.conservation_exports)
    await _balayer(services, Horloge().maintenant() - garde - _MARGE)


async def _abandonner(services: Services, connexion: AsyncConnection, le: datetime) -> None:
    """Those that no worker has done for so long; who waits for one is told."""
    perdus = export.c.etat.in_(A_FAIRE), export.c.demande_le < le - _TROP_VIEUX
    enonce = update(export).where(*perdus).values(**ABANDONNE, fin=le)
    lignes = await connexion.execute(enonce.returning(export.c.id, export.c.demande_le))
    finis = {ligne.id: ligne.demande_le for ligne in lignes}
    await prevoir_l_annonce(services, connexion, finis, le)


async def _effacer(services: Services, fichiers: list[UUID]) -> None:
    """What the store does not do now, the sweep will."""
    for fichier in fichiers:
        try:
            await services.magasin.supprimer(f"{EXPORTS}{fichier}")
        except Exception as erreur:
            journal.warning("export_a_effacer", erreur=type(erreur).__name__)


async def vider_les_exports(services: Services) -> None:
    """Have the store forget all their files, for a sandbox that begins again."""
    await _balayer(services, Horloge().maintenant())


async def _balayer(services: Services, avant: datetime) -> None:
    """Have the store forget what it got before then."""
    vieux = [
        m["path"] async for m in services.magasin.lister(EXPORTS) if m["last_modified"] < avant
    ]
    for cle in vieux:
        await services.magasin.supprimer(cle)
    if vieux:
        journal.warning("exports_oublies", nombre=len(vieux))
