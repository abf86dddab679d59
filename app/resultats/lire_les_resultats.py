"""The acts of finding a file of the results, made first if it is due, and of reading it."""

from app.kit.logs import journal
from app.kit.services import Services
from app.resultats.diffuser import mettre_a_jour
from app.resultats.queries import FichierTrouve, lire_le_contenu, trouver
from app.resultats.refus import OUVERT, ResultatsNonPublies


async def trouver_a_jour(services: Services, nom: str, version: str | None) -> FichierTrouve:
    """A file of the last version, or of this one; raises `ResultatsNonPublies`, `Indisponible`.

    While the next version cannot be made, those that are there are given.
    """
    async with services.base.lecture() as connexion:
        en_retard, trouve = await trouver(connexion, nom, version)
    if en_retard and not (version and trouve):
        try:
            await mettre_a_jour(services)
        except Exception:
            if trouve is None:
                raise
            journal.exception("resultats_en_retard")
        async with services.base.lecture() as connexion:
            _, trouve = await trouver(connexion, nom, version)
    if trouve is None:
        raise ResultatsNonPublies(entetes=OUVERT)
    return trouve


async def lire_un_fichier(services: Services, nom: str, trouve: FichierTrouve) -> bytes:
    """What is in it, compressed by gzip."""
    async with services.base.lecture() as connexion:
        return await lire_le_contenu(connexion, nom, trouve.version)
