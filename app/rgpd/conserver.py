"""The periodic job that keeps nothing longer than said: it warns, and two weeks later erases.

Each candidature is a transaction of its own, judged again once its row is locked: stopped anywhere,
begun again, or run twice at the same time, it does no more and no less.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.acces.appelant import SERVICE
from app.acces.liens import oublier_les_expires
from app.avis.joindre_a_l_avis import oublier_les_jamais_envoyees
from app.avis.oublier_des_liens import oublier_les_morts
from app.candidatures.details import DetailPreavis
from app.candidatures.evenements import EvenementPreavis
from app.candidatures.journal import consigner
from app.depots.arrivee import oublier_les_arrivees
from app.kit.logs import journal
from app.kit.mailboxes import boite_de
from app.kit.services import Services
from app.kit.web.idempotency import oublier_les_perimees
from app.messages.pieces_de_message import oublier_les_non_envoyees
from app.pieces_jointes.balayage import balayer
from app.pieces_jointes.pieces import oublier_les_retirees
from app.resultats.dire_avant_d_effacer import une_fois_dite
from app.rgpd.echeances import PREAVIS, Due, Regle, dues, encore_due, regles
from app.rgpd.effacer import A_TERME, achever, vider
from app.rgpd.preavis import Avertie, preavis

# The job, and when it is due (cron, UTC).
CONSERVER: Final = "conserver"
QUAND_CONSERVER: Final = "37 2 * * *"

# Mail that fails so often in a row fails for everybody: the rest waits for the next night.
_ECHECS_MAX: Final = 3


async def conserver(services: Services, _contenu: dict[str, Any]) -> None:
    """The job `conserver`: erase, warn, forget what has expired and files that nothing counts.

    Whoever is known by an address is not erased before a mail server took the warning.
    """
    maintenant = services.horloge.maintenant()
    for regle in regles(services.settings):
        await _effacer_toutes(services, regle, maintenant)
    await _prevenir_toutes(services, maintenant)
    async with services.base.transaction() as connexion:
        await oublier_les_perimees(connexion, maintenant)
        await oublier_les_arrivees(connexion, maintenant)
        await oublier_les_morts(connexion, maintenant)
    await oublier_les_expires(services.base, maintenant)
    await oublier_les_retirees(services)
    await oublier_les_non_envoyees(services, maintenant)
    await oublier_les_jamais_envoyees(services, maintenant)
    await balayer(services, seul=False)


async def _effacer_toutes(services: Services, regle: Regle, maintenant: datetime) -> None:
    enonce, nombre = regle.a_effacer(maintenant), 0
    async for due in dues(services, enonce):

        async def efface(id: UUID = due.id) -> list[UUID] | None:
            async with services.base.transaction() as connexion:
                if await encore_due(connexion, enonce, id) is None:
                    return None
                return await vider(connexion, id, A_TERME, SERVICE, maintenant)

        pieces = await une_fois_dite(services, efface)
        if pieces is not None:
            await achever(services, pieces)
            nombre += 1
    if nombre:
        journal.info("conservation_effacees", nombre=nombre)


async def _prevenir_toutes(services: Services, maintenant: datetime) -> None:
    """One warning to each address, of all that is due: a notice each would be a flood."""
    groupes = dict[str | None, list[Avertie]]()
    for regle in regles(services.settings):
        async for due in dues(services, regle.a_prevenir(maintenant)):
            boite = due.courriel and boite_de(due.courriel)
            avertie = Avertie(regle, due, _effacement(due, maintenant))
            groupes.setdefault(boite, []).append(avertie)
    echecs = 0
    for boite, averties in groupes.items():
        if boite and echecs == _ECHECS_MAX:
            continue
        try:
            if boite:
                await services.messagerie.envoyer(preavis(boite, averties))
                echecs = 0
        except Exception as erreur:
            journal.warning("preavis_remis", erreur=type(erreur).__name__)
            echecs += 1
            continue
        for avertie in averties:
            await _noter(services, avertie, maintenant, par_courriel=boite is not None)


async def _noter(
    services: Services, avertie: Avertie, maintenant: datetime, *, par_courriel: bool
) -> None:
    """Start the two weeks, unless something has happened since; the record says it as well."""
    due, enonce = avertie.due, avertie.regle.a_prevenir(maintenant)
    async with services.base.transaction() as connexion:
        if await encore_due(connexion, enonce, due.id) is None:
            return
        annonce = EvenementPreavis(DetailPreavis(avertie.effacement, par_courriel))
        await consigner(connexion, due.id, annonce, SERVICE, maintenant, preavis_le=maintenant)


def _effacement(due: Due, maintenant: datetime) -> datetime:
    """When it goes, warned now."""
    return max(due.echeance, maintenant + PREAVIS)
