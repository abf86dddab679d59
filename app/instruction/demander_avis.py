"""The acts of asking an outsider for an opinion, and of revoking it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.avis.compter_courriels import compter_des_courriels
from app.avis.ecrire_a_qui_est_consulte import confier_une_lettre
from app.avis.lettres import Motif
from app.avis.queries import fermer
from app.avis.refus import AvisAbsent, AvisDejaDemande, TropDAvis
from app.avis.tables import avis
from app.candidatures.details import DetailAvis
from app.candidatures.etats import Acte
from app.candidatures.evenements_avis import EvenementAvisDemande, EvenementAvisRevoque
from app.candidatures.refus import EtatIncompatible
from app.instruction.demande_d_avis import DemandeDAvis, verifier_echeance
from app.instruction.noter import noter
from app.instruction.queries import Instruite, ouvrir
from app.instruction.refus_de_l_arrete import LotArrete
from app.kit.services import Services

AVIS_MAX: Final = 30
"""How many of one dossier are not revoked: what a region asks in vain, another may revoke."""
DEMANDES_MAX: Final = 100
"""How many were ever asked of it."""


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
    `LotArrete`, `AvisDejaDemande`, `TropDAvis`, `TropDeRequetes` of that address.
    """
    verifier_echeance(voulue.echeance, qui.arrivee)
    async with services.base.transaction() as connexion:
        lue = await ouvrir_a_consulter(connexion, id, qui)
        await _verifier(connexion, id, voulue.courriel, qui.arrivee)
        neuf = uuid4()
        fait = EvenementAvisDemande(DetailAvis(neuf, lue.rang))
        version = await noter(connexion, id, fait, qui.appelant, qui.arrivee)
        ici = {"id": neuf, "candidature_id": id, "version": version, "depot": lue.rang}
        await connexion.execute(insert(avis).values(colonnes_de(voulue, qui) | ici))
        await compter_des_courriels(services, connexion, voulue.courriel, 1)
        await confier_une_lettre(
            services, connexion, voulue.courriel, [neuf], Motif.DEMANDE, qui.arrivee
        )
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


async def revoquer_l_avis(services: Services, id: UUID, voulu: UUID, qui: Demandeur) -> None:
    """Close it to who is consulted; what they have sent stays. Done again, it changes nothing.

    Raises `Introuvable`, `AvisAbsent`.
    """
    async with services.base.transaction() as connexion:
        await ouvrir(connexion, id, qui.appelant, verrou=True)
        lu = await trouver_un_avis(connexion, id, voulu)
        if lu.revoque_le:
            return
        fait = EvenementAvisRevoque(DetailAvis(voulu, lu.depot))
        await noter(connexion, id, fait, qui.appelant, qui.arrivee)
        await fermer(connexion, [voulu], qui.arrivee)


async def ouvrir_a_consulter(connexion: AsyncConnection, id: UUID, qui: Demandeur) -> Instruite:
    """Lock a dossier of which opinions may be asked.

    Raises `Introuvable`, `EtatIncompatible`, `LotArrete`.
    """
    lue = await ouvrir(connexion, id, qui.appelant, verrou=True)
    if not lue.etat.permet(Acte.CONSULTER):
        raise EtatIncompatible(
            f"La candidature est à l'état « {lue.etat.mots} » : un avis se demande d'ici la "
            "décision ou le retrait.",
            etat=lue.etat,
        )
    if lue.arretee:
        raise LotArrete
    return lue


async def _verifier(connexion: AsyncConnection, id: UUID, courriel: str, arrivee: datetime) -> None:
    demandes = select(avis.c.id, avis.c.courriel, avis.c.echeance, avis.c.revoque_le)
    lignes = (await connexion.execute(demandes.where(avis.c.candidature_id == id))).all()
    tenues = [une for une in lignes if not une.revoque_le]
    for une in tenues:
        if une.courriel == courriel and arrivee < une.echeance:
            raise AvisDejaDemande(avis=une.id)
    for demandees, maximum in ((tenues, AVIS_MAX), (lignes, DEMANDES_MAX)):
        if len(demandees) >= maximum:
            raise TropDAvis(maximum=maximum)


async def trouver_un_avis(connexion: AsyncConnection, id: UUID, voulu: UUID) -> Any:
    """The row of an opinion of a dossier, locked; raises `AvisAbsent`."""
    enonce = select(avis).where(avis.c.id == voulu, avis.c.candidature_id == id)
    lu = (await connexion.execute(enonce.with_for_update())).one_or_none()
    if lu is None:
        raise AvisAbsent
    return lu
