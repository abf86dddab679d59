"""The sweep of a store, by a process that is alone there."""

import asyncio
from pathlib import Path

from structlog.testing import capture_logs

from app.main import create_app
from app.pieces_jointes.balayage import balayer
from tests.conftest import reglages_pour


def passer_le_balai(url: str, donnees: Path, **autres: object) -> list[str]:
    """Start on this database and this store, and sweep; what was logged."""

    async def agir() -> None:
        app = create_app(reglages_pour(url, donnees, **autres), seul=True)
        async with app.router.lifespan_context(app):
            await balayer(app.state.services, seul=True)

    with capture_logs() as dit:
        asyncio.run(agir())
    return [ligne["event"] for ligne in dit if ligne["log_level"] != "info"]
