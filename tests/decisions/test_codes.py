"""The codes of territories: each is one's for ever, though its lot is reopened or it is erased."""

from typing import Final

import pytest

from tests.bases import sql
from tests.client import Client, Json
from tests.decisions.lots import SIGNATAIRE, Decideur, epci_neuf, prise
from tests.instruction.dossiers import Agent, agent

ACCEPTEE: Final[Json] = {"sens": "acceptee"}
RAISON: Final = {"raison": "Une ligne y manquait, que voici."}


@pytest.fixture(scope="module")
def national(client: Client, url: str) -> Agent:
    return agent(client, url)


def _arrete(client: Client, ministre: Decideur, national: Agent, *codes: str | None) -> str:
    lot: str = ministre.creer(signataire=SIGNATAIRE)["id"]
    lignes = [
        {"candidature": prise(client, national, epci_neuf()).id, "decision": ACCEPTEE, "code": code}
        for code in codes
    ]
    ministre.inscrire(lot, *lignes)
    ministre.faire("POST", lot, "/arret").raise_for_status()
    return lot


def _empechements(ministre: Decideur, lot: str) -> list[str]:
    lue = ministre.agent.appeler("POST", f"/lots/{lot}/verification").raise_for_status()
    return [un["code"] for un in lue.json()["refus"]]


def test_le_code_d_un_lot_rouvert_n_est_donne_a_personne_d_autre(
    client: Client, ministre: Decideur, national: Agent
) -> None:
    rouvert = _arrete(client, ministre, national, None)
    ((sien,),) = [[ligne["code"] for ligne in ministre.lignes(rouvert)]]
    ministre.faire("POST", rouvert, "/reouverture", json=RAISON).raise_for_status()
    autre = _arrete(client, ministre, national, None)
    assert ministre.lignes(autre)[0]["code"] != sien
    ministre.faire("POST", rouvert, "/arret").raise_for_status()
    assert ministre.lignes(rouvert)[0]["code"] == sien


def test_un_code_publie_ne_sert_pas_deux_fois_quoi_qu_il_advienne(
    client: Client, url: str, ministre: Decideur, national: Agent
) -> None:
    lot = _arrete(client, ministre, national, "ti-2890")
    ministre.faire("POST", lot, "/publication", json={"maintenant": True}).raise_for_status()
    une = prise(client, national, epci_neuf())
    autre = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(autre, {"candidature": une.id, "decision": ACCEPTEE, "code": "ti-2890"})
    assert _empechements(ministre, autre) == ["code-pris"]
    # As an erasure leaves it.
    sql(url, f"DELETE FROM decision WHERE lot = '{lot}'")
    assert _empechements(ministre, autre) == ["code-pris"]


def test_de_deux_lots_qui_disent_le_meme_code_le_premier_arrete_l_a(
    client: Client, ministre: Decideur, national: Agent
) -> None:
    une = prise(client, national, epci_neuf())
    second = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(second, {"candidature": une.id, "decision": ACCEPTEE, "code": "ti-2891"})
    assert _empechements(ministre, second) == []
    _arrete(client, ministre, national, "ti-2891")
    assert _empechements(ministre, second) == ["code-pris"]
