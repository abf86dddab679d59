"""Sealing closes the opinions that are asked, link and secret; reopening opens them again."""

from typing import Final

import pytest

from tests.avis.consultes import ECHEANCE, consulte, demande, demander, liens_d_avis, suivre
from tests.client import Client, Json
from tests.decisions.lots import SIGNATAIRE, Decideur, epci_neuf, prise
from tests.instruction.dossiers import Agent, agent

RAISON: Final = {"raison": "Un avis manque encore, de la région."}


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


def test_arreter_ferme_les_avis_et_rouvrir_les_rouvre(
    client: Client, ministre: Decideur, normand: Agent
) -> None:
    une = prise(client, normand, epci_neuf())
    ici = f"/candidatures/{une.id}"
    _, qui = consulte(normand, une)
    prepare: Json = {"sens": "reserve", "texte": "À revoir."}
    qui.appeler("PUT", "/reponse", json=prepare).raise_for_status()
    autre = demander(normand, une.id)
    (lien,) = liens_d_avis(client, autre["courriel"])
    lot = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(lot, {"candidature": une.id, "decision": {"sens": "acceptee"}})

    def vus() -> tuple[Json, int, list[str], bool]:
        lues = normand.appeler("GET", "/candidatures", params={"avis": "attendu", "limite": 100})
        (action,) = (a for a in normand.lire(une.id)["actions"] if a["nom"] == "demander_un_avis")
        return (
            {nom: action[nom] for nom in ("possible", "motif")},
            normand.lire(une.id)["avis"]["attendus"],
            [un["statut"] for un in normand.appeler("GET", f"{ici}/avis").json()["avis"]],
            une.id in {lue["id"] for lue in lues.json()["candidatures"]},
        )

    ouverts = ({"possible": True, "motif": None}, 2, ["attendu", "attendu"], True)
    assert vus() == ouverts
    ministre.faire("POST", lot, "/arret").raise_for_status()
    assert vus() == ({"possible": False, "motif": "lot-arrete"}, 0, ["clos", "clos"], False)
    assert suivre(client, lien).json()["code"] == "lien-refuse"
    for methode, suite, corps in (("GET", "", None), ("POST", "/envoi", prepare)):
        assert qui.appeler(methode, suite, json=corps).json()["code"] == "jeton-refuse"
    for methode, suite, corps in (
        ("POST", "", demande()),
        ("PATCH", f"/{autre['id']}", {"echeance": ECHEANCE}),
        ("POST", f"/{autre['id']}/relance", None),
    ):
        refus = normand.appeler(methode, f"{ici}/avis{suite}", json=corps)
        assert (refus.status_code, refus.json()["code"]) == (409, "lot-arrete"), suite
    ministre.faire("POST", lot, "/reouverture", json=RAISON).raise_for_status()
    assert vus() == ouverts
    assert suivre(client, lien).status_code == 200
    assert qui.lire()["brouillon"] == prepare
