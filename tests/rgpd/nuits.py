"""Nights: the job run at an instant, and what is left of a candidature in the morning."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import delete

from app.config import Settings
from app.kit.clock import Horloge
from app.kit.jobs.kept import CourrielGarde, courriel_garde
from app.main import create_app
from app.rgpd.conserver import conserver
from tests.bases import sql
from tests.client import Candidature, Client
from tests.rgpd.vie import Ici

CREEE: Final = "2023-09-18T12:00:00Z"  # so due on 18 December
ADRESSE: Final = {"demandeur": {"courriel": "Jeanne@anct.gouv.fr"}}
# A minute after two weeks before, then after the end.
PREVENIR: Final = datetime(2023, 12, 4, 12, 1, tzinfo=UTC)
EFFACER: Final = datetime(2023, 12, 18, 12, 2, tzinfo=UTC)


def passer(reglages: Settings, le: datetime, fois: int = 1) -> list[CourrielGarde]:
    """Have the job run at this instant, several times at once if need be; the mail it sent."""

    async def agir() -> list[CourrielGarde]:
        app = create_app(reglages)
        async with app.router.lifespan_context(app):
            services = replace(app.state.services, horloge=Horloge(le))
            async with services.base.transaction() as connexion:
                await connexion.execute(delete(courriel_garde))
            await asyncio.gather(*(conserver(services, {}) for _ in range(fois)))
            return await services.messagerie.gardes.lire()

    return asyncio.run(agir())


def creer(client: Client, dossier: Any = None, le: str = CREEE) -> Candidature:
    return client.creer(dossier, **{"X-Horloge": le})


def etat_de(ici: Ici, candidature: Candidature) -> str:
    ((etat,),) = sql(ici.url, f"SELECT etat FROM candidature WHERE id = '{candidature.id}'")
    return etat


def derniers(ici: Ici, candidature: Candidature) -> list[tuple[Any, ...]]:
    ici_ = f"WHERE candidature_id = '{candidature.id}' AND auteur = 'service'"
    return sql(ici.url, f"SELECT genre, details::text FROM evenement {ici_} ORDER BY id")
