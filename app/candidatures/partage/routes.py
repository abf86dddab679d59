"""HTTP of the accesses of a candidature, and of the links sent by mail."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from app.acces.gardes import PUBLIC, Detenteur, Proprietaire
from app.candidatures.partage import exemples
from app.candidatures.partage.compter_lien import compter_lien
from app.candidatures.partage.demandes import (
    DemandeLiens,
    EchangeLien,
    InvitationAcces,
)
from app.candidatures.partage.echanger import echanger
from app.candidatures.partage.envois import demander_les_liens
from app.candidatures.partage.inviter import inviter
from app.candidatures.partage.liste import Acces, ListeAcces, acces_de
from app.candidatures.partage.refus import ENVOI_EMPECHE, DernierAcces, LienRefuse, TropDAcces
from app.candidatures.partage.remise import DemandeRecue, JetonRemis, LienEchange
from app.candidatures.partage.renouveler import renouveler
from app.candidatures.partage.revoquer import revoquer, revoquer_les_autres
from app.candidatures.queries import ouvrir
from app.kit.web.call import appel_de
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import (
    JSON,
    Arrivee,
    IdCandidature,
    Identifiant,
    LesServices,
    corps_json,
)
from app.kit.web.json_text import lire_modele
from app.kit.web.limits import annoncer
from app.kit.web.problems import (
    CorpsIllisible,
    CorpsTropGrand,
    Introuvable,
    RequeteInvalide,
    TropDeRequetes,
    TypeDeContenuRefuse,
)

CORPS_MAX: Final = 2048  # bytes: an address in JSON, however it is escaped
CORPS: Final = (CorpsIllisible, CorpsTropGrand, TypeDeContenuRefuse, RequeteInvalide)
ENVOI: Final = (TropDeRequetes, ENVOI_EMPECHE)

routes = APIRouter(tags=["Accès"])

IdAcces = Annotated[
    Identifiant,
    Path(
        description="L'identifiant de l'accès, donné par la liste.",
        examples=["018c2f71-2b3c-4d4e-9f60-6b7c8d9e0f1a"],
    ),
]


RECUE: Final = DemandeRecue(
    "Si des candidatures s'ouvrent avec cette adresse, des liens viennent d'y être envoyés. "
    "Ils servent une fois, pendant 15 minutes."
)


@routes.get(
    "/v1/candidatures/{id}/acces",
    operation_id="listerAcces",
    summary="Lister les accès",
    responses=reponses(Introuvable, RequeteInvalide),
)
@Declaration(exemple=exemples.liste)
async def lister(id: IdCandidature, services: LesServices, appelant: Proprietaire) -> ListeAcces:
    """Qui peut ouvrir la candidature, du plus ancien accès au plus récent : jetons, comptes, clés,
    invitations en attente, accès révoqués. Jamais un jeton.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        return ListeAcces(await acces_de(connexion, id, lue.acces_id))


@routes.post(
    "/v1/candidatures/{id}/acces",
    status_code=201,
    operation_id="inviterPersonne",
    summary="Inviter une personne",
    responses={
        200: {"model": Acces, "description": "Déjà invitée : le rôle est celui demandé ici."},
        **reponses(*CORPS, Introuvable, TropDAcces, *ENVOI),
    },
)
@Declaration(corps=Corps(InvitationAcces, exemples.invitation), exemple=exemples.invite)
async def inviter_personne(
    id: IdCandidature,
    requete: Request,
    reponse: Response,
    services: LesServices,
    appelant: Proprietaire,
    arrivee: Arrivee,
) -> Acces:
    """Envoie à une adresse un lien qui donne, une fois, un jeton à elle seule, pour lire ou pour
    modifier le dossier et ses fichiers ; seul un propriétaire dépose. Le lien vaut 7 jours, et rien
    ne dit ici si l'adresse existe.

    La même adresse, invitée de nouveau, reçoit un autre lien et prend le rôle demandé ; son jeton,
    si elle en a un, reste bon jusqu'à ce qu'elle suive ce lien. Une candidature compte vingt accès
    au plus, révoqués non compris (409).
    """
    octets = await corps_json(requete, CORPS_MAX, JSON)
    invitation = lire_modele(octets, InvitationAcces)
    services.messagerie.exiger()
    abonne, courriel = appel_de(requete).abonne, invitation.courriel
    annoncer(requete, await compter_lien(services.compteurs, abonne, courriel, "invitation"))
    invite, nouveau = await inviter(services, id, appelant, invitation, arrivee)
    if nouveau:
        reponse.headers["Location"] = f"/v1/candidatures/{id}/acces/{invite.id}"
    else:
        reponse.status_code = 200
    return invite


