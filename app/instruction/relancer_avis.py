"""The acts of moving the due date of an opinion, and of writing again to who is consulted."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.avis.compter_courriels import compter_des_courriels
from app.avis.ecrire_a_qui_est_consulte import confier_une_lettre
from app.avis.lettres import Motif
from app.avis.queries import LECTURE, couper
from app.avis.refus import AvisClos, RelanceTropProche
from app.avis.tables import avis
from app.candidatures.details import DetailAvis
from app.candidatures.evenements_avis import EvenementAvisRelance, EvenementAvisReporte
from app.instruction.demande_d_avis import verifier_echeance
from app.instruction.demander_avis import Demandeur, ouvrir_a_consulter, trouver_un_avis
from app.instruction.noter import noter
from app.kit.services import Services

RELANCE: Final = timedelta(days=1)
"""How long who is consulted is left alone, once they have been written to."""


async def reporter(
    services: Services, id: UUID, voulu: UUID, echeance: datetime, qui: Demandeur
) -> int:
    """Have it due sooner or later; the version that it makes, the present one if it is due then.

    Who is consulted is told, unless they have just been written to. What they were given before
    opens nothing any more, once it did not. Raises `RequeteInvalide`, `Introuvable`,
    `EtatIncompatible`, `LotArrete`, `AvisAbsent`, `AvisClos` for one that was revoked,
    `TropDeRequetes` of that address.
    """
    verifier_echeance(echeance, qui.arrivee)
    async with services.base.transaction() as connexion:
        lue = await ouvrir_a_consulter(connexion, id, qui)
        lu = await _lire(connexion, id, voulu, qui)
        if lu.echeance == echeance:
            return lue.version
        if lu.echeance + LECTURE <= qui.arrivee:
            await couper(connexion, [voulu])
        fait = EvenementAvisReporte(DetailAvis(voulu, lu.depot))
        version = await noter(connexion, id, fait, qui.appelant, qui.arrivee)
        await connexion.execute(update(avis).where(avis.c.id == voulu).values(echeance=echeance))
        if qui.arrivee >= lu.prevenu_le + RELANCE:
            await _prevenir(services, connexion, lu, Motif.DEMANDE, qui)
    return version


async def relancer(services: Services, id: UUID, voulu: UUID, qui: Demandeur) -> None:
    """Send another link to who is consulted.

    Raises `Introuvable`, `EtatIncompatible`, `LotArrete`, `AvisAbsent`, `AvisClos` for one that is
    revoked, or was due before, `RelanceTropProche`, `TropDeRequetes` of that address.
    """
    async with services.base.transaction() as connexion:
        await ouvrir_a_consulter(connexion, id, qui)
        lu = await _lire(connexion, id, voulu, qui)
        if lu.echeance <= qui.arrivee:
            raise AvisClos(arrivee=qui.arrivee, echeance=lu.echeance)
        if qui.arrivee < (possible_le := lu.prevenu_le + RELANCE):
            raise RelanceTropProche(arrivee=qui.arrivee, possible_le=possible_le)
        fait = EvenementAvisRelance(DetailAvis(voulu, lu.depot))
        await noter(connexion, id, fait, qui.appelant, qui.arrivee)
        await _prevenir(services, connexion, lu, Motif.RAPPEL, qui)


async def _lire(connexion: AsyncConnection, id: UUID, voulu: UUID, qui: Demandeur) -> Any:
    lu = await trouver_un_avis(connexion, id, voulu)
    if lu.revoque_le:
        raise AvisClos(arrivee=qui.arrivee, echeance=lu.echeance)
    return lu


async def _prevenir(
    services: Services, connexion: AsyncConnection, lu: Any, motif: Motif, qui: Demandeur
) -> None:
    la = update(avis).where(avis.c.id == lu.id)
    await connexion.execute(la.values(prevenu_le=qui.arrivee))
    await compter_des_courriels(services, connexion, lu.courriel, 1)
    await confier_une_lettre(services, connexion, lu.courriel, [lu.id], motif, qui.arrivee)
