"""A delivery that was taken, and of which the lease is about to end."""

import asyncio
from datetime import timedelta
from time import monotonic
from uuid import uuid4

import pytest
from fastapi import FastAPI

from app.config import Settings
from app.flux.crochets.livrer import livrer
from app.flux.crochets.prendre import Prise
from app.flux.exemples import evenement
from app.kit.services import Services
from app.main import create_app


def _prise(reste: timedelta) -> Prise:
    """Of no endpoint at all: who would send it finds out."""
    jusqu_a = monotonic() + reste.total_seconds()
    return Prise(None, 1, uuid4(), 0, evenement(), sans_cle=False, jusqu_a=jusqu_a)


def test_ce_que_d_autres_vont_reprendre_n_est_plus_envoye(reglages: Settings) -> None:
    """Else the next event of that candidature might have gone out before this one."""

    async def agir() -> None:
        app: FastAPI = create_app(reglages.model_copy(update={"travaux": False}))
        async with app.router.lifespan_context(app):
            services: Services = app.state.services
            insistance = services.sortie.insistance
            await livrer(services, _prise(insistance.echange / 2))
            with pytest.raises(AttributeError):
                await livrer(services, _prise(insistance.bail))

    asyncio.run(agir())
