"""Printing a deposit, by HTTP."""

import httpx2
import pytest

from app.candidatures import reprise
from app.depots import imprimable
from app.formulaire import versions
from app.formulaire.dossier import VERSION
from app.formulaire.versions import Etape, Retire
from tests.client import Candidature, Client
from tests.depots.pieces import deposee, depot
from tests.editions.lecture import texte, verifier_pdf_ua


@pytest.fixture(scope="module")
def candidature(client: Client) -> Candidature:
    return deposee(client)


def demander(candidature: Candidature, rang: int = 1, connues: str = "") -> httpx2.Response:
    entetes = {"If-None-Match": connues} if connues else {}
    return candidature.appeler("GET", f"/depots/{rang}/dossier.pdf", entetes=entetes)


def test_donne_le_depot_a_imprimer(candidature: Candidature) -> None:
    reponse = demander(candidature)
    assert reponse.status_code == 200
    lue = depot(candidature)
    nom = f"dossier-{lue['numero']}-1.pdf"
    assert reponse.headers["content-disposition"] == f'attachment; filename="{nom}"'
    verifier_pdf_ua(reponse.content, f"Candidature {lue['numero']}, dépôt n° 1")
    dit = texte(reponse.content)
    assert lue["empreinte"] in dit
    assert lue["instantane"]["plan_action"]["priorites"] in dit
    assert "Bac à sable : dépôt d’essai" in dit
    for piece in lue["pieces"]:
        assert f"{piece['nom']} {piece['empreinte']}" in dit


def test_le_meme_depot_n_est_pas_refait_pour_qui_l_a(candidature: Candidature) -> None:
    recu = demander(candidature)
    etiquette = recu.headers["etag"]
    connue = demander(candidature, connues=f'"autre", {etiquette}')
    assert (connue.status_code, connue.content) == (304, b"")
    assert connue.headers["etag"] == etiquette
    refait = demander(candidature, connues='"autre"')
    assert (refait.status_code, refait.content) == (200, recu.content)


def test_chaque_depot_a_son_etiquette(client: Client) -> None:
    candidature = deposee(client)
    candidature.modifier({"perimetre": {"commentaire": "Un autre."}}).raise_for_status()
    assert candidature.deposer().json()["depot"] == 2
    un, deux = demander(candidature), demander(candidature, 2)
    assert un.headers["etag"] != deux.headers["etag"]
    assert "Un autre." not in texte(un.content)
    assert "Un autre." in texte(deux.content)


def test_l_etiquette_change_avec_ce_qui_imprime(
    candidature: Candidature, monkeypatch: pytest.MonkeyPatch
) -> None:
    avant = demander(candidature).headers["etag"]
    monkeypatch.setattr(imprimable, "identite", lambda: "une autre version")
    assert demander(candidature, connues=avant).status_code == 200


def test_un_depot_d_un_ancien_formulaire_s_imprime_et_dit_ce_qui_a_change(
    candidature: Candidature, monkeypatch: pytest.MonkeyPatch
) -> None:
    retire = Retire("/perimetre/commentaire", "Un commentaire ?")
    monkeypatch.setattr(versions, "ETAPES", [Etape(VERSION), Etape("2031.1", (retire,))])
    monkeypatch.setattr(reprise, "VERSION", "2031.1")
    dit = texte(demander(candidature).content)
    assert "Ce que le formulaire a changé depuis" in dit
    assert "Une ligne." in dit.partition("Ce que le formulaire a changé depuis")[2]
