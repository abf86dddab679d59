"""The whole story by a real SMTP server, in a service that is no sandbox."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.kit.jobs.queue import FILE
from tests.acces.courrier import (
    acces,
    candidature_de,
    demander,
    echanger,
    evenements_d_acces,
    inviter,
    liens,
    suivre,
)
from tests.bases import base_migree, sql
from tests.candidatures.outils import probleme
from tests.client import Client
from tests.conftest import reglages_pour, servir
from tests.smtp import Boite, serveur_smtp

_FRONT = "https://front.example.fr/reprise"
_MARTIN, _DURAND = "jeanne.martin@example.fr", "ali.durand@example.fr"
_AUTRE = "autre.personne@example.fr"


@pytest.fixture(scope="module")
def boite() -> Generator[Boite]:
    with serveur_smtp() as boite:
        yield boite


@pytest.fixture(scope="module")
def base(postgres: str) -> Generator[str]:
    with base_migree(postgres) as url:
        yield url


@contextmanager
def _servir(base: str, boite: Boite, dossier: Path, **autres: object) -> Generator[Client]:
    """The service, its mail sent by this server."""
    reglages = {
        **boite.reglages,
        "expediteur": "Appel <appel@example.fr>",
        "url_reprise": f"{_FRONT}#lien={{lien}}",
        "cloture": datetime.now(UTC) + timedelta(days=30),
        "travaux": True,
    }
    with servir(reglages_pour(base, dossier, **reglages | autres)) as client:
        yield client


def _recevoir(boite: Boite, qui: str) -> str:
    """The only link of the next mail, which is for them."""
    recu = boite.recevoir()
    texte = recu.get_content()
    assert recu["To"] == qui and f"{_FRONT}#lien=til_" in texte
    (lien,) = liens(texte)
    return lien


def test_d_une_invitation_a_un_jeton_retrouve(base: str, boite: Boite, tmp_path: Path) -> None:
    with _servir(base, boite, tmp_path) as service:
        _jouer(service, boite)


def _jouer(service: Client, boite: Boite) -> None:
    candidature = candidature_de(service, _MARTIN)
    inviter(candidature, _DURAND, "edition").raise_for_status()
    lien = _recevoir(boite, _DURAND)
    editeur = suivre(service, lien)
    editeur.modifier({"contact": {"nom_prenom": "Ali Durand"}}).raise_for_status()
    probleme(echanger(service, lien), 404, "lien-refuse")

    inviter(candidature, _DURAND, "lecture").raise_for_status()
    lecteur = suivre(service, _recevoir(boite, _DURAND))
    probleme(editeur.appeler("GET"), 404, "introuvable")
    probleme(lecteur.modifier({"contact": {"nom_prenom": "Ali"}}), 403, "acces-insuffisant")
    assert lecteur.lire()["dossier"]["contact"] == {"nom_prenom": "Ali Durand"}

    (sien, invite) = (lu["id"] for lu in acces(candidature))
    qui = [(e["genre"], e["auteur"], e["acces"]) for e in candidature.evenements()]
    assert ("modifiee", "edition", invite) in qui
    assert qui[0] == ("creee", "proprietaire", sien)

    candidature.appeler("DELETE", f"/acces/{invite}").raise_for_status()
    probleme(lecteur.appeler("GET"), 404, "introuvable")

    assert demander(service, _DURAND).status_code == demander(service, _MARTIN).status_code == 202
    perdu = _recevoir(boite, _MARTIN)
    retrouvee = suivre(service, perdu)
    probleme(candidature.appeler("GET"), 404, "introuvable")
    probleme(echanger(service, perdu), 404, "lien-refuse")
    assert boite.est_vide()
    assert evenements_d_acces(retrouvee) == [
        ("acces_invite", "proprietaire", "edition"),
        ("acces_ouvert", "edition", "edition"),
        ("acces_invite", "proprietaire", "lecture"),
        ("acces_ouvert", "lecture", "lecture"),
        ("acces_revoque", "proprietaire", "lecture"),
        ("acces_ouvert", "proprietaire", "proprietaire"),
    ]


def test_une_invitation_revoquee_avant_d_etre_envoyee_ne_part_pas(
    base: str, boite: Boite, tmp_path: Path
) -> None:
    with _servir(base, boite, tmp_path, travaux=False) as client:
        candidature = candidature_de(client, _MARTIN)
        inviter(candidature, _DURAND).raise_for_status()
        candidature.appeler("DELETE", f"/acces/{acces(candidature)[1]['id']}").raise_for_status()
        inviter(candidature, _AUTRE).raise_for_status()
    with _servir(base, boite, tmp_path) as client:
        assert suivre(client, _recevoir(boite, _AUTRE)).id == candidature.id
    assert sql(base, f"SELECT entrypoint FROM {FILE}") == []
    assert boite.est_vide()


def test_sans_serveur_de_courriel_rien_n_est_promis(base: str, tmp_path: Path) -> None:
    cloture = datetime.now(UTC) + timedelta(days=30)
    with servir(reglages_pour(base, tmp_path, cloture=cloture)) as client:
        candidature = candidature_de(client, _MARTIN)
        probleme(demander(client, _MARTIN), 503, "courriel-indisponible")
        probleme(inviter(candidature, _DURAND), 503, "courriel-indisponible")
        assert len(acces(candidature)) == 1


def test_les_demandes_et_les_echecs_sont_comptes(base: str, boite: Boite, tmp_path: Path) -> None:
    with _servir(base, boite, tmp_path, echecs_par_heure=2) as client:
        demandees = [demander(client, "comptee@example.fr") for _ in range(4)]
        assert [reponse.status_code for reponse in demandees] == [202, 202, 202, 429]
        inconnus = [echanger(client, f"til_{'B' * 43}") for _ in range(3)]
        assert [reponse.status_code for reponse in inconnus] == [404, 404, 429]
        probleme(inconnus[-1], 429, "trop-de-requetes")


def test_qui_invite_quelqu_un_ne_l_empeche_pas_de_retrouver_les_siennes(
    base: str, boite: Boite, tmp_path: Path
) -> None:
    with _servir(base, boite, tmp_path) as client:
        candidature = candidature_de(client, _MARTIN)
        invitees = [inviter(candidature, "visee@example.fr") for _ in range(4)]
        assert [reponse.status_code for reponse in invitees] == [201, 200, 200, 429]
        assert [boite.recevoir()["To"] for _ in range(3)] == ["visee@example.fr"] * 3
        assert demander(client, "visee@example.fr").status_code == 202
