"""Puts the rooms together."""

from collections.abc import Callable

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from app.acces.cles_routes import routes as cles
from app.avis.fichiers_de_l_avis_routes import routes as fichiers_de_l_avis
from app.avis.routes import routes as avis
from app.bac_a_sable.preparer import JetonsDEssai
from app.bac_a_sable.routes import routes as bac_a_sable
from app.candidatures.corrections_routes import routes as corrections
from app.candidatures.essai_a_blanc_routes import routes as essai_a_blanc
from app.candidatures.historique_routes import routes as historique
from app.candidatures.partage.adresse_routes import routes as adresse
from app.candidatures.partage.routes import routes as partage
from app.candidatures.routes import routes as candidatures
from app.config import Settings
from app.contrat.routes import routes as contrat
from app.decisions.arreter_routes import routes as arrets
from app.decisions.decision_routes import routes as decision
from app.decisions.decisions_instruites_routes import routes as decisions_instruites
from app.decisions.lignes_routes import routes as lignes_des_lots
from app.decisions.lots_routes import routes as lots
from app.decisions.reexamen_routes import routes as reexamens
from app.demarches_simplifiees.routes import routes as demarches_simplifiees
from app.depots.comparaison_routes import routes as comparaison
from app.depots.impression_routes import routes as impression
from app.depots.routes import routes as depots
from app.exploitation.routes import routes as exploitation
from app.exports.archives_routes import routes as archives
from app.exports.routes import routes as exports
from app.flux.crochets.livraisons_routes import routes as livraisons
from app.flux.crochets.routes import routes as crochets
from app.flux.listes_routes import routes as listes_du_flux
from app.flux.routes import routes as flux
from app.formulaire.nombres import NOM_DU_PROGRAMME
from app.instruction.annuaire_routes import routes as annuaire
from app.instruction.avis_routes import routes as avis_demandes
from app.instruction.corrections_instruites_routes import routes as corrections_demandees
from app.instruction.demandes_avis_routes import routes as lots_d_avis
from app.instruction.depots_routes import routes as depots_instruits
from app.instruction.dossier_routes import routes as dossiers_instruits
from app.instruction.etiqueter_routes import routes as etiquetees
from app.instruction.etiquettes_routes import reglage as etiquettes_reglees
from app.instruction.etiquettes_routes import routes as etiquettes
from app.instruction.fichiers_d_avis_routes import routes as fichiers_d_avis
from app.instruction.fichiers_des_messages_routes import routes as fichiers_des_messages
from app.instruction.messages_routes import routes as messages_instruits
from app.instruction.notes_routes import routes as notes
from app.instruction.nouvelles.arret_routes import routes as arret_du_courrier
from app.instruction.nouvelles.reglages_routes import routes as reglages
from app.instruction.nouvelles.routes import routes as nouveautes
from app.instruction.proposition_routes import routes as propositions
from app.instruction.routes import routes as instruction
from app.instruction.statistiques.routes import routes as statistiques
from app.instruction.vues.routes import routes as vues
from app.kit.clock import DEPART_DU_BAC_A_SABLE, Horloge
from app.kit.services import Patiences
from app.kit.web.addresses import Adresses
from app.kit.web.errors import intercepter
from app.kit.web.requests import Enveloppe
from app.messages.fichiers_du_fil_routes import routes as fichiers_du_fil
from app.messages.routes import routes as messages
from app.pieces_jointes.routes import routes as pieces_jointes
from app.plan_action.routes import routes as plan_action
from app.portails.routes import routes as portails
from app.publication.instances_routes import routes as instances
from app.publication.routes import routes as publication
from app.resultats.page_routes import routes as page_des_resultats
from app.resultats.routes import routes as resultats
from app.resultats.schema_routes import routes as schema_des_resultats
from app.rgpd.agents_routes import routes as agents
from app.rgpd.routes import administration as administration_des_donnees
from app.rgpd.routes import routes as donnees
from app.vie import vie