@routes.post(
    "/v1/candidatures/{id}/jeton/renouvellement",
    operation_id="renouvelerJeton",
    summary="Renouveler son jeton",
    responses=reponses(Introuvable, RequeteInvalide),
)
@Declaration(exemple=exemples.renouvele)
async def renouveler_jeton(
    id: IdCandidature, services: LesServices, appelant: Detenteur, arrivee: Arrivee
) -> JetonRemis:
    """Un nouveau jeton, montré cette seule fois, pour un jeton peut-être vu par d'autres.
    Servez-vous du nouveau aussitôt : l'ancien n'ouvre alors plus rien ; d'ici là il ouvre encore,
    et en demande un autre si la réponse s'est perdue. Un compte d'agent ou une clé d'API ne se
    renouvelle pas ici (403).
    """
    return await renouveler(services, id, appelant, arrivee)


@routes.delete(
    "/v1/candidatures/{id}/acces/{acces}",
    status_code=204,
    operation_id="revoquerAcces",
    summary="Révoquer un accès",
    responses=reponses(Introuvable, RequeteInvalide, DernierAcces),
)
async def revoquer_acces(
    id: IdCandidature,
    acces: IdAcces,
    services: LesServices,
    appelant: Proprietaire,
    arrivee: Arrivee,
) -> None:
    """Ferme aussitôt un accès, et les liens envoyés pour lui ; il reste dans la liste, et dans
    l'historique ce qu'il a servi à faire. Le dernier accès d'un propriétaire ne se révoque pas
    (409) : son jeton se renouvelle.
    """
    await revoquer(services, id, appelant, acces, arrivee)


@routes.delete(
    "/v1/candidatures/{id}/acces",
    status_code=204,
    operation_id="revoquerAutresAcces",
    summary="Fermer tous les autres accès",
    responses=reponses(Introuvable, RequeteInvalide),
)
async def revoquer_autres_acces(
    id: IdCandidature, services: LesServices, appelant: Proprietaire, arrivee: Arrivee
) -> None:
    """Ferme d'un coup tous les accès sauf celui présenté : personnes invitées, comptes, clés de
    portail, liens en attente. À proposer à qui vient d'entrer par un lien sans reconnaître les
    autres.
    """
    await revoquer_les_autres(services, id, appelant, arrivee)


@routes.post(
    "/v1/acces/liens",
    status_code=202,
    operation_id="demanderLiens",
    summary="Retrouver ses candidatures",
    response_description="La demande est reçue ; la réponse est la même pour toute adresse.",
    dependencies=[PUBLIC],
    responses=reponses(*CORPS, *ENVOI),
)
@Declaration(corps=Corps(DemandeLiens, exemples.demande), exemple=lambda: RECUE)
async def demander_liens(requete: Request, services: LesServices, arrivee: Arrivee) -> DemandeRecue:
    """Jeton perdu : envoie à cette adresse un lien pour chaque candidature qui s'ouvre avec elle,
    celles de son demandeur comme celles où elle est invitée ; à part, les brouillons où personne ne
    l'a confirmée. La réponse est la même, et vient aussi
    vite, que l'adresse soit connue ou non. Un lien sert une fois, pendant 15 minutes.
    """
    octets = await corps_json(requete, CORPS_MAX, JSON)
    demande = lire_modele(octets, DemandeLiens)
    services.messagerie.exiger()
    abonne = appel_de(requete).abonne
    annoncer(requete, await compter_lien(services.compteurs, abonne, demande.courriel))
    await demander_les_liens(services, demande.courriel, arrivee)
    return RECUE


@routes.post(
    "/v1/acces/liens/echange",
    operation_id="echangerLien",
    summary="Échanger un lien contre un jeton",
    dependencies=[PUBLIC],
    responses=reponses(*CORPS, LienRefuse, TropDeRequetes),
)
@Declaration(corps=Corps(EchangeLien, exemples.lien), exemple=exemples.echange)
async def echanger_lien(requete: Request, services: LesServices, arrivee: Arrivee) -> LienEchange:
    """Ce qui suit `#` dans un lien reçu par courriel (`til_…`) donne, une seule fois, un nouveau
    jeton pour cette candidature ; le précédent du même accès n'ouvre plus rien. À appeler quand la
    personne le demande, et non dès que la page s'ouvre. Un propriétaire apprend qui d'autre ouvre
    la candidature (`autres_acces`) : montrez-le, et proposez de tout fermer d'un coup.

    Déjà servi, expiré, révoqué ou inconnu : la même réponse (404) ; demandez un autre lien.
    """
    octets = await corps_json(requete, CORPS_MAX, JSON)
    demande = lire_modele(octets, EchangeLien)
    return await echanger(services, demande.lien, appel_de(requete).origine, arrivee)
