"""HTTP of the call's dates, the deposits and their receipts."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from app.acces.appelant import Appelant
from app.acces.gardes import PUBLIC, Deposant, Lecteur
from app.candidatures.erreurs_projetees import ERREURS_PROJETEES, projection_de
from app.candidatures.precondition import etiquette
from app.candidatures.queries import ouvrir
from app.candidatures.quotas import DEPOTS, compte_de
from app.candidatures.refus import CampagneFermee, EtatIncompatible
from app.candidatures.representation import CandidatureLue
from app.candidatures.representation import representer as representer_candidature
from app.candidatures.routes import APRES_CREATION
from app.depots import exemples
from app.depots.accuse_signe import AccuseSigne
from app.depots.deposer import deposer
from app.depots.depots import DepotLu, Depots, accuse_de, depots_de, representer
from app.depots.fenetre import Campagne, campagne
from app.depots.refus import DEPOT_EMPECHE, DEPOT_REFUSE
from app.depots.retirer import retirer
from app.depots.signe_ou_imprime_routes import Copie, repondre_signe, reponses_d_un_signe
from app.kit.keys.signature import ClesPubliques
from app.kit.web import tickets
from app.kit.web.arrival import Constat
from app.kit.web.call import appel_de, arrivee_entiere
from app.kit.web.declaration import ICI, Declaration, reponses
from app.kit.web.http import (
    Arrivee,
    CleIdempotence,
    IdCandidature,
    LesServices,
    TicketArrivee,
    lire_corps,
    repondre_json,
    services_de,
)
from app.kit.web.idempotency import lire_cle
from app.kit.web.limits import compter_sous
from app.kit.web.problems import (
    CorpsTropGrand,
    EnTeteInvalide,
    Introuvable,
    RequeteInvalide,
    TropDeRequetes,
)

_CORPS_MAX = 1024
_TICKET_VAIN: Final = (
    f" Le ticket d'arrivée joint ne compte pas : il date de plus de {tickets.MINUTES} minutes, ou "
    "n'a pas été donné pour cette candidature."
)
SIENNE = (Introuvable, RequeteInvalide)
DEPOSE: Final = {"deposerCandidature": {**ICI, "rang": "$response.body#/depot"}}

routes = APIRouter(tags=["Dépôt"])


Rang = Annotated[
    int, Path(ge=1, le=2**31 - 1, description="Rang du dépôt, à partir de 1.", examples=[1])
]

# What deposits are looked for by, wherever they are listed.
Siret = Annotated[
    str | None,
    Query(
        pattern="^[0-9]{14}$",
        max_length=14,
        description="Le SIRET du demandeur, au dernier dépôt.",
        examples=["73282932000074"],
    ),
]
UnEpci = Annotated[
    str | None,
    Query(
        pattern="^[0-9]{9}$",
        max_length=9,
        description="Le SIREN d'un EPCI du périmètre, au dernier dépôt.",
        examples=["200084952"],
    ),
]


def reponses_du_depot() -> dict[int | str, dict[str, Any]]:
    """What a route that deposits declares of its answers."""
    return {
        200: {"model": DepotLu, "description": "Ce contenu était déjà déposé : le même dépôt."},
        **reponses(
            *(Introuvable, EnTeteInvalide, DEPOT_EMPECHE, DEPOT_REFUSE, CorpsTropGrand),
            TropDeRequetes,
        ),
    }


@routes.get(
    "/v1/campagne",
    operation_id="lireCampagne",
    summary="Dates de l'appel",
    dependencies=[PUBLIC],
)
@Declaration(exemple=exemples.campagne)
async def lire_campagne(services: LesServices, arrivee: Arrivee) -> Campagne:
    """L'ouverture, la clôture, l'heure du service, et la règle en toutes lettres. Un dépôt arrivé
    hors de ces dates est refusé ; un brouillon peut être préparé avant l'ouverture.
    """
    return campagne(services.settings, arrivee)


@routes.post(
    "/v1/candidatures/{id}/depots",
    status_code=201,
    operation_id="deposerCandidature",
    summary="Déposer",
    response_model=DepotLu,
    responses=reponses_du_depot(),
    openapi_extra=ERREURS_PROJETEES,
)
@Declaration(
    exemple=exemples.depot,
    rejouable=True,
    ticket=True,
    suit={**APRES_CREATION, "modifierCandidature": ICI},
)
async def creer_depot(
    id: IdCandidature,
    requete: Request,
    appelant: Deposant,
    cle: CleIdempotence = None,
    ticket: TicketArrivee = None,
) -> Response:
    """Fige le dossier et ses fichiers, et délivre un accusé de réception signé. On peut déposer
    de nouveau jusqu'à la clôture : le dernier dépôt compte. Sans changement depuis le dernier,
    c'est lui qui est donné.

    Un dossier incomplet est refusé avec toutes ses erreurs à la fois (422) ; hors des dates de
    l'appel, après un retrait, ou avec un fichier infecté, tout dépôt l'est (409). Ensuite :
    l'accusé de réception.
    """
    return await repondre_au_depot(requete, id, appelant, cle, ticket)


async def repondre_au_depot(
    requete: Request, id: UUID, appelant: Appelant, cle: str | None, ticket: str | None
) -> Response:
    """Deposit, and show the deposit; `cle`: its `Idempotency-Key`, `ticket`: `Ticket-Arrivee`."""
    projection_de(requete)  # refuses an unknown one; a deposit that is refused reads it again
    services, corps = services_de(requete), await lire_corps(requete, _CORPS_MAX)
    compter_sous(requete, DEPOTS, compte_de(appelant, id))
    idempotence = lire_cle(cle, f"depot {id}", corps)
    constats = _constats(requete, ticket)
    try:
        recu = await deposer(services, id, appelant, constats, idempotence)
    except CampagneFermee as refus:
        if ticket and len(constats) == 1:
            refus.detail += _TICKET_VAIN
        raise
    entetes = {"Location": f"/v1/candidatures/{id}/depots/{recu.rang}"}
    if recu.rejoue:
        entetes["Idempotency-Replayed"] = "true"
    return repondre_json(recu.representation, 200 if recu.deja else 201, entetes)


def _constats(requete: Request, ticket: str | None) -> list[Constat]:
    """When this deposit arrived: its last byte, then what its ticket tells, if it is worth one."""
    ici = arrivee_entiere(requete.scope) or Constat(appel_de(requete).arrivee)
    avant = tickets.lire(services_de(requete).trousseau, requete.scope, ticket, ici.le)
    return [ici, avant] if avant else [ici]


@routes.get(
    "/v1/candidatures/{id}/depots",
    operation_id="listerDepots",
    summary="Lister les dépôts",
    responses=reponses(*SIENNE),
)
@Declaration(exemple=exemples.liste, suit=APRES_CREATION)
async def lister(id: IdCandidature, services: LesServices, appelant: Lecteur) -> Depots:
    """Les dépôts de la candidature, du premier au dernier, qui compte. La liste est vide tant que
    rien n'est déposé.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        return Depots(await depots_de(connexion, lue.id))


