"""HTTP of deliveries: what was sent, what was answered; sending again, trying."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Path, Query, Request

from app.flux.crochets import exemples_d_envois as exemples
from app.flux.crochets.essai import essayer
from app.flux.crochets.livraisons_decrites import (
    FORME_EVENEMENT,
    DemandeDeRejeu,
    LivraisonDecrite,
    Livraisons,
    Rejeu,
    TentativeDecrite,
)
from app.flux.crochets.livraisons_liste import Filtres, lister
from app.flux.crochets.rejouer import rejouer, relancer
from app.flux.crochets.routes import IdCrochet, LeTitulaire
from app.flux.crochets.tables import EtatLivraison
from app.kit.web.counters import Limite
from app.kit.web.declaration import Corps, Declaration, reponses
from app.kit.web.http import JSON, Arrivee, LesServices, corps_json
from app.kit.web.json_text import lire_modele
from app.kit.web.limits import compter_sous
from app.kit.web.problems import (
    CorpsIllisible,
    CorpsTropGrand,
    Indisponible,
    Introuvable,
    RequeteInvalide,
    TropDeRequetes,
    TypeDeContenuRefuse,
)
from app.kit.web.query import PARAMETRES_CONNUS

_CORPS_MAX: Final = 8192  # bytes
_CORPS: Final = (CorpsIllisible, CorpsTropGrand, TypeDeContenuRefuse, RequeteInvalide)
# Of one holder: what makes the service send without anything having happened.
_GESTES: Final = Limite("gestes_de_crochet", lambda _: 30, timedelta(minutes=1))
# A replay may be of a thousand events, each kept with its attempts for thirty days.
_REJEUX: Final = Limite("rejeux", lambda _: 20, timedelta(hours=1))
_POSITION_MAX: Final = 2**53 - 1  # what a client in JavaScript counts to

routes = APIRouter(prefix="/v1/crochets/{crochet}", tags=["Crochets"])

IdEvenement = Annotated[
    str,
    Path(
        pattern=FORME_EVENEMENT,
        max_length=36,
        description="L'identifiant de l'événement : `data.id` du flux, `webhook-id` des envois.",
        examples=[exemples.EVENEMENT],
    ),
]


@routes.get(
    "/livraisons",
    operation_id="listerLivraisons",
    summary="Lister les livraisons d'un crochet",
    dependencies=[PARAMETRES_CONNUS],
    responses=reponses(RequeteInvalide, Introuvable),
)
@Declaration(exemple=exemples.livraisons)
async def lister_les_livraisons(
    crochet: IdCrochet,
    services: LesServices,
    titulaire: LeTitulaire,
    arrivee: Arrivee,
    etat: Annotated[
        EtatLivraison | None,
        Query(description="Dans cet état seulement.", examples=["en_attente"]),
    ] = None,
    evenement: Annotated[
        str | None,
        Query(
            pattern=FORME_EVENEMENT,
            max_length=36,
            description="De cet événement seulement.",
            examples=[exemples.EVENEMENT],
        ),
    ] = None,
    apres: Annotated[
        int | None,
        Query(
            ge=0,
            le=_POSITION_MAX,
            description="`suivant` de la page d'avant.",
            examples=[4711],
        ),
    ] = None,
    limite: Annotated[
        int, Query(ge=1, le=50, description="Livraisons par page.", examples=[20])
    ] = 20,
) -> Livraisons:
    """Ce qui a été envoyé, ce qui est à l'être, et ce qui a été répondu à chaque essai : statut,
    en-têtes, début de la réponse. La plus haute position d'abord. Gardé trente jours une fois
    fini ; le flux, lui, garde tout.
    """
    filtres = Filtres(etat, evenement, apres, limite)
    return await lister(services.base, titulaire, crochet, filtres, arrivee)


@routes.post(
    "/livraisons/{evenement}/relance",
    operation_id="relancerLivraison",
    summary="Renvoyer un événement",
    responses=reponses(RequeteInvalide, Introuvable, TropDeRequetes),
)
@Declaration(exemple=exemples.livraison)
async def relancer_la_livraison(
    crochet: IdCrochet,
    evenement: IdEvenement,
    requete: Request,
    services: LesServices,
    titulaire: LeTitulaire,
    arrivee: Arrivee,
) -> LivraisonDecrite:
    """Envoie de nouveau un événement du flux, livré, abandonné ou jamais envoyé, sous le même
    `webhook-id` : qui l'a déjà l'écarte. Il repart pour dix essais, à sa place parmi ceux de sa
    candidature qui attendent. Un événement en train de partir (ou un crochet coupé) attend.
    """
    compter_sous(requete, _GESTES, str(titulaire))
    return await relancer(services.base, titulaire, crochet, evenement, arrivee)


@routes.post(
    "/rejouer",
    operation_id="rejouerLivraisons",
    summary="Renvoyer une partie du flux",
    responses=reponses(*_CORPS, Introuvable, TropDeRequetes),
)
@Declaration(
    corps=Corps(DemandeDeRejeu, exemples.demande_de_rejeu),
    exemple=exemples.rejeu,
)
async def rejouer_les_livraisons(
    crochet: IdCrochet,
    requete: Request,
    services: LesServices,
    titulaire: LeTitulaire,
    arrivee: Arrivee,
) -> Rejeu:
    """Envoie de nouveau ce que le flux dit depuis un instant (`depuis`) ou après une position
    (`apres`), mille événements au plus, sous les mêmes `webhook-id` : pour qui a perdu ce qu'il
    avait reçu. Si `complet` est faux, recommencez après `jusqu_a`.
    """
    compter_sous(requete, _REJEUX, str(titulaire))
    demande = lire_modele(await corps_json(requete, _CORPS_MAX, JSON), DemandeDeRejeu)
    return await rejouer(services.base, titulaire, crochet, demande, arrivee)


@routes.post(
    "/essai",
    operation_id="essayerCrochet",
    summary="Essayer un crochet",
    responses=reponses(RequeteInvalide, Introuvable, TropDeRequetes, Indisponible),
)
@Declaration(exemple=exemples.tentative)
async def essayer_le_crochet(
    crochet: IdCrochet, requete: Request, services: LesServices, titulaire: LeTitulaire
) -> TentativeDecrite:
    """Envoie aussitôt un événement `webhook.essai`, signé comme les autres, même à un crochet
    coupé, et rend ce qui a été répondu. Il n'est dans aucun flux, et n'est pas essayé deux fois.
    Une machine qui n'existe pas et une que l'on ne peut pas joindre se disent de même (`cible`).
    """
    compter_sous(requete, _GESTES, str(titulaire))
    return await essayer(services, titulaire, crochet)
