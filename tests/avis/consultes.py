"""Who is consulted: asked by an agent, entered by the link that the sandbox keeps."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import httpx2

from tests.acces.courrier import adresse, recu
from tests.client import Candidature, Client, Json
from tests.instruction.dossiers import APRES, Agent

ECHEANCE: Final = "2023-10-20T22:00:00Z"
LENDEMAIN: Final = "2023-09-26T08:00:00Z"
JUSTE_AVANT: Final = "2023-10-20T21:59:59.999Z"
# A fortnight after.
FIN: Final = "2023-11-04T22:00:00Z"
JUSTE_AVANT_LA_FIN: Final = "2023-11-04T21:59:59.999Z"
_LIEN: Final = re.compile(r"#\S*?(tid_[A-Za-z0-9_-]{43})(?=\s)")


@dataclass
class Consulte:
    """Who is consulted, with the secret of one opinion."""

    client: Client
    jeton: str = field(repr=False)

    def appeler(
        self, methode: str, suite: str = "", le: str = APRES, **options: Any
    ) -> httpx2.Response:
        """A request of theirs, at this instant of the sandbox."""
        entetes = {"Authorization": f"Bearer {self.jeton}", "X-Horloge": le}
        return self.client.request(methode, f"/v1/avis{suite}", headers=entetes, **options)

    def lire(self, le: str = APRES) -> Json:
        """What they read."""
        return self.appeler("GET", le=le).raise_for_status().json()

    def envoyer(self, sens: str, texte: str = "", le: str = APRES) -> httpx2.Response:
        """Send an answer."""
        return self.appeler("POST", "/envoi", le, json={"sens": sens, "texte": texte})


def demande(courriel: str | None = None, **autres: Any) -> Json:
    """What is asked of somebody."""
    voulue = {"fonction": "prefet_region", "question": "Ce périmètre ?", "echeance": ECHEANCE}
    return {"courriel": courriel or adresse("sgar"), **voulue, **autres}


def demander(qui: Agent, dossier: str, **autres: Any) -> Json:
    """Ask for an opinion, as an agent does."""
    fait = qui.appeler("POST", f"/candidatures/{dossier}/avis", json=demande(**autres))
    assert fait.status_code == 201, fait.text
    return fait.json()


def liens_d_avis(client: Client, courriel: str, rang: int = 1) -> list[str]:
    """The links of a mail to who is consulted."""
    return _LIEN.findall(recu(client, courriel, rang)["texte"])


def suivre(client: Client, lien: str, le: str = APRES) -> httpx2.Response:
    """Exchange a link."""
    horloge = {"X-Horloge": le}
    return client.post("/v1/avis/liens/echange", json={"lien": lien}, headers=horloge)


def entre(client: Client, courriel: str, rang: int = 1) -> Consulte:
    """Who followed the only link of a mail."""
    (lien,) = liens_d_avis(client, courriel, rang)
    return Consulte(client, suivre(client, lien).raise_for_status().json()["jeton"])


def consulte(qui: Agent, de: Candidature, **autres: Any) -> tuple[Json, Consulte]:
    """An opinion just asked for, and who is consulted, inside."""
    demandee = demander(qui, de.id, **autres)
    return demandee, entre(qui.client, demandee["courriel"])
