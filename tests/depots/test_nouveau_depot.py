"""Depositing again; what a deposit is once made, and does not tell of others."""

import hashlib

import pytest
from sqlalchemy.exc import DBAPIError

from tests.bases import sql
from tests.client import Candidature, Client
from tests.depots.pieces import (
    FICHIERS,
    SUITE_SOI_MEME,
    accuse,
    deposee,
    depot,
    perimetre,
    rangs,
)


def lectures(candidature: Candidature) -> list[bytes]:
    """All that is served of the first deposit."""
    return [
        candidature.appeler("GET", "/depots/1").content,
        accuse(candidature, accept="application/json").content,
        accuse(candidature, accept="application/pdf").content,
    ]


def test_deposer_apres_une_modification_fait_un_second_depot(client: Client) -> None:
    candidature = deposee(client)
    avant = lectures(candidature)
    candidature.modifier(SUITE_SOI_MEME)
    recu = candidature.deposer(**{"X-Horloge": "2023-09-21T12:00:00+02:00"})
    assert recu.status_code == 201
    assert recu.headers["location"] == f"{candidature.url}/depots/2"
    premier, second = depot(candidature, 1), depot(candidature, 2)
    assert recu.json() == second
    assert rangs(candidature) == [1, 2]
    assert second["numero"] == premier["numero"]
    assert second["empreinte"] != premier["empreinte"]
    assert second["version"] > premier["version"]
    recus = [accuse(candidature, rang).json()["accuse"] for rang in (1, 2)]
    assert [r["depot"] for r in recus] == [1, 2]
    assert [r["dossier"]["empreinte"] for r in recus] == [premier["empreinte"], second["empreinte"]]
    assert recus[1]["recu_le"] == "2023-09-21T10:00:00.000Z"
    assert lectures(candidature) == avant


def test_une_modification_non_deposee_ne_change_rien_au_depot(client: Client) -> None:
    candidature = deposee(client)
    avant, liste = lectures(candidature), candidature.appeler("GET", "/depots").content
    assert candidature.modifier({"perimetre": {"nom_territoire": None}}).status_code == 200
    assert candidature.lire()["etat"] == "deposee"
    assert lectures(candidature) == avant
    assert candidature.appeler("GET", "/depots").content == liste
    assert candidature.deposer().status_code == 422
    assert lectures(candidature) == avant


def test_une_modification_defaite_ne_demande_pas_de_nouveau_depot(client: Client) -> None:
    candidature = deposee(client)
    nom = candidature.lire()["dossier"]["perimetre"]["nom_territoire"]
    for autre in ("Axe Seine et Eure", nom):
        candidature.modifier({"perimetre": {"nom_territoire": autre}})
    assert candidature.deposer().status_code == 200
    assert rangs(candidature) == [1]


def test_un_fichier_de_plus_fait_un_second_depot(client: Client) -> None:
    candidature = deposee(client)
    avant = depot(candidature)
    candidature.joindre("lettres", "Soutien.pdf", FICHIERS["lettres"][1])
    assert candidature.deposer().status_code == 201
    assert len(depot(candidature, 2)["pieces"]) == len(avant["pieces"]) + 1
    assert depot(candidature) == avant


def test_un_depot_garde_un_fichier_retire_ensuite(client: Client) -> None:
    candidature = deposee(client)
    (lettre,) = [p for p in depot(candidature)["pieces"] if p["rubrique"] == "lettres"]
    assert candidature.appeler("DELETE", f"/pieces-jointes/{lettre['id']}").status_code == 204
    assert candidature.deposer().status_code == 422
    assert lettre in depot(candidature)["pieces"]
    contenu = candidature.appeler("GET", f"/pieces-jointes/{lettre['id']}/contenu")
    assert hashlib.sha256(contenu.content).hexdigest() == lettre["empreinte"]


@pytest.mark.parametrize("table", ["depot", "evenement"])
@pytest.mark.parametrize(
    "ordre", ["DELETE FROM {} WHERE {}", "UPDATE {} SET version = version + 1 WHERE {}"]
)
def test_la_base_refuse_de_reecrire(client: Client, postgres: str, table: str, ordre: str) -> None:
    candidature = deposee(client)
    avant = lectures(candidature), candidature.evenements()
    with pytest.raises(DBAPIError, match=f"{table} ne se réécrit pas"):
        sql(postgres, ordre.format(table, f"candidature_id = '{candidature.id}'"))
    assert (lectures(candidature), candidature.evenements()) == avant


# --- The same EPCI in two applications (decision 7) ---


def test_un_depot_ne_dit_pas_qui_d_autre_candidate(client: Client) -> None:
    """Else one deposit of every EPCI of the country would list all who apply."""
    deposee(client, perimetre("200035111", "200068443", "200068468"))
    autre = deposee(client, perimetre("200068468", "200071520", "200035111"))
    codes = [avertissement["code"] for avertissement in depot(autre)["avertissements"]]
    assert "epci_deja_candidat" not in codes
