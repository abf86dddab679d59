"""Puts the rooms together."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from app.candidatures.essai_a_blanc import routes as essai_a_blanc
from app.candidatures.routes import routes as candidatures
from app.config import Settings
from app.depots.routes import routes as depots
from app.depots.signature import charger_ou_creer
from app.exploitation.bac_a_sable import preparer
from app.exploitation.routes import bac_a_sable
from app.exploitation.routes import routes as exploitation
from app.exploitation.sante import examiner
from app.kit.clock import DEPART_DU_BAC_A_SABLE, Horloge
from app.kit.database import Base
from app.kit.errors import intercepter
from app.kit.requests import Enveloppe
from app.kit.services import Services
from app.kit.storage import Magasin
from app.pieces_jointes.pieces import effacer_les_orphelins
from app.pieces_jointes.routes import routes as pieces_jointes
from app.plan_action.routes import routes as plan_action
from app.publication.corpus import routes as corpus
from app.publication.routes import routes as publication

# Each workbook is read by a process of its own, of 512 MB at most.
CLASSEURS_A_LA_FOIS = 2
_EN_TETES_LISIBLES = [
    "Content-Disposition",
    "Deprecation",
    "ETag",
    "Idempotency-Replayed",
    "Link",
    "Location",
    "Retry-After",
    "Sunset",
    "X-Request-Id",
]


def create_app(settings: Settings | None = None, *, seul: bool = False) -> FastAPI:
    """The service as an ASGI application; `settings` from the environment by default.

    It expects a migrated database at `settings.database_url`: `ti serve` sees to both. `seul` says
    that no other process works in the folder `settings.donnees`.
    """
    settings = settings or Settings()
    horloge = Horloge(DEPART_DU_BAC_A_SABLE if settings.bac_a_sable else None)
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.cors_origines,
        allow_methods=["GET", "POST", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-Match", "X-Horloge"],
        expose_headers=_EN_TETES_LISIBLES,
    )
    app = FastAPI(
        title="Territoires d'industrie 2023-2027",
        lifespan=_vie(settings, horloge, seul),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        middleware=[
            # Outermost, for a browser to read the refusals of all that is inside.
            *([cors] if settings.cors_origines else []),
            Middleware(Enveloppe, horloge=horloge, bac_a_sable=settings.bac_a_sable),
        ],
    )
    app.state.settings = settings
    intercepter(app)
    # Drafts first: they are asked for most, and routes are tried in this order.
    for routes in (
        candidatures,
        pieces_jointes,
        depots,
        plan_action,
        essai_a_blanc,
        corpus,  # before /v1/schemas/{nom}
        publication,
        bac_a_sable,
        exploitation,
    ):
        app.include_router(routes)
    return app


def _vie(
    settings: Settings, horloge: Horloge, seul: bool
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def vie(app: FastAPI) -> AsyncGenerator[None]:
        if settings.database_url is None:
            raise RuntimeError("TI_DATABASE_URL manque : `ti serve` démarre sa propre base.")
        base = Base(settings.database_url.get_secret_value(), settings.connexions)
        await base.ouvrir()
        app.state.signature = charger_ou_creer(settings.fichier_de_cle)
        app.state.services = services = Services(
            settings=settings,
            base=base,
            magasin=Magasin(settings),
            horloge=horloge,
            secret=app.state.signature.secret("jetons"),
            televersements=asyncio.Semaphore(settings.televersements_max),
            classeurs=asyncio.Semaphore(CLASSEURS_A_LA_FOIS),
        )
        # Else it starts all the same: `/sante/pret` tells what it lacks.
        if (await examiner(services)).pret:
            await effacer_les_orphelins(services, seul=seul and settings.fichiers_url is None)
            if settings.bac_a_sable:
                app.state.jetons_d_essai = await preparer(services)
        yield
        await base.fermer()

    return vie
