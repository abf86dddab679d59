"""The acts of answering: a draft is saved, then what is sent is kept as it is sent."""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import AVIS, Appelant, Auteur
from app.avis.pieces_d_avis import emporter, verifier_nommees
from app.avis.queries import AvisOuvert, ouvrir_pour_repondre, reponses_de
from app.avis.refus import TropDEnvois
from app.avis.reponse import ENVOIS_MAX, ReponseAEnvoyer, ReponseEbauchee, ReponseEnvoyee
from app.avis.tables import avis, avis_rendu
from app.candidatures.details import DetailAvisRendu
from app.candidatures.evenements_avis import EvenementAvisRendu
from app.candidatures.journal import consigner
from app.depots.avancer import avancer
from app.kit.services import Services


async def ebaucher(
    services: Services, appelant: Appelant, ebauche: ReponseEbauchee, arrivee: datetime
) -> None:
    """Save a draft, which nobody else sees; raises `JetonRefuse`, `AvisClos`."""
    async with services.base.transaction() as connexion:
        lu = await ouvrir_pour_repondre(connexion, appelant, arrivee)
        texte = ebauche.model_dump_json()
        await connexion.execute(update(avis).where(avis.c.id == lu.id).values(brouillon=texte))


async def envoyer(
    services: Services, appelant: Appelant, voulue: ReponseAEnvoyer, arrivee: datetime
) -> tuple[ReponseEnvoyee, bool]:
    """Send an answer, which counts from now on; it, and whether it says anything new.

    Raises `JetonRefuse`, `AvisClos` from the instant when it is due, `TropDEnvois`, and what
    `verifier_nommees` raises.
    """
    async with services.base.transaction() as connexion:
        lu = await ouvrir_pour_repondre(connexion, appelant, arrivee)
        anciennes = await reponses_de(connexion, lu.id)
        if anciennes and _dit_autant(anciennes[-1], voulue):
            return anciennes[-1], False
        if len(anciennes) >= ENVOIS_MAX:
            raise TropDEnvois(maximum=ENVOIS_MAX)
        pieces = await verifier_nommees(connexion, lu.id, voulue.pieces)
        envoyee = ReponseEnvoyee(len(anciennes) + 1, voulue.sens, voulue.texte, arrivee, pieces)
        await _garder(connexion, lu, envoyee)
        fait = EvenementAvisRendu(DetailAvisRendu(lu.id, lu.depot, envoyee.envoi))
        await avancer(connexion, lu.candidature_id, fait, arrivee)
        auteur = Auteur(AVIS, lu.id, appelant.origine)
        await consigner(connexion, lu.candidature_id, fait, auteur, arrivee)
    return envoyee, True


def _dit_autant(ancienne: ReponseEnvoyee, voulue: ReponseAEnvoyer) -> bool:
    pieces = [une.id for une in ancienne.pieces]
    return (ancienne.sens, ancienne.texte, pieces) == (voulue.sens, voulue.texte, voulue.pieces)


async def _garder(connexion: AsyncConnection, lu: AvisOuvert, envoyee: ReponseEnvoyee) -> None:
    sens, pieces = envoyee.sens.value, [une.id for une in envoyee.pieces]
    await connexion.execute(
        insert(avis_rendu).values(
            avis_id=lu.id,
            envoi=envoyee.envoi,
            sens=sens,
            texte=envoyee.texte,
            le=envoyee.le,
            pieces=pieces,
        )
    )
    await emporter(connexion, pieces, envoyee.envoi)
    ecrit = {"sens": sens, "rendu_le": envoyee.le, "envois": envoyee.envoi, "brouillon": None}
    await connexion.execute(update(avis).where(avis.c.id == lu.id).values(ecrit))
