"""Whoever holds a secret renews it: shown once, the new one has the former die, everywhere."""

import os
import subprocess
import sys
from collections.abc import Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from tests.acces.courrier import (
    acces,
    adresse,
    candidature_de,
    demander,
    echanger,
    evenements_d_acces,
    invitee,
    lien_recu,
)
from tests.acces.temoins import nouvel_acces
from tests.candidatures.outils import Sonde, probleme
from tests.client import Candidature, Client
from tests.exploitation.processus import PROJET, port_libre

LIGNE = "SELECT 1 FROM candidature WHERE id = CAST(:id AS uuid) FOR UPDATE"


@pytest.fixture
def candidature(client: Client) -> Candidature:
    return candidature_de(client, adresse())


def _renouveler(candidature: Candidature, client: Client | None = None) -> Candidature:
    """The same candidature, by the new secret."""
    appelee = Candidature(client or candidature.client, candidature.id, candidature.jeton, {})
    remis = appelee.appeler("POST", "/jeton/renouvellement").raise_for_status().json()
    return Candidature(candidature.client, remis["candidature"], remis["jeton"], remis)


@contextmanager
def _autre_processus(url: str, dossier: Path) -> Generator[Client]:
    """A client of the same service, in a process of its own, until the end of the block."""
    port = port_libre()
    reglages = {
        "TI_DATABASE_URL": url,
        "TI_DONNEES": str(dossier),
        "TI_PORT": str(port),
        "TI_BAC_A_SABLE": "true",
        "TI_TRAVAUX": "false",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "app", "serve"],
        cwd=PROJET,
        env=os.environ | reglages,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as processus:
        try:
            with Client(f"http://127.0.0.1:{port}") as client:
                client.attendre(lambda: processus.poll() is None)
                yield client
        finally:
            processus.terminate()


def _ensemble(
    sonde: Sonde, id: str, *appels: tuple[Candidature, str, str]
) -> list[httpx2.Response]:
    """The answers to these calls, which all wait for the row, in this order."""
    with ThreadPoolExecutor(len(appels)) as fils:
        lances: list[Future[httpx2.Response]] = []
        with sonde.verrou(LIGNE, id=id):
            for qui, methode, suite in appels:
                lances.append(fils.submit(qui.appeler, methode, suite))
                sonde.attendre_la_file(*lances)
        return [lance.result() for lance in lances]


@pytest.mark.parametrize("role", ["proprietaire", "edition", "lecture"])
def test_le_nouveau_jeton_remplace_l_ancien(candidature: Candidature, role: str) -> None:
    ancienne = candidature if role == "proprietaire" else invitee(candidature, role)
    nouvelle = _renouveler(ancienne)
    assert nouvelle.creee == {"candidature": candidature.id, "role": role, "jeton": nouvelle.jeton}
    assert nouvelle.jeton != ancienne.jeton
    assert nouvelle.lire()["id"] == candidature.id
    probleme(ancienne.appeler("GET"), 404, "introuvable")
    probleme(ancienne.appeler("POST", "/jeton/renouvellement"), 404, "introuvable")
    assert evenements_d_acces(nouvelle)[-1] == ("acces_renouvele", role, role)


def test_l_ancien_ouvre_tant_que_le_nouveau_n_a_pas_servi(candidature: Candidature) -> None:
    perdue, recue = _renouveler(candidature), _renouveler(candidature)
    assert candidature.modifier({"contact": {"nom_prenom": "Jeanne"}}).status_code == 200
    probleme(perdue.appeler("GET"), 404, "introuvable")
    assert recue.modifier({"contact": {"nom_prenom": "J."}}).status_code == 200
    for ancienne in (candidature, perdue):
        probleme(ancienne.appeler("GET"), 404, "introuvable")


def test_le_nouveau_peut_servir_d_abord_a_lister(client: Client, candidature: Candidature) -> None:
    nouvelle = _renouveler(candidature)
    lues = client.get("/v1/candidatures", headers={"Authorization": f"Bearer {nouvelle.jeton}"})
    assert [lue["id"] for lue in lues.json()["candidatures"]] == [candidature.id]
    probleme(candidature.appeler("GET"), 404, "introuvable")


def test_un_jeton_remis_ne_vaut_rien_une_fois_l_acces_revoque(candidature: Candidature) -> None:
    editrice = invitee(candidature)
    remise = _renouveler(editrice)
    candidature.appeler("DELETE", f"/acces/{acces(candidature)[1]['id']}").raise_for_status()
    probleme(remise.appeler("GET"), 404, "introuvable")


