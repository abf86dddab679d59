"""The acts of asking an outsider for an opinion, of moving its due date, of revoking it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.avis.ecrire_a_qui_est_consulte import confier_une_lettre
from app.avis.lettres import Motif
from app.avis.queries import fermer
from app.avis.refus import AvisClos
from app.avis.tables import avis
from app.candidatures.details import DetailAvis
from app.candidatures.etats import Acte
from app.candidatures.evenements_avis import (
    EvenementAvisDemande,
    EvenementAvisRelance,
    EvenementAvisReporte,
    EvenementAvisRevoque,
)
from app.candidatures.refus import EtatIncompatible
from app.instruction.demande_d_avis import DemandeDAvis, verifier_echeance
from app.instruction.noter import noter
from app.instruction.queries import Instruite, ouvrir
from app.instruction.refus_avis import AvisAbsent, AvisDejaDemande, RelanceTropProche, TropDAvis
from app.kit.services import Services

RELANCE: Final = timedelta(days=1)
"""How long who is consulted is left alone, once they have been written to."""
AVIS_MAX: Final = 30  # asked on one dossier, those revoked included


@dataclass(frozen=True, slots=True)
class Demandeur:
    """Who asks, and when that arrived."""

    appelant: Appelant
    arrivee: datetime


async def demander_un_avis(
    services: Services, id: UUID, voulue: DemandeDAvis, qui: Demandeur
) -> tuple[UUID, int]:
    """Ask for an opinion on the last deposit, whose rank it keeps; it, and the version it makes.

    A link is sent to who is consulted. Raises `RequeteInvalide`, `Introuvable`, `EtatIncompatible`,
    `AvisDejaDemande`, `TropDAvis`.
    """
    verifier_echeance(voulue.echeance, qui.arrivee)
    async with services.base.transaction() as connexion:
        lue = await _ouvrir(connexion, id, qui)
        await _verifier(connexion, id, voulue.courriel, qui.arrivee)
        neuf = uuid4()
        fait = EvenementAvisDemande(DetailAvis(neuf, lue.rang))
        version = await noter(connexion, id, fait, qui.appelant, qui.arrivee)
        ici = {"id": neuf, "candidature_id": id, "version": version, "depot": lue.rang}
        await connexion.execute(insert(avis).values(colonnes_de(voulue, qui) | ici))
        await _ecrire(services, connexion, voulue.courriel, neuf, Motif.DEMANDE, qui)
    return neuf, version


def colonnes_de(voulue: DemandeDAvis, qui: Demandeur) -> dict[str, Any]:
    """The columns of `avis` that say what is asked, of whichever dossier."""
    return {
        "courriel": voulue.courriel,
        "fonction": voulue.fonction.value,
        "question": voulue.question,
        "sections": voulue.montrees,
        "echeance": voulue.echeance,
        "demande_le": qui.arrivee,
        "agent": agent_de(qui.appelant),
        "prevenu_le": qui.arrivee,
        "envois": 0,
    }


async def reporter(
    services: Services, id: UUID, voulu: UUID, echeance: datetime, qui: Demandeur
) -> int:
    """Have it due sooner or later; who is consulted is told. The version that it makes.

    Raises `RequeteInvalide`, `Introuvable`, `EtatIncompatible`, `AvisAbsent`, `AvisClos` for one
    that was revoked.
    """
    verifier_echeance(echeance, qui.arrivee)
    async with services.base.transaction() as connexion:
        await _ouvrir(connexion, id, qui)
        lu = await _lire(connexion, id, voulu, qui)
        fait = EvenementAvisReporte(DetailAvis(voulu, lu.depot))
        version = await noter(connexion, id, fait, qui.appelant, qui.arrivee)
        await _prevenir(connexion, voulu, qui.arrivee, echeance=echeance)
        await _ecrire(services, connexion, lu.courriel, voulu, Motif.DEMANDE, qui)
    return version


async def relancer(services: Services, id: UUID, voulu: UUID, qui: Demandeur) -> None:
    """Send another link to who is consulted.

    Raises `Introuvable`, `EtatIncompatible`, `AvisAbsent`, `AvisClos` for one that is revoked, or
    was due before, `RelanceTropProche`.
    """
    async with services.base.transaction() as connexion:
        await _ouvrir(connexion, id, qui)
        lu = await _lire(connexion, id, voulu, qui)
        if lu.echeance <= qui.arrivee:
            raise AvisClos(arrivee=qui.arrivee, echeance=lu.echeance)
        if qui.arrivee < (possible_le := lu.prevenu_le + RELANCE):
            raise RelanceTropProche(arrivee=qui.arrivee, possible_le=possible_le)
        fait = EvenementAvisRelance(DetailAvis(voulu, lu.depot))
        await noter(connexion, id, fait, qui.appelant, qui.arrivee)
        await _prevenir(connexion, voulu, qui.arrivee)
        await _ecrire(services, connexion, lu.courriel, voulu, Motif.RAPPEL, qui)


async def revoquer_l_avis(services: Services, id: UUID, voulu: UUID, qui: Demandeur) -> None:
    """Close it to who is consulted; what they have sent stays. Done again, it changes nothing.

    Raises `Introuvable`, `AvisAbsent`.
    """
    async with services.base.transaction() as connexion:
        await ouvrir(connexion, id, qui.appelant, verrou=True)
        lu = await _trouver(connexion, id, voulu)
        if lu.revoque_le:
            return
        fait = EvenementAvisRevoque(DetailAvis(voulu, lu.depot))
        await noter(connexion, id, fait, qui.appelant, qui.arrivee)
        await fermer(connexion, [voulu], qui.arrivee)


async def _ouvrir(connexion: AsyncConnection, id: UUID, qui: Demandeur) -> Instruite:
    lue = await ouvrir(connexion, id, qui.appelant, verrou=True)
    if not lue.etat.permet(Acte.CONSULTER):
        raise EtatIncompatible(
            f"La candidature est à l'état « {lue.etat.mots} » : un avis se demande d'ici la "
            "décision ou le retrait.",
            etat=lue.etat,
        )
    return lue


async def _verifier(connexion: AsyncConnection, id: UUID, courriel: str, arrivee: datetime) -> None:
    demandes = select(avis.c.id, avis.c.courriel, avis.c.echeance, avis.c.revoque_le)
    lignes = (await connexion.execute(demandes.where(avis.c.candidature_id == id))).all()
    for une in lignes:
        if une.courriel == courriel and not une.revoque_le and arrivee < une.echeance:
            raise AvisDejaDemande(avis=une.id)
    if len(lignes) >= AVIS_MAX:
        raise TropDAvis(maximum=AVIS_MAX)


async def _lire(connexion: AsyncConnection, id: UUID, voulu: UUID, qui: Demandeur) -> Any:
    lu = await _trouver(connexion, id, voulu)
    if lu.revoque_le:
        raise AvisClos(arrivee=qui.arrivee, echeance=lu.echeance)
    return lu


async def _trouver(connexion: AsyncConnection, id: UUID, voulu: UUID) -> Any:
    enonce = select(avis).where(avis.c.id == voulu, avis.c.candidature_id == id)
    lu = (await connexion.execute(enonce.with_for_update())).one_or_none()
    if lu is None:
        raise AvisAbsent
    return lu


async def _prevenir(
    connexion: AsyncConnection, id: UUID, le: datetime, **colonnes: datetime
) -> None:
    await connexion.execute(update(avis).where(avis.c.id == id).values(prevenu_le=le, **colonnes))


async def _ecrire(
    services: Services,
    connexion: AsyncConnection,
    courriel: str,
    id: UUID,
    motif: Motif,
    qui: Demandeur,
) -> None:
    await confier_une_lettre(services, connexion, courriel, [id], motif, qui.arrivee)
