"""The periodic job that keeps nothing longer than said: it warns, and two weeks later erases.

Each candidature is a transaction of its own, judged again once its row is locked: stopped anywhere,
begun again, or run twice at the same time, it does no more and no less.
"""

from datetime import datetime
from typing import Any, Final

from app.acces.appelant import SERVICE
from app.acces.liens import oublier_les_expires
from app.candidatures.evenements import DetailPreavis, EvenementPreavis
from app.candidatures.journal import consigner
from app.kit.logs import journal
from app.kit.services import Services
from app.kit.web.idempotency import oublier_les_perimees
from app.pieces_jointes.pieces import effacer_les_orphelins
from app.rgpd.echeances import PREAVIS, Due, Regle, dues, encore_due, regles
from app.rgpd.effacer import A_TERME, detruire, vider
from app.rgpd.preavis import preavis

# The job, and when it is due (cron, UTC).
CONSERVER: Final = "conserver"
QUAND_CONSERVER: Final = "37 2 * * *"

# Mail that fails so often in a row fails for everybody: the rest waits for the next night.
_ECHECS_MAX: Final = 3


async def conserver(services: Services, _contenu: dict[str, Any]) -> None:
    """The job `conserver`: erase, warn, forget what has expired and files that no row names.

    Whoever is known by an address is not erased before a mail server took the warning.
    """
    maintenant = services.horloge.maintenant()
    for regle in regles(services.settings):
        await _effacer_toutes(services, regle, maintenant)
        await _prevenir_toutes(services, regle, maintenant)
    async with services.base.transaction() as connexion:
        await oublier_les_perimees(connexion, maintenant)
    await oublier_les_expires(services.base, maintenant)
    await effacer_les_orphelins(services, seul=False)


async def _effacer_toutes(services: Services, regle: Regle, maintenant: datetime) -> None:
    enonce, nombre = regle.a_effacer(maintenant), 0
    async for due in dues(services, enonce):
        async with services.base.transaction() as connexion:
            if await encore_due(connexion, enonce, due.id) is None:
                continue
            pieces = await vider(connexion, due.id, A_TERME, SERVICE, maintenant)
        await detruire(services, pieces)
        nombre += 1
    if nombre:
        journal.info("conservation_effacees", nombre=nombre)


async def _prevenir_toutes(services: Services, regle: Regle, maintenant: datetime) -> None:
    echecs = 0
    async for due in dues(services, regle.a_prevenir(maintenant)):
        if due.courriel and echecs == _ECHECS_MAX:
            continue
        try:
            par_courriel = await _ecrire(services, due, maintenant)
        except Exception as erreur:
            journal.warning("preavis_remis", erreur=type(erreur).__name__)
            echecs += 1
            continue
        if par_courriel:
            echecs = 0
        await _noter(services, regle, due, maintenant, par_courriel=par_courriel)


async def _ecrire(services: Services, due: Due, maintenant: datetime) -> bool:
    """Send the warning; False when there is nobody to send it to.

    Raises `CourrielIndisponible`, whatever sending raises.
    """
    if due.courriel is None:
        return False
    try:
        courriel = preavis(due.courriel, due, _effacement(due, maintenant))
    except ValueError:  # what was typed is no address
        return False
    await services.messagerie.envoyer(courriel)
    return True


async def _noter(
    services: Services, regle: Regle, due: Due, maintenant: datetime, *, par_courriel: bool
) -> None:
    """Start the two weeks, unless something has happened since; the record says it as well."""
    async with services.base.transaction() as connexion:
        if await encore_due(connexion, regle.a_prevenir(maintenant), due.id) is None:
            return
        annonce = EvenementPreavis(DetailPreavis(_effacement(due, maintenant), par_courriel))
        await consigner(connexion, due.id, annonce, SERVICE, maintenant, preavis_le=maintenant)


def _effacement(due: Due, maintenant: datetime) -> datetime:
    """When it goes, warned now."""
    return max(due.echeance, maintenant + PREAVIS)
