"""Lots that are published, and what the results say of them."""

import csv
import io
from typing import Final

import httpx2

from tests.client import Candidature, Client, Json
from tests.decisions.lots import SIGNATAIRE, Decideur

FICHIERS: Final = (
    "/v1/resultats",
    "/v1/resultats.csv",
    "/v1/resultats.csv?tableur=true",
    "/v1/resultats/groupements.csv",
    "/v1/resultats/groupements.csv?tableur=true",
    "/v1/resultats/communes.csv",
    "/v1/resultats/communes.csv?tableur=true",
    "/v1/resultats.geojson",
)
REFUS: Final[Json] = {
    "sens": "refusee",
    "motifs": ["perimetre"],
    "motivation": "Le périmètre n'est pas homogène.",
}


def arreter(ministre: Decideur, *lignes: Json, outre: str | None = None) -> str:
    """A sealed lot of these lines; `outre`: why what may be passed over is."""
    lot: str = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(lot, *lignes)
    passer: Json = {"params": {"passer_outre": "true"}, "json": {"raison": outre}} if outre else {}
    ministre.faire("POST", lot, "/arret", **passer).raise_for_status()
    return lot


def publier(ministre: Decideur, lot: str, le: str) -> None:
    """Publish it at this instant."""
    corps = {"maintenant": True}
    ministre.faire("POST", lot, "/publication", json=corps, le=le).raise_for_status()


def acceptee(candidature: Candidature, **autres: object) -> Json:
    """A line that accepts."""
    retenu = {"territoire_retenu": autres.pop("retenu")} if "retenu" in autres else {}
    decision = {"sens": "acceptee", **retenu}
    return {"candidature": candidature.id, "decision": decision, **autres}


def refusee(candidature: Candidature) -> Json:
    """A line that refuses."""
    return {"candidature": candidature.id, "decision": REFUS}


def reexaminer(ministre: Decideur, candidature: Candidature, rang: int, le: str) -> None:
    """Take its decision back."""
    chemin = f"/candidatures/{candidature.id}/decisions/{rang}/reexamen"
    corps = {"motif": "recours_gracieux", "raison": "Le recours gracieux est fondé."}
    lue = {"If-Match": "*"}
    ministre.agent.appeler("POST", chemin, json=corps, headers=lue, le=le).raise_for_status()


def lire(client: Client, adresse: str = "/v1/resultats") -> httpx2.Response:
    """What is there."""
    return client.get(adresse).raise_for_status()


def lignes(contenu: bytes, separateur: str = ",") -> list[Json]:
    """The rows of a table."""
    texte = contenu.decode("utf-8-sig" if separateur == ";" else "utf-8")
    return [*csv.DictReader(io.StringIO(texte, newline=""), delimiter=separateur)]
