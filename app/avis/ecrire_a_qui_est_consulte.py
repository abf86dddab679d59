"""The job that writes to who is consulted: the request leaves it which opinions, and no secret.

A link is made when it is sent, so that it waits in no queue; each try makes its own (decision 29).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, and_, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.jeton import Prefixe, nouveau_jeton
from app.avis.lettres import ENTREES_MAX, Entree, Motif, lettre
from app.avis.oublier_des_liens import oublier_les_anciens
from app.avis.queries import vivant
from app.avis.tables import avis, lien_avis
from app.candidatures.tables import candidature
from app.depots.tables import instruction
from app.kit.services import Services

CONSULTER: Final = "ecrire_a_qui_est_consulte"
_RETROUVES_MAX: Final = 500  # opinions


async def confier_une_lettre(
    services: Services,
    connexion: AsyncConnection,
    courriel: str,
    ids: Sequence[UUID],
    motif: Motif,
    le: datetime,
) -> None:
    """Have links to these opinions sent to an address, once this commits.

    Each mail is a job of its own: one that fails has no other sent again.
    """
    lots = [ids[i : i + ENTREES_MAX] for i in range(0, len(ids), ENTREES_MAX)]
    contenus = [_contenu(courriel, lot, motif, le) for lot in lots]
    await services.travaux.confier_tous(connexion, CONSULTER, contenus)


async def retrouver_ses_avis(services: Services, courriel: str, arrivee: datetime) -> None:
    """Have links to the opinions asked of an address sent there, if any: only the job will know."""
    quoi = _contenu(courriel, None, Motif.LIENS, arrivee)
    async with services.base.transaction() as connexion:
        await services.travaux.confier(connexion, CONSULTER, quoi)


def _contenu(
    courriel: str, ids: Sequence[UUID] | None, motif: Motif, le: datetime
) -> dict[str, Any]:
    return {"courriel": courriel, "avis": ids, "motif": motif.value, "le": le}


async def ecrire_a_qui_est_consulte(services: Services, contenu: dict[str, Any]) -> None:
    """The job: a mail with a link to each of these opinions that still lives.

    Where none is named, as many jobs as it takes for those of the address.
    """
    le = max(datetime.fromisoformat(contenu["le"]), services.horloge.maintenant())
    courriel, motif = contenu["courriel"], Motif(contenu["motif"])
    async with services.base.transaction() as connexion:
        if contenu["avis"] is None:
            siens = (await connexion.scalars(_retrouves(courriel, le))).all()
            await confier_une_lettre(services, connexion, courriel, siens, motif, le)
            return
        ids = [UUID(id) for id in contenu["avis"]]
        trouves = (await connexion.execute(_vivants(courriel, ids, le))).all()
        if not trouves:
            return
        liens = {trouve.id: nouveau_jeton(Prefixe.LIEN_AVIS) for trouve in trouves}
        await oublier_les_anciens(connexion, liens, le)
        lignes = [
            {"empreinte": un.empreinte, "avis_id": id, "cree_le": le} for id, un in liens.items()
        ]
        await connexion.execute(insert(lien_avis), lignes)
    entrees = [
        Entree(
            trouve.numero,
            trouve.echeance,
            services.settings.adresse_de_reprise(liens[trouve.id].texte),
        )
        for trouve in trouves
    ]
    await services.messagerie.envoyer(lettre(courriel, motif, entrees))


def _retrouves(courriel: str, le: datetime) -> Select[UUID]:
    """Those that live: first what is still awaited, as it is due; then answered, or late."""
    attendu = and_(avis.c.envois == 0, avis.c.echeance > le)
    return (
        select(avis.c.id)
        .join(candidature, candidature.c.id == avis.c.candidature_id)
        .join(instruction, instruction.c.candidature_id == avis.c.candidature_id)
        .where(avis.c.courriel == courriel, vivant(le))
        .order_by(attendu.desc(), avis.c.echeance, avis.c.id)
        .limit(_RETROUVES_MAX)
    )


def _vivants(courriel: str, ids: list[UUID], le: datetime) -> Select[UUID, datetime, str]:
    return (
        select(avis.c.id, avis.c.echeance, candidature.c.numero)
        .join(candidature, candidature.c.id == avis.c.candidature_id)
        .join(instruction, instruction.c.candidature_id == avis.c.candidature_id)
        .where(avis.c.id.in_(ids), avis.c.courriel == courriel, vivant(le))
        # As all who lock several do.
        .order_by(avis.c.candidature_id, avis.c.id)
        # One that is being revoked, or erased, is waited for.
        .with_for_update(of=avis, key_share=True)
    )
