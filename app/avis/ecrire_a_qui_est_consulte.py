"""The job that writes to who is consulted: the request leaves it which opinions, and no secret.

A link is made when it is sent, so that it waits in no queue; each try makes its own (decision 29).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.jeton import Prefixe, nouveau_jeton
from app.avis.lettres import Entree, Motif, lettres
from app.avis.queries import vivant
from app.avis.tables import avis, lien_avis
from app.candidatures.tables import candidature
from app.kit.services import Services

CONSULTER: Final = "ecrire_a_qui_est_consulte"
_LETTRE_MAX: Final = 500  # opinions


async def confier_une_lettre(
    services: Services,
    connexion: AsyncConnection,
    courriel: str,
    ids: Iterable[UUID],
    motif: Motif,
    le: datetime,
) -> None:
    """Have links to these opinions sent to an address, once this commits."""
    quoi = {"courriel": courriel, "avis": [str(id) for id in ids], "motif": motif.value, "le": le}
    await services.travaux.confier(connexion, CONSULTER, quoi)


async def retrouver_ses_avis(services: Services, courriel: str, arrivee: datetime) -> None:
    """Have links to the opinions asked of an address sent there, if any: only the job will know."""
    quoi = {"courriel": courriel, "avis": None, "motif": Motif.LIENS.value, "le": arrivee}
    async with services.base.transaction() as connexion:
        await services.travaux.confier(connexion, CONSULTER, quoi)


async def ecrire_a_qui_est_consulte(services: Services, contenu: dict[str, Any]) -> None:
    """The job: a link to each of these opinions that still lives, by one mail or a few.

    All those of the address, where none is named.
    """
    le = max(datetime.fromisoformat(contenu["le"]), services.horloge.maintenant())
    vivants = (
        select(avis.c.id, avis.c.echeance, candidature.c.numero)
        .join(candidature, candidature.c.id == avis.c.candidature_id)
        .where(avis.c.courriel == contenu["courriel"], vivant(le))
        .order_by(avis.c.echeance)
        .limit(_LETTRE_MAX)
        # One that is being revoked, or erased, is waited for.
        .with_for_update(of=avis, key_share=True)
    )
    if contenu["avis"] is not None:
        vivants = vivants.where(avis.c.id.in_([UUID(id) for id in contenu["avis"]]))
    async with services.base.transaction() as connexion:
        trouves = (await connexion.execute(vivants)).all()
        if not trouves:
            return
        liens = {trouve.id: nouveau_jeton(Prefixe.LIEN_AVIS) for trouve in trouves}
        lignes = [{"empreinte": un.empreinte, "avis_id": id} for id, un in liens.items()]
        await connexion.execute(insert(lien_avis), lignes)
    entrees = [
        Entree(
            trouve.numero,
            trouve.echeance,
            services.settings.adresse_de_reprise(liens[trouve.id].texte),
        )
        for trouve in trouves
    ]
    for mail in lettres(contenu["courriel"], Motif(contenu["motif"]), entrees):
        await services.messagerie.envoyer(mail)
