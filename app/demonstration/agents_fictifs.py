"""What those who review say to the service, each with a key of their own."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

import httpx2

from app.demonstration.client import Service

Json = dict[str, Any]

_CLES: Final = "/v1/administration/cles"


class Agent:
    """Who reviews with a key, at the instant `le` of the sandbox."""

    def __init__(self, service: Service, cle: str, le: datetime) -> None:
        self._service = service
        self._entetes = {"Authorization": f"Bearer {cle}", "X-Horloge": le.isoformat()}

    def appeler(
        self,
        methode: str,
        chemin: str,
        attendu: int = 200,
        version: str | None = None,
        **envoi: Any,
    ) -> httpx2.Response:
        """A request on what was deposited; `version`: the `ETag` that it was read with."""
        lue = {} if version is None else {"If-Match": version}
        return self._service.appeler(
            *("instruire", methode, f"/v1/instruction{chemin}", attendu),
            headers=self._entetes | lue,
            **envoi,
        )

    def deposees(self, **filtres: Any) -> Iterator[Json]:
        """All that these filters let through, page by page."""
        parametres: Json = {"limite": 100, **filtres}
        while True:
            page = self.appeler("GET", "/candidatures", params=parametres).json()
            yield from page["candidatures"]
            if page["suivant"] is None:
                return
            parametres["apres"] = page["suivant"]

    def decider(self, methode: str, chemin: str, attendu: int = 200, **corps: Any) -> Json:
        """Decide something of a dossier (`/candidatures/{id}/…`) or a lot, as it stands."""
        dossier = "/".join(chemin.split("/")[:3])
        version = self.appeler("GET", dossier).headers["ETag"]
        return self.appeler(methode, chemin, attendu, version, json=corps or None).json()


@contextmanager
def agent_d_une_region(
    service: Service, administration: str, region: str, nom: str, le: datetime
) -> Generator[Agent]:
    """One with a key limited to a region, which is revoked at the end."""
    entetes = {"Authorization": f"Bearer {administration}"}
    demande: Json = {
        "nom": f"Démonstration : {nom}",
        "portees": ["instruction:ecriture"],
        "regions": [region],
        "service": f"DREETS {nom}",
        "qualite": "Référent Territoires d'industrie",
    }
    creee = service.appeler(
        "créer une clé", "POST", _CLES, 201, json=demande, headers=entetes
    ).json()
    try:
        yield Agent(service, creee["secret"], le)
    finally:
        service.appeler(
            "révoquer une clé", "DELETE", f"{_CLES}/{creee['id']}", 204, headers=entetes
        )