def test_un_lien_suivi_fait_oublier_le_jeton_remis(client: Client) -> None:
    courriel = adresse()
    remise = _renouveler(candidature_de(client, courriel))
    demander(client, courriel).raise_for_status()
    assert echanger(client, lien_recu(client, courriel)).status_code == 200
    probleme(remise.appeler("GET"), 404, "introuvable")


def test_les_autres_gardent_leur_jeton(candidature: Candidature) -> None:
    editrice = invitee(candidature)
    proprietaire = _renouveler(candidature)
    assert editrice.lire() == proprietaire.lire()
    avant = [lu["id"] for lu in acces(proprietaire)]
    assert [lu["le_votre"] for lu in acces(proprietaire)] == [True, False]
    _renouveler(editrice)
    assert [lu["id"] for lu in acces(proprietaire)] == avant


def test_ses_liens_en_attente_meurent_avec_lui(client: Client) -> None:
    courriel = adresse()
    candidature = candidature_de(client, courriel)
    demander(client, courriel).raise_for_status()
    lien = lien_recu(client, courriel)
    assert _renouveler(candidature).lire()
    probleme(echanger(client, lien), 404, "lien-refuse")


def test_un_enregistrement_retenu_ne_passe_plus(candidature: Candidature) -> None:
    candidature.modifier({"contact": {"nom_prenom": "Jeanne"}}).raise_for_status()
    nouvelle = _renouveler(candidature)
    assert nouvelle.lire()
    probleme(candidature.modifier({"contact": {"nom_prenom": "J."}}), 404, "introuvable")
    assert nouvelle.modifier({"contact": {"nom_prenom": "Jeanne M."}}).status_code == 200


@pytest.mark.verify
def test_dans_un_autre_processus_aussi(
    client: Client, postgres: str, tmp_path: Path, candidature: Candidature
) -> None:
    with _autre_processus(postgres, tmp_path) as ailleurs:
        la_bas = Candidature(ailleurs, candidature.id, candidature.jeton, {})
        for qui, nom in ((candidature, "ici"), (la_bas, "là-bas")):  # each remembers it
            qui.modifier({"contact": {"nom_prenom": nom}}).raise_for_status()
        nouvelle = _renouveler(candidature, ailleurs)
        assert nouvelle.lire()
        for qui in (candidature, la_bas):
            probleme(qui.modifier({"contact": {"nom_prenom": "J."}}), 404, "introuvable")
            probleme(qui.appeler("GET"), 404, "introuvable")
        encore = _renouveler(nouvelle)
        la_bas.jeton = encore.jeton
        assert la_bas.modifier({"contact": {"nom_prenom": "Jeanne"}}).status_code == 200


def test_rejouer_la_creation_ne_rend_pas_un_jeton_qui_ouvre(client: Client) -> None:
    cle = {"Idempotency-Key": uuid4().hex}
    assert _renouveler(client.creer({}, **cle)).lire()
    rejouee = client.post("/v1/candidatures", json={"dossier": {}}, headers=cle)
    probleme(rejouee, 422, "cle-reutilisee")


def test_un_acces_en_cours_de_revocation_ne_se_renouvelle_pas(
    candidature: Candidature, sonde: Sonde
) -> None:
    editrice = invitee(candidature)
    sien = acces(candidature)[1]["id"]
    revocation, renouvellement = _ensemble(
        sonde,
        candidature.id,
        (candidature, "DELETE", f"/acces/{sien}"),
        (editrice, "POST", "/jeton/renouvellement"),
    )
    assert revocation.status_code == 204
    probleme(renouvellement, 404, "introuvable")
    assert acces(candidature)[1]["etat"] == "revoque"


def test_deux_proprietaires_qui_se_revoquent_ne_se_ferment_pas_dehors(
    client: Client, candidature: Candidature, postgres: str, sonde: Sonde
) -> None:
    premier = acces(candidature)[0]
    second, jeton = nouvel_acces(postgres, candidature.id, premier["role"])
    autre = Candidature(client, candidature.id, jeton, {})
    reponses = _ensemble(
        sonde,
        candidature.id,
        (candidature, "DELETE", f"/acces/{second}"),
        (autre, "DELETE", f"/acces/{premier['id']}"),
    )
    assert reponses[0].status_code == 204
    probleme(reponses[1], 404, "introuvable")
    assert [lu["etat"] for lu in acces(candidature)] == ["actif", "revoque"]
