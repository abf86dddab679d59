"""HTTP of the portals: candidatures that they write, read and deposit by their own reference."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request, Response

from app.acces.gardes import Portail, PortailDeposant, PortailLecteur
from app.acces.tables import FORME_REFERENCE, REFERENCE_MAX
from app.candidatures.dossier_envoye import DOSSIER_ENVOYE
from app.candidatures.erreurs_projetees import ERREURS_PROJETEES, projection_de
from app.candidatures.exemples import lue
from app.candidatures.precondition import etiquette
from app.candidatures.queries import lire_candidature
from app.candidatures.quotas import CREATIONS_DE_PORTAIL, ENVOIS, compte_de, poids
from app.candidatures.refus import SAISIE_REFUSEE, VersionPerimee
from app.candidatures.representation import CandidatureLue, representer
from app.candidatures.routes import CORPS, ECRITURE, SIENNE
from app.depots.depots import DepotLu
from app.depots.exemples import depot
from app.depots.routes import repondre_au_depot, reponses_du_depot
from app.kit.web.call import appel_de
from app.kit.web.declaration import Corps, Declaration, objet, reponses
from app.kit.web.http import (
    JSON,
    CleIdempotence,
    LesServices,
    SaufVersion,
    SiVersion,
    TicketArrivee,
    corps_json,
    repondre_json,
    services_de,
)
from app.kit.web.limits import compter_sous
from app.kit.web.problems import RequeteInvalide, TropDeRequetes
from app.kit.web.query import PARAMETRES_CONNUS
from app.portails import exemples, references
from app.portails.ecriture import EcritureDuPortail, ecrire
from app.portails.references import CandidaturesDuPortail, retrouver, trouver

_ENVOI: Final = objet(
    "EnvoiDuPortail",
    "Les réponses à fusionner dans la candidature.",
    {"dossier": DOSSIER_ENVOYE},
    facultatif=True,
)

routes = APIRouter(prefix="/v1/portails/candidatures", tags=["Portails"])

Reference = Annotated[
    str,
    Path(
        pattern=FORME_REFERENCE,
        max_length=REFERENCE_MAX,
        description="La référence que le portail donne à la candidature : la sienne, stable.",
        examples=["dossier-20417"],
    ),
]


@routes.put(
    "/{reference}",
    operation_id="ecrireCandidatureDuPortail",
    summary="Créer ou mettre à jour une candidature",
    response_model=EcritureDuPortail,
    responses={
        201: {"model": EcritureDuPortail, "description": "La candidature a été créée."},
        **reponses(*(*CORPS, SAISIE_REFUSEE, *SIENNE, *ECRITURE, VersionPerimee, TropDeRequetes)),
    },
    openapi_extra=ERREURS_PROJETEES,
)
@Declaration(corps=Corps(_ENVOI, exemples.envoi), exemple=exemples.ecriture, versionnee=True)
async def ecrire_par_reference(
    reference: Reference,
    requete: Request,
    appelant: Portail,
    si_version: SiVersion = None,
    sauf_version: SaufVersion = None,
) -> Response:
    """Fusionne un dossier (RFC 7396) dans la candidature qui porte cette référence chez le portail,
    créée s'il n'y en a pas : ce qui n'est pas envoyé est gardé, null retire une réponse, une liste
    est remplacée. La même requête répétée ne change rien.

    Chaque réponse envoyée est prise, inchangée ou refusée, et la réponse le dit : ce qui n'a pas
    la forme d'un dossier (clé inconnue, type JSON faux, plafond dépassé) est refusé à sa place, le
    reste est pris. Une réponse fausse mais bien formée est gardée : `validation` dit ce qui sépare
    du dépôt. Refus d'ensemble : un JSON illisible, des fautes sans nombre (64, ou plus
    d'un grand envoi), la clôture.
    """
    services, projection = services_de(requete), projection_de(requete)
    corps = await corps_json(requete, services.settings.corps_max, JSON)
    compter_sous(requete, ENVOIS, compte_de(appelant), poids(len(corps)))
    id = await trouver(services.base, appelant, reference)
    if id is None:
        compter_sous(requete, CREATIONS_DE_PORTAIL, compte_de(appelant))
    arrivee = appel_de(requete).arrivee
    async with services.etabli.pour(appelant.abonne) as a_cote:
        ecriture = await ecrire(
            services, a_cote, appelant, reference, id, corps, si_version, sauf_version, arrivee
        )
        taille = len(ecriture.candidature.dossier_json)
        ecrite = await a_cote.faire(taille, ecriture.en_json, reference, projection)
    entetes = {"ETag": etiquette(ecriture.candidature.version)}
    if ecriture.creee:
        entetes["Location"] = f"{routes.prefix}/{reference}"
    return repondre_json(ecrite, 201 if ecriture.creee else 200, entetes)


@routes.get(
    "/{reference}",
    operation_id="lireCandidatureDuPortail",
    summary="Lire une candidature par sa référence",
    response_model=CandidatureLue,
    responses=reponses(*SIENNE),
    openapi_extra=ERREURS_PROJETEES,
)
@Declaration(exemple=lue, versionnee=True)
async def lire_par_reference(
    reference: Reference, requete: Request, appelant: PortailLecteur
) -> Response:
    """La candidature telle que `lireCandidature` la donne par son `id`. Une référence d'un autre
    portail est introuvable.
    """
    services, projection = services_de(requete), projection_de(requete)
    id = await retrouver(services.base, appelant, reference)
    async with services.base.directe() as directe:
        lue = await lire_candidature(directe, id, appelant)
    entetes = {"ETag": etiquette(lue.version)}
    lire = services.etabli.faire(
        *(appelant.abonne, len(lue.dossier_json), representer),
        *(lue, appel_de(requete).arrivee, None, projection),
    )
    return repondre_json(await lire, entetes=entetes)


@routes.get(
    "",
    operation_id="listerCandidaturesDuPortail",
    summary="Lister les candidatures du portail",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(RequeteInvalide),
)
@Declaration(exemple=exemples.liste)
async def lister_les_references(
    services: LesServices,
    appelant: PortailLecteur,
    apres: Annotated[
        str | None,
        Query(
            pattern=FORME_REFERENCE,
            max_length=REFERENCE_MAX,
            description="Curseur : `suivant` de la page d'avant.",
            examples=["dossier-20417"],
        ),
    ] = None,
    limite: Annotated[
        int, Query(ge=1, le=100, description="Candidatures par page.", examples=[50])
    ] = 50,
) -> CandidaturesDuPortail:
    """Les candidatures que ce portail a créées sous une référence, dans l'ordre des références.
    Pour la page suivante, rendez `suivant` dans `apres` ; il est nul à la dernière. Sans
    référence : `GET /v1/candidatures`.
    """
    async with services.base.lecture() as connexion:
        return await references.lister(connexion, appelant, apres, limite)


@routes.post(
    "/{reference}/depots",
    status_code=201,
    operation_id="deposerPourLeCandidat",
    summary="Déposer pour le candidat",
    response_model=DepotLu,
    responses=reponses_du_depot(),
    openapi_extra=ERREURS_PROJETEES,
)
@Declaration(exemple=depot, rejouable=True, ticket=True)
async def deposer_par_reference(
    reference: Reference,
    requete: Request,
    appelant: PortailDeposant,
    cle: CleIdempotence = None,
    ticket: TicketArrivee = None,
) -> Response:
    """Dépose la candidature qui porte cette référence, comme `deposerCandidature`, aux mêmes
    conditions et avec le même accusé de réception. `Location` donne l'adresse du dépôt, que la clé
    lit si elle en a la portée.
    """
    id = await retrouver(services_de(requete).base, appelant, reference)
    return await repondre_au_depot(requete, id, appelant, cle, ticket)
