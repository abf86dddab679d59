"""Deleting a draft: its content, its secret and its files go; the record of events stays."""

from pathlib import Path

import pytest

from app.config import Settings
from tests.candidatures.outils import APRES_CLOTURE, Sonde, inchangee, probleme
from tests.client import Candidature, Client
from tests.formulaire.exemples import dossier_complet
from tests.pieces_jointes.echantillons import pdf


@pytest.fixture
def candidature(client: Client) -> Candidature:
    candidature = client.creer(dossier_complet())
    candidature.joindre("lettres", "lettres.pdf", pdf()).raise_for_status()
    candidature.joindre("plan_action_operationnel", "plan.pdf", pdf()).raise_for_status()
    return candidature


def _fichiers(reglages: Settings, candidature: Candidature) -> list[Path]:
    pieces = candidature.appeler("GET", "/pieces-jointes").json()["pieces"]
    return [reglages.donnees / "fichiers" / "pieces" / piece["id"] for piece in pieces]


def test_un_brouillon_supprime_n_existe_plus(candidature: Candidature, client: Client) -> None:
    reponse = candidature.appeler("DELETE")
    assert (reponse.status_code, reponse.content) == (204, b"")
    for methode, suite in [
        ("GET", ""),
        ("DELETE", ""),
        ("GET", "/validation"),
        ("GET", "/evenements"),
        ("GET", "/pieces-jointes"),
        ("POST", "/depots"),
    ]:
        probleme(candidature.appeler(methode, suite), 404, "introuvable")
    probleme(candidature.modifier({}), 404, "introuvable")
    mes = client.get("/v1/candidatures", headers={"Authorization": f"Bearer {candidature.jeton}"})
    assert mes.json() == {"candidatures": []}


def test_ses_fichiers_quittent_le_magasin(candidature: Candidature, reglages: Settings) -> None:
    fichiers = _fichiers(reglages, candidature)
    assert [fichier.is_file() for fichier in fichiers] == [True, True]
    assert candidature.appeler("DELETE").status_code == 204
    assert [fichier.exists() for fichier in fichiers] == [False, False]


def test_il_n_en_reste_que_les_evenements(candidature: Candidature, sonde: Sonde) -> None:
    candidature.appeler("DELETE").raise_for_status()
    ici = "WHERE candidature_id = CAST(:id AS uuid)"
    genres = sonde.lignes(f"SELECT genre FROM evenement {ici} ORDER BY id", id=candidature.id)
    assert [genre for (genre,) in genres] == ["creee", "piece_jointe", "piece_jointe", "supprimee"]
    for table in ("acces", "piece_jointe"):
        assert sonde.lignes(f"SELECT 1 FROM {table} {ici}", id=candidature.id) == []
    assert not any(
        "seine-axe.example.fr" in ligne
        for ligne in sonde.contenu()["candidature"]
        if candidature.id in ligne
    )


def test_un_brouillon_se_supprime_encore_apres_la_cloture(client: Client) -> None:
    candidature = client.creer()
    assert candidature.appeler("DELETE", entetes=APRES_CLOTURE).status_code == 204


def test_la_suppression_honore_la_version(client: Client) -> None:
    candidature = client.creer()
    candidature.modifier({"contact": {"courriel": "jeanne@"}})
    with inchangee(candidature):
        reponse = candidature.appeler("DELETE", entetes={"If-Match": '"1"'})
        document = probleme(reponse, 412, "version-perimee")
    assert reponse.headers["etag"] == '"2"'
    assert (document["version"], document["pointeurs"]) == (2, ["/contact/courriel"])
    assert candidature.appeler("DELETE", entetes={"If-Match": '"2"'}).status_code == 204


def test_une_candidature_deposee_ne_se_supprime_pas(
    candidature: Candidature, reglages: Settings
) -> None:
    assert candidature.deposer().status_code == 201
    with inchangee(candidature):
        document = probleme(candidature.appeler("DELETE"), 409, "etat-incompatible")
    assert document["etat"] == "deposee"
    assert all(fichier.is_file() for fichier in _fichiers(reglages, candidature))


def test_une_candidature_retiree_se_supprime(candidature: Candidature, reglages: Settings) -> None:
    assert candidature.deposer().status_code == 201
    fichiers = _fichiers(reglages, candidature)
    candidature.appeler("POST", "/retrait").raise_for_status()
    assert candidature.appeler("DELETE").status_code == 204
    probleme(candidature.appeler("GET"), 404, "introuvable")
    assert not any(fichier.exists() for fichier in fichiers)