_EN_TETES_ENVOYES = [
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "Last-Event-ID",
    "Prefer",
    "Range",
    "Ticket-Arrivee",
    "X-Horloge",
    "X-Request-Id",
    "traceparent",
    "tracestate",
]
_EN_TETES_LISIBLES = [
    "Accept-Ranges",
    "Content-Disposition",
    "Content-Range",
    "Deprecation",
    "ETag",
    "Idempotency-Replayed",
    "Link",
    "Location",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "Sunset",
    "Ticket-Arrivee",
    "X-Request-Id",
]

# In the sandbox any page of one's own machine may call, on whatever port its tools serve it.
_CETTE_MACHINE = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?"
# Drafts first: they are asked for most, and routes are tried in this order.
_ROUTES = (
    candidatures,
    historique,
    corrections,
    partage,
    adresse,
    pieces_jointes,
    depots,
    comparaison,
    impression,
    messages,
    fichiers_du_fil,
    plan_action,
    portails,
    flux,
    listes_du_flux,
    crochets,
    livraisons,
    instruction,
    annuaire,
    dossiers_instruits,
    depots_instruits,
    propositions,
    notes,
    etiquettes,
    etiquettes_reglees,
    etiquetees,
    vues,
    exports,
    statistiques,
    archives,
    nouveautes,
    reglages,
    arret_du_courrier,
    messages_instruits,
    fichiers_des_messages,
    corrections_demandees,
    avis_demandes,
    fichiers_d_avis,
    lots_d_avis,
    lots,
    decisions_instruites,
    decision,
    lignes_des_lots,
    arrets,
    reexamens,
    avis,
    fichiers_de_l_avis,
    cles,
    agents,
    donnees,
    administration_des_donnees,
    essai_a_blanc,
    instances,  # before /v1/schemas/{nom}
    publication,
    schema_des_resultats,
    resultats,
    page_des_resultats,
    demarches_simplifiees,
    bac_a_sable,
    exploitation,
    contrat,
)


def create_app(
    settings: Settings | None = None,
    *,
    seul: bool = False,
    patiences: Patiences | None = None,
    montrer: Callable[[JetonsDEssai], object] | None = None,
) -> FastAPI:
    """The service as an ASGI application; `settings` from the environment by default.

    It expects a migrated database at `settings.database_url`: `ti serve` sees to both. `seul` says
    that no other process works in the folder `settings.donnees`. `patiences`: how long clients,
    jobs, the database and the antivirus are waited for; `montrer` is told what the sandbox has
    ready.
    """
    settings, patiences = settings or Settings(), patiences or Patiences()
    horloge = Horloge(DEPART_DU_BAC_A_SABLE if settings.bac_a_sable else None)
    adresses = Adresses(settings.proxys)
    app = FastAPI(
        title=NOM_DU_PROGRAMME,
        lifespan=vie(
            settings,
            horloge,
            adresses,
            patiences,
            seul=seul,
            montrer=montrer,
        ),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        middleware=[
            # Outermost, for a browser to read the refusals of all that is inside.
            *_cors(settings),
            Middleware(
                Enveloppe,
                horloge=horloge,
                adresses=adresses,
                bac_a_sable=settings.bac_a_sable,
                proxys_datent=settings.proxys_datent,
                attente=patiences.base.requete,
            ),
        ],
    )
    intercepter(app)
    for routes in _ROUTES:
        # As they are: `include_router` would build each anew, and look twice at each request.
        app.router.routes.extend(routes.routes)
    return app


def _cors(settings: Settings) -> list[Middleware]:
    """None where no origin may call."""
    if not settings.cors_origines and not settings.bac_a_sable:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origines,
            allow_origin_regex=_CETTE_MACHINE if settings.bac_a_sable else None,
            allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=_EN_TETES_ENVOYES,
            expose_headers=_EN_TETES_LISIBLES,
        )
    ]
