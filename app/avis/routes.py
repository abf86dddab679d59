"""HTTP of who is consulted: a link, then the opinion that it opens, and nothing else."""

from typing import Final

from fastapi import APIRouter, Request, Response

from app.acces.gardes import PUBLIC, Consulte
from app.avis import exemples
from app.avis.compter_courriels import compter_des_liens_retrouves
from app.avis.consulter import AvisConsulte, consulter, piece_consultee
from app.avis.ecrire_a_qui_est_consulte import retrouver_ses_avis
from app.avis.entrer import JetonDAvis, LienDAvis, entrer
from app.avis.refus import ENVOI_IMPOSSIBLE, AvisClos
from app.avis.repondre_a_l_avis import ebaucher, envoyer
from app.avis.reponse import ReponseAEnvoyer, ReponseEbauchee, ReponseEnvoyee
from app.candidatures.partage.compter_lien import compter_lien
from app.candidatures.partage.demandes import DemandeLiens
from app.candidatures.partage.exemples import demande
from app.candidatures.partage.refus import LienRefuse
from app.candidatures.partage.remise import DemandeRecue
from app.candidatures.partage.routes import CORPS, ENVOI
from app.kit.web.call import appel_de
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Arrivee, LesServices, corps_json, repondre_json
from app.kit.web.json_text import lire_modele
from app.kit.web.limits import annoncer
from app.kit.web.problems import TropDeRequetes
from app.pieces_jointes.refus import FICHIER_RETENU
from app.pieces_jointes.routes import IdPiece, Plage, repondre_fichier, reponses_d_un_fichier
from app.pieces_jointes.telechargement import verifier_analysee

_CORPS_MAX: Final = 131_072  # bytes: an answer of 10,000 characters, however it is escaped

routes = APIRouter(prefix="/v1/avis", tags=["Avis"])


RECUE: Final = DemandeRecue(
    "Si des avis sont demandés à cette adresse, de nouveaux liens viennent d'y être envoyés."
)


@routes.post(
    "/liens",
    status_code=202,
    operation_id="demanderLiensDAvis",
    summary="Retrouver les avis qui vous sont demandés",
    response_description="La demande est reçue ; la réponse est la même pour toute adresse.",
    dependencies=[PUBLIC],
    responses=reponses(*CORPS, *ENVOI),
)
@Declaration(corps=Corps(DemandeLiens, demande), exemple=lambda: RECUE)
async def demander_liens(requete: Request, services: LesServices, arrivee: Arrivee) -> DemandeRecue:
    """Lien déjà suivi, page fermée : envoie à cette adresse un nouveau lien pour chaque avis qui
    lui est demandé et se lit encore, dix fois par jour au plus. La réponse est la même, que
    l'adresse soit connue ou non.
    """
    voulue = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), DemandeLiens)
    services.messagerie.exiger()
    abonne, courriel = appel_de(requete).abonne, voulue.courriel
    annoncer(requete, await compter_lien(services.compteurs, abonne, courriel, "avis"))
    await compter_des_liens_retrouves(services, courriel)
    await retrouver_ses_avis(services, courriel, arrivee)
    return RECUE


@routes.post(
    "/liens/echange",
    operation_id="echangerLienDAvis",
    summary="Échanger un lien contre le jeton d'un avis",
    dependencies=[PUBLIC],
    responses=reponses(*CORPS, LienRefuse, TropDeRequetes),
)
@Declaration(corps=Corps(LienDAvis, exemples.lien), exemple=exemples.jeton)
async def echanger_lien(requete: Request, services: LesServices, arrivee: Arrivee) -> JetonDAvis:
    """Ce qui suit `#` dans le lien reçu par qui est consulté (`tid_…`) donne, une seule fois, le
    jeton de cet avis ; le précédent n'ouvre plus rien. À appeler quand la personne le demande, et
    non dès que la page s'ouvre.

    Déjà servi, échu, révoqué ou inconnu : la même réponse (404).
    """
    demande = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), LienDAvis)
    return await entrer(services, demande.lien, arrivee)


@routes.get(
    "",
    operation_id="lireAvis",
    summary="Lire l'avis qui vous est demandé",
    response_model=AvisConsulte,
)
@Declaration(exemple=exemples.consulte)
async def lire(services: LesServices, appelant: Consulte, arrivee: Arrivee) -> Response:
    """La question, l'échéance, ce qui vous est montré du dépôt et de ses fichiers, ce que vous avez
    répondu. Cela se lit jusqu'à quinze jours après l'échéance.
    """
    return repondre_json(await consulter(services, appelant, arrivee))


@routes.put(
    "/reponse",
    status_code=204,
    operation_id="ecrireBrouillonDAvis",
    summary="Garder une réponse qui se prépare",
    responses=reponses(*CORPS, AvisClos),
)
@Declaration(corps=Corps(ReponseEbauchee, exemples.ebauche))
async def ecrire(
    requete: Request, services: LesServices, appelant: Consulte, arrivee: Arrivee
) -> None:
    """Garde un brouillon, que vous seul lisez, à la place du précédent. Rien n'est envoyé."""
    ebauche = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), ReponseEbauchee)
    await ebaucher(services, appelant, ebauche, arrivee)


@routes.post(
    "/envoi",
    status_code=201,
    operation_id="envoyerAvis",
    summary="Envoyer son avis",
    responses={
        200: {"model": ReponseEnvoyee, "description": "Rien de nouveau : déjà envoyée."},
        **reponses(*CORPS, ENVOI_IMPOSSIBLE),
    },
)
@Declaration(corps=Corps(ReponseAEnvoyer, exemples.a_envoyer), exemple=exemples.envoyee)
async def creer_envoi(
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Consulte,
    arrivee: Arrivee,
) -> ReponseEnvoyee:
    """Envoie votre réponse, telle qu'elle est dite ici, et oublie le brouillon. Jusqu'à l'échéance
    une autre peut la suivre, vingt fois au plus : la dernière compte, toutes se gardent. La même,
    envoyée de nouveau, ne change rien (200).
    """
    voulue = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), ReponseAEnvoyer)
    envoyee, nouvelle = await envoyer(services, appelant, voulue, arrivee)
    reponse.status_code = 201 if nouvelle else 200
    return envoyee


@routes.get(
    "/pieces-jointes/{piece}/contenu",
    operation_id="telechargerPieceConsultee",
    summary="Télécharger un fichier du dossier",
    response_class=Response,
    responses=reponses_d_un_fichier(FICHIER_RETENU),
)
@Declaration(nommee_inchangee=True)
async def telecharger(
    piece: IdPiece,
    requete: Request,
    services: LesServices,
    appelant: Consulte,
    arrivee: Arrivee,
    _plage: Plage = None,
) -> Response:
    """Un fichier du dépôt, des sections qui vous sont montrées. Refusé (409) tant que l'antivirus
    ne l'a pas analysé, ou s'il y a reconnu un virus.
    """
    trouvee = await piece_consultee(services, appelant, piece, arrivee)
    verifier_analysee(trouvee)
    return await repondre_fichier(requete, trouvee)
