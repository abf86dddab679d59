"""HTTP of the change of the address that opens a candidature."""

from typing import Final

from fastapi import APIRouter, Request

from app.acces.gardes import PUBLIC, Proprietaire
from app.candidatures.partage import exemples
from app.candidatures.partage.changer_adresse import confirmer_l_adresse, demander_l_adresse
from app.candidatures.partage.compter_lien import compter_lien
from app.candidatures.partage.demandes import ConfirmationAdresse, NouvelleAdresse
from app.candidatures.partage.refus import LienRefuse
from app.candidatures.partage.remise import AdresseConfirmee, DemandeRecue
from app.candidatures.partage.routes import CORPS, CORPS_MAX, ENVOI
from app.kit.web.call import appel_de
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Arrivee, IdCandidature, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.limits import annoncer
from app.kit.web.problems import Introuvable, TropDeRequetes

routes = APIRouter(tags=["Accès"])

A_CONFIRMER: Final = DemandeRecue(
    "Un lien de confirmation vient d'être envoyé à cette adresse. Il sert une fois, pendant 24 "
    "heures ; rien ne change avant."
)


@routes.post(
    "/v1/candidatures/{id}/adresse",
    status_code=202,
    operation_id="changerAdresse",
    summary="Changer l'adresse qui ouvre la candidature",
    response_description="La demande est reçue ; rien ne change avant la confirmation.",
    responses=reponses(*CORPS, Introuvable, *ENVOI),
)
@Declaration(corps=Corps(NouvelleAdresse, exemples.demande), exemple=lambda: A_CONFIRMER)
async def changer_adresse(
    id: IdCandidature,
    requete: Request,
    services: LesServices,
    appelant: Proprietaire,
    arrivee: Arrivee,
) -> DemandeRecue:
    """Envoie à une nouvelle adresse un lien, bon 24 heures : suivi, il en fait celle où renvoyer un
    jeton perdu, et l'ancienne en est avertie. Ce que dit `demandeur.courriel` ne la change plus dès
    que quelqu'un est entré par un lien ou qu'un autre que le propriétaire a écrit dans le dossier.
    """
    octets = await corps_json(requete, CORPS_MAX, JSON)
    demande = lire_modele(octets, NouvelleAdresse)
    services.messagerie.exiger()
    abonne, courriel = appel_de(requete).abonne, demande.courriel
    annoncer(requete, await compter_lien(services.compteurs, abonne, courriel, "adresse"))
    await demander_l_adresse(services, id, appelant, courriel, arrivee)
    return A_CONFIRMER


@routes.post(
    "/v1/acces/liens/confirmation",
    operation_id="confirmerAdresse",
    summary="Confirmer une nouvelle adresse",
    dependencies=[PUBLIC],
    responses=reponses(*CORPS, LienRefuse, TropDeRequetes),
)
@Declaration(
    corps=Corps(ConfirmationAdresse, exemples.lien_d_adresse), exemple=exemples.adresse_confirmee
)
async def confirmer_adresse(
    requete: Request, services: LesServices, arrivee: Arrivee
) -> AdresseConfirmee:
    """Ce qui suit `#` dans le lien reçu à une nouvelle adresse (`tia_…`) en fait celle qui ouvre la
    candidature ; l'ancienne en est avertie. Aucun jeton n'est donné. À appeler quand la personne le
    demande, et non dès que la page s'ouvre.

    Déjà servi, expiré, révoqué ou inconnu : la même réponse (404) ; demandez un autre lien.
    """
    octets = await corps_json(requete, CORPS_MAX, JSON)
    demande = lire_modele(octets, ConfirmationAdresse)
    return await confirmer_l_adresse(services, demande.lien, appel_de(requete).origine, arrivee)