@routes.get(
    "/v1/candidatures/{id}/depots/{rang}",
    operation_id="lireDepot",
    summary="Lire un dépôt",
    response_model=DepotLu,
    responses=reponses(*SIENNE),
)
@Declaration(exemple=exemples.depot, suit=DEPOSE)
async def lire(id: IdCandidature, rang: Rang, services: LesServices, appelant: Lecteur) -> Response:
    """L'instantané tel qu'il a été figé, avec les fichiers qu'il compte : ce qui sera instruit,
    quoi que devienne le brouillon.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        return repondre_json(await representer(connexion, lue.id, rang))


def reponses_de_l_accuse() -> dict[int | str, dict[str, Any]]:
    """What a route that gives a receipt declares of its answers."""
    return reponses_d_un_signe("L'accusé, signé (JSON) ou à imprimer (PDF).", *SIENNE)


@routes.get(
    "/v1/candidatures/{id}/depots/{rang}/accuse-reception",
    operation_id="lireAccuseReception",
    summary="Obtenir l'accusé de réception",
    response_model=AccuseSigne,
    responses=reponses_de_l_accuse(),
)
@Declaration(exemple=exemples.accuse, suit=DEPOSE)
async def accuse(
    id: IdCandidature, rang: Rang, requete: Request, services: LesServices, appelant: Lecteur
) -> Response:
    """L'accusé de réception électronique (CRPA, art. L112-11) : JSON signé, ou PDF selon
    l'en-tête `Accept`. La signature se vérifie avec `/.well-known/jwks.json`.
    """
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
        signe = await accuse_de(connexion, lue.id, rang)
    return await repondre_accuse(requete, appelant, id, signe)


async def repondre_accuse(requete: Request, appelant: Appelant, id: UUID, signe: str) -> Response:
    """A receipt that the caller may read, as `Accept` asks for it."""
    return await repondre_signe(requete, appelant, id, signe, _imprimer)


def _imprimer(signe: str) -> Copie:
    from app.depots.pdf import accuse_pdf

    accuse = AccuseSigne.model_validate_json(signe).accuse
    return Copie(f"accuse-reception-{accuse.numero}-{accuse.depot}.pdf", accuse_pdf(accuse))


@routes.post(
    "/v1/candidatures/{id}/retrait",
    operation_id="retirerCandidature",
    summary="Retirer une candidature déposée",
    response_model=CandidatureLue,
    responses=reponses(*SIENNE, EtatIncompatible),
)
@Declaration(exemple=exemples.retiree, versionnee=True, suit={"deposerCandidature": ICI})
async def creer_retrait(
    id: IdCandidature, services: LesServices, appelant: Deposant, arrivee: Arrivee
) -> Response:
    """La candidature ne concourt plus ; ses dépôts et ses accusés restent lisibles. Définitif.
    Refusé tant que rien n'est déposé (409) : un brouillon se supprime.
    """
    await retirer(services, id, appelant, arrivee)
    async with services.base.lecture() as connexion:
        lue = await ouvrir(connexion, id, appelant)
    representation = await services.etabli.faire(
        appelant.abonne, len(lue.dossier_json), representer_candidature, lue, arrivee
    )
    return repondre_json(representation, entetes={"ETag": etiquette(lue.version)})


@routes.get(
    "/.well-known/jwks.json",
    operation_id="lireClesPubliques",
    summary="Clés publiques des accusés et des lettres",
    response_model=ClesPubliques,
    dependencies=[PUBLIC],
)
@Declaration(exemple=exemples.cles_publiques)
async def cles_publiques(services: LesServices) -> dict[str, Any]:
    """La moitié publique de la clé qui signe les accusés de réception et les lettres de décision,
    et de celles qui l'ont fait avant elle (JWK Set, RFC 7517) : de quoi les vérifier sans nous le
    demander. `kid` désigne la clé de chacun.
    """
    return services.trousseau.jwks()
