"""Prism plays the whole API from the contract alone, then watches the real one live up to it."""

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from tests.client import Client
from tests.contrat.outils import prism
from tests.contrat.requetes import Requete, requetes
from tests.depots.pieces import FICHIERS
from tests.formulaire.exemples import dossier_complet

pytestmark = pytest.mark.verify


@pytest.fixture(scope="module")
def mime(openapi: Path) -> Generator[Client]:
    """A client of the imitation; it checks each answer against the contract."""
    with prism("mock", openapi) as adresse, Client(adresse) as client:
        yield client


@pytest.mark.parametrize("requete", requetes(), ids=lambda requete: requete.nom)
def test_la_requete_montree_recoit_la_reponse_montree(mime: Client, requete: Requete) -> None:
    reponse = mime.request(requete.methode, requete.chemin, **requete.envoi)
    assert reponse.is_success, reponse.text
    (declaree, *_) = (r for s, r in requete.operation["responses"].items() if s < "300")
    contenus = declaree.get("content", {})
    if contenu := contenus.get("application/json", contenus.get("application/schema+json")):
        rendu = reponse.json() == contenu["example"]
        assert rendu, reponse.text[:500]


@pytest.mark.parametrize("requete", requetes(), ids=lambda requete: requete.nom)
def test_chaque_reponse_declaree_peut_etre_jouee(mime: Client, requete: Requete) -> None:
    for statut, nom in requete.reponses():
        prefere = f"code={statut}" + (f", example={nom}" if nom else "")
        envoi = requete.envoi | {"headers": requete.envoi["headers"] | {"Prefer": prefere}}
        reponse = mime.request(requete.methode, requete.chemin, **envoi)
        assert str(reponse.status_code) == statut, reponse.text
        assert not nom or reponse.json()["code"] == nom


def test_une_requete_contraire_au_contrat_est_refusee(mime: Client) -> None:
    assert mime.get("/v1/candidatures", headers={"Prefer": "code=200"}).status_code == 401


def test_la_vie_d_une_candidature_ne_contredit_pas_le_contrat(
    openapi: Path, client: Client
) -> None:
    with prism("proxy", openapi, str(client.base_url)) as adresse, Client(adresse) as surveille:
        surveille.event_hooks["response"].append(_sans_violation)
        candidature = surveille.creer()
        assert candidature.modifier(dossier_complet()).status_code == 200
        # Prism reads a body as text, which no file of an office survives: those go straight.
        jointe = replace(candidature, client=client)
        for rubrique, (nom, contenu) in FICHIERS.items():
            assert jointe.joindre(rubrique, nom, contenu).status_code == 201
        assert candidature.appeler("GET", "/validation").json()["deposable"]
        assert candidature.deposer().status_code == 201
        for suite in ("", "/depots", "/depots/1", "/pieces-jointes", "/evenements"):
            assert candidature.appeler("GET", suite).status_code == 200
        for media in ("application/json", "application/pdf"):
            accuse = candidature.appeler(
                "GET", "/depots/1/accuse-reception", entetes={"Accept": media}
            )
            assert accuse.headers["content-type"] == media
        assert candidature.appeler("POST", "/retrait").json()["etat"] == "retiree"
        assert candidature.modifier({}).status_code == 409


def _sans_violation(reponse: httpx2.Response) -> None:
    assert "sl-violations" not in reponse.headers, reponse.headers["sl-violations"]
