"""The acts of answering: a draft is saved, then what is sent is kept as it is sent."""

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import AVIS, Appelant, Auteur
from app.avis.queries import AvisOuvert, ouvrir_avis, reponses_de
from app.avis.refus import AvisClos, TropDEnvois
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
        lu = await _ouvrir(connexion, appelant, arrivee)
        texte = ebauche.model_dump_json()
        await connexion.execute(update(avis).where(avis.c.id == lu.id).values(brouillon=texte))


async def envoyer(
    services: Services, appelant: Appelant, voulue: ReponseAEnvoyer, arrivee: datetime
) -> tuple[ReponseEnvoyee, bool]:
    """Send an answer, which counts from now on; it, and whether it says anything new.

    Raises `JetonRefuse`, `AvisClos` from the instant when it is due, `TropDEnvois`.
    """
    async with services.base.transaction() as connexion:
        lu = await _ouvrir(connexion, appelant, arrivee)
        anciennes = await reponses_de(connexion, lu.id)
        if anciennes and (anciennes[-1].sens, anciennes[-1].texte) == (voulue.sens, voulue.texte):
            return anciennes[-1], False
        if len(anciennes) >= ENVOIS_MAX:
            raise TropDEnvois(maximum=ENVOIS_MAX)
        envoyee = ReponseEnvoyee(len(anciennes) + 1, voulue.sens, voulue.texte, arrivee)
        await _garder(connexion, lu, envoyee)
        fait = EvenementAvisRendu(DetailAvisRendu(lu.id, lu.depot, envoyee.envoi))
        await avancer(connexion, lu.candidature_id, fait, arrivee)
        auteur = Auteur(AVIS, lu.id, appelant.origine)
        await consigner(connexion, lu.candidature_id, fait, auteur, arrivee)
    return envoyee, True


async def _ouvrir(connexion: AsyncConnection, appelant: Appelant, arrivee: datetime) -> AvisOuvert:
    lu = await ouvrir_avis(connexion, appelant, arrivee, verrou=True)
    if arrivee >= lu.echeance:
        raise AvisClos(arrivee=arrivee, echeance=lu.echeance)
    return lu


async def _garder(connexion: AsyncConnection, lu: AvisOuvert, envoyee: ReponseEnvoyee) -> None:
    sens = envoyee.sens.value
    await connexion.execute(
        insert(avis_rendu).values(
            avis_id=lu.id,
            envoi=envoyee.envoi,
            sens=sens,
            texte=envoyee.texte,
            le=envoyee.le,
        )
    )
    ecrit = {"sens": sens, "rendu_le": envoyee.le, "envois": envoyee.envoi, "brouillon": None}
    await connexion.execute(update(avis).where(avis.c.id == lu.id).values(ecrit))
