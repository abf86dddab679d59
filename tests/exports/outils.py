"""What who exports asks of the service."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx2

from app.acces.droits import Portee
from app.config import Settings
from app.kit.services import Services
from app.main import create_app
from tests.acces.temoins import nouvelle_cle
from tests.bases import sql
from tests.client import Client, Json

ICI: Final = "/v1/instruction/exports"


@dataclass(frozen=True)
class Atelier:
    """The service, and what is behind it."""

    client: Client
    reglages: Settings

    @property
    def url(self) -> str:
        assert self.reglages.database_url_migration
        return self.reglages.database_url_migration.get_secret_value()

    @property
    def magasin(self) -> Path:
        return self.reglages.donnees / "fichiers" / "exports"

    def cle(self, *regions: str, portee: Portee = Portee.INSTRUCTION_LECTURE) -> str:
        """A new key, limited to these regions if any."""
        return nouvelle_cle(self.url, portee, regions=[*regions] or None)[1]

    def appeler(self, cle: str, methode: str, chemin: str = "", **options: Any) -> httpx2.Response:
        entetes = {"Authorization": f"Bearer {cle}", **options.pop("headers", {})}
        return self.client.request(methode, f"{ICI}{chemin}", headers=entetes, **options)

    def demander(self, cle: str, format_: str = "ndjson", **autres: Any) -> httpx2.Response:
        """Ask for an export, and wait for it."""
        headers = {"Prefer": "respond-async, wait=10", **autres.pop("headers", {})}
        return self.appeler(cle, "POST", json={"format": format_, **autres}, headers=headers)

    def fait(self, cle: str, format_: str = "ndjson", **autres: Any) -> Json:
        """One that is ready."""
        reponse = self.demander(cle, format_, **autres)
        assert reponse.status_code == 201, reponse.text
        assert reponse.json()["etat"] == "pret", reponse.text
        return reponse.json()

    def contenu(self, cle: str, export: Json) -> bytes:
        """Its file."""
        return self.appeler(cle, "GET", f"/{export['id']}/contenu").raise_for_status().content

    def etat(self, cle: str, id: str) -> Json:
        """How an export is."""
        return self.appeler(cle, "GET", f"/{id}").json()

    def executer(self, travail: Callable[[Services], Coroutine[None, None, Any]]) -> Any:
        """What a process beside the service does, which takes no job of the queue."""
        reglages = self.reglages.model_copy(update={"travaux": False})

        async def agir() -> Any:
            app = create_app(reglages)
            async with app.router.lifespan_context(app):
                return await travail(app.state.services)

        return asyncio.run(agir())

    def copie(self, etat: str, **colonnes: str) -> str:
        """An export like the one that was asked for, that no job of the queue is about."""
        id = str(uuid4())
        autres = {"essai": "0", "fait": "0", "demande_le": "demande_le", **colonnes}
        sql(
            self.url,
            f"INSERT INTO export (id, agent, regions, decide, demande, etat, {', '.join(autres)}) "
            f"SELECT '{id}', agent, regions, decide, demande, '{etat}', "
            f"{', '.join(autres.values())} FROM export LIMIT 1",
        )
        return id
