"""Tried again under the same key, what reviewers do is done once."""

from typing import Any
from uuid import uuid4

import pytest

from app.config import Settings
from tests.client import Candidature, Client, Json
from tests.instruction.dossiers import ROUEN, Agent, agent, deposee_en

CORRECTION: Json = {
    "motif": "incomplete",
    "message": "Qui est-ce ?",
    "pointeurs": ["/contact/nom_prenom"],
    "jusqu_au": "2023-10-10T12:00:00Z",
}


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


@pytest.fixture
def dossier(client: Client) -> Candidature:
    return deposee_en(client, ROUEN)


def sous(cle: str, **autres: str) -> Json:
    return {"headers": {"Idempotency-Key": cle, **autres}}


@pytest.mark.parametrize("acte", ["notes", "corrections"])
def test_ce_qui_s_ajoute_ne_s_ajoute_qu_une_fois(
    acte: str, client: Client, url: str, normand: Agent, dossier: Candidature
) -> None:
    normand.prendre(dossier.id).raise_for_status()
    corps = {"notes": {"texte": "À relire."}, "corrections": CORRECTION}[acte]
    chemin, cle = f"/candidatures/{dossier.id}/{acte}", str(uuid4())
    lue = {"If-Match": f'"{normand.lire(dossier.id)["version"]}"'}
    premiere, seconde = (
        normand.appeler("POST", chemin, json=corps, **sous(cle, **lue)) for _ in range(2)
    )
    assert (premiere.status_code, seconde.status_code) == (201, 201)
    assert "idempotency-replayed" not in premiere.headers
    assert seconde.headers["idempotency-replayed"] == "true"
    for entete in ("etag", "location"):
        assert seconde.headers.get(entete) == premiere.headers.get(entete)
    assert seconde.json() == premiere.json()
    assert len(normand.appeler("GET", chemin).json()[acte]) == 1
    autre_corps = corps | {"texte": "Autre."} if acte == "notes" else corps | {"message": "Autre."}
    refus = normand.appeler("POST", chemin, json=autre_corps, **sous(cle, **lue))
    assert (refus.status_code, refus.json()["code"]) == (422, "cle-reutilisee")
    # A key is its caller's own: another agent's is another one.
    if acte == "notes":
        collegue = agent(client, url, "28")
        assert collegue.appeler("POST", chemin, json=corps, **sous(cle)).status_code == 201
        assert len(normand.appeler("GET", chemin).json()[acte]) == 2


def test_une_prise_rejouee_ne_reprend_pas_ce_qui_a_ete_rendu_depuis(
    normand: Agent, dossier: Candidature
) -> None:
    prise, rendu = str(uuid4()), str(uuid4())

    def agir(acte: str, cle: str) -> tuple[Any, str | None]:
        chemin = f"/candidatures/{dossier.id}/{acte}"
        reponse = normand.appeler("POST", chemin, **sous(cle)).raise_for_status()
        return reponse.json()["etat"], reponse.headers.get("idempotency-replayed")

    assert agir("prise-en-instruction", prise) == ("en_instruction", None)
    assert agir("rendu", rendu) == ("deposee", None)
    assert agir("prise-en-instruction", prise) == ("deposee", "true")
    assert agir("prise-en-instruction", str(uuid4())) == ("en_instruction", None)
    assert agir("rendu", rendu) == ("en_instruction", "true")


def test_une_cle_qui_se_devine_est_refusee(normand: Agent, dossier: Candidature) -> None:
    chemin = f"/candidatures/{dossier.id}/notes"
    refus = normand.appeler("POST", chemin, json={"texte": "Non."}, **sous("1"))
    assert (refus.status_code, refus.json()["code"]) == (400, "en-tete-invalide")
