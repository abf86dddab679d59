"""The thread of a candidature stays open for two months once its decision is published."""

from datetime import datetime, timedelta

import httpx2
import pytest

from tests.client import Candidature, Client
from tests.decisions.lots import SIGNATAIRE, Decideur, epci_neuf, prise
from tests.instruction.dossiers import Agent, agent
from tests.pieces_jointes.echantillons import pdf

_TERME = datetime.fromisoformat("2024-01-09T10:00:00Z")


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url)


@pytest.fixture(scope="module")
def decidee(client: Client, ministre: Decideur, normand: Agent) -> Candidature:
    """One that was accepted on 9 November 2023 at 10:00 UTC."""
    candidature = prise(client, normand, epci_neuf())
    lot = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(lot, {"candidature": candidature.id, "decision": {"sens": "acceptee"}})
    ministre.faire("POST", lot, "/arret").raise_for_status()
    corps, le = {"maintenant": True}, "2023-11-09T10:00:00Z"
    ministre.faire("POST", lot, "/publication", json=corps, le=le).raise_for_status()
    return candidature


def _des_deux_cotes(qui: Agent, candidature: Candidature, le: str) -> list[httpx2.Response]:
    ecrit, tete = {"texte": "Bonjour."}, {"X-Horloge": le}
    joint = {"fichier": ("a.pdf", pdf())}
    return [
        candidature.appeler("POST", "/messages", json=ecrit, entetes=tete),
        qui.appeler("POST", f"/candidatures/{candidature.id}/messages", json=ecrit, le=le),
        candidature.appeler("POST", "/messages/pieces-jointes", files=joint, entetes=tete),
    ]


def test_on_s_ecrit_deux_mois_et_pas_une_milliseconde_de_plus(
    normand: Agent, decidee: Candidature
) -> None:
    juste_avant = (_TERME - timedelta(milliseconds=1)).isoformat()
    assert all(une.is_success for une in _des_deux_cotes(normand, decidee, juste_avant))
    for refus in _des_deux_cotes(normand, decidee, _TERME.isoformat()):
        assert (refus.status_code, refus.json()["code"]) == (409, "etat-incompatible")
        assert "depuis 2 mois" in refus.json()["detail"]
    lus = decidee.appeler("GET", "/messages", entetes={"X-Horloge": _TERME.isoformat()})
    assert len(lus.raise_for_status().json()["messages"]) == 2
