"""Candidatures that lack nothing."""

from typing import Final

import httpx2

from tests.client import Candidature, Client
from tests.formulaire.exemples import Json, dossier_complet
from tests.pieces_jointes.echantillons import pdf, xlsx

FICHIERS: Final = {
    "plan_action_operationnel": ("Plan d'action.xlsx", xlsx()),
    "lettres": ("Lettre d'élue.pdf", pdf()),
}
"""What the form requires, by rubrique: a name and the bytes of a real file."""

SUITE_SOI_MEME: Final = {"contact": {"est_contact_suite": True}}
"""A patch that keeps a full dossier full, and hides four of its answers."""


def prete(client: Client, dossier: Json | None = None) -> Candidature:
    """A draft that can be deposited: the full dossier, or this one, with the files required."""
    candidature = client.creer(dossier or dossier_complet())
    for rubrique, (nom, contenu) in FICHIERS.items():
        assert candidature.joindre(rubrique, nom, contenu).status_code == 201
    return candidature


def deposee(client: Client, dossier: Json | None = None) -> Candidature:
    """The same, deposited once."""
    candidature = prete(client, dossier)
    assert candidature.deposer().status_code == 201
    return candidature


def perimetre(*sirens: str) -> Json:
    """The full dossier of other EPCI of Normandie."""
    dossier = dossier_complet()
    dossier["perimetre"]["epci"] = [{"siren": siren} for siren in sirens]
    return dossier


def depot(candidature: Candidature, rang: int = 1) -> Json:
    """A deposit, with its snapshot."""
    return candidature.appeler("GET", f"/depots/{rang}").raise_for_status().json()


def rangs(candidature: Candidature) -> list[int]:
    """The ranks of the deposits, oldest first."""
    lus = candidature.appeler("GET", "/depots").raise_for_status().json()
    return [lu["depot"] for lu in lus["depots"]]


def accuse(candidature: Candidature, rang: int = 1, accept: str = "*/*") -> httpx2.Response:
    """Ask for a receipt."""
    chemin = f"/depots/{rang}/accuse-reception"
    return candidature.appeler("GET", chemin, entetes={"Accept": accept})
