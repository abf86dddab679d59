"""The job of the antivirus, when something breaks at the worst moment."""

import signal
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.kit.files.storage import Magasin
from app.kit.postgres.embedded import PostgresEmbarque
from app.pieces_jointes import antivirus
from tests.bases import sql
from tests.exploitation.processus import service
from tests.faux_clamd import faux_clamd
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.avec_antivirus import INFECTE, VITE, Essai, essai_sur
from tests.pieces_jointes.outils import attendre, magasin, pieces


def test_une_panne_avant_l_isolement_ne_laisse_rien_servir(
    lance: Essai, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said infected, not moved yet: as after a kill between the two."""
    essais = list[UUID]()
    isoler = Magasin.isoler

    async def en_panne(magasin: Magasin, id: UUID) -> None:
        essais.append(id)
        raise OSError("magasin")

    monkeypatch.setattr(Magasin, "isoler", en_panne)
    candidature = lance.client.creer()
    lance.faux.eteindre()
    piece = lance.joindre(candidature, INFECTE)
    lance.faux.allumer()
    attendre(lambda: len(essais) > 1, lance.client)
    assert lance.contenu(candidature, piece["id"])[0] == 409
    monkeypatch.setattr(Magasin, "isoler", isoler)
    lance.attendre_la_fin()
    assert piece["id"] in lance.isolees() - magasin(lance.reglages)
    genres = [evenement["genre"] for evenement in candidature.evenements()]
    assert genres.count("piece_infectee") == 1


def test_un_fichier_retire_pendant_la_panne_n_est_plus_analyse(lance: Essai) -> None:
    candidature = lance.client.creer()
    lance.faux.eteindre()
    piece = lance.joindre(candidature, INFECTE)
    candidature.appeler("DELETE", f"/pieces-jointes/{piece['id']}").raise_for_status()
    avant = lance.faux.scans
    lance.faux.allumer()
    lance.attendre_la_fin()
    assert lance.faux.scans == avant
    assert piece["id"] not in lance.isolees() | magasin(lance.reglages)


def test_ce_dont_le_travail_fut_abandonne_est_repris(lance: Essai) -> None:
    candidature = lance.client.creer()
    lance.faux.eteindre()
    ancien = {"X-Horloge": "2023-09-16T09:00:00+02:00"}
    piece = candidature.joindre("lettres", "a.pdf", e.pdf(), **ancien).json()
    recente = lance.joindre(candidature, e.pdf())
    sql(lance.url, "DELETE FROM pgqueuer")
    lance.faux.allumer()
    sql(
        lance.url,
        "INSERT INTO pgqueuer (priority, status, entrypoint, payload) "
        f"VALUES (0, 'queued', '{antivirus.REPRENDRE}', '{{}}')",
    )
    lance.attendre_etat(candidature, piece, "sain")
    lance.attendre_la_fin()
    assert {lue["id"]: lue["antivirus"] for lue in pieces(candidature)}[
        recente["id"]
    ] == "en_attente"


def test_un_fichier_en_attente_survit_a_un_kill(tmp_path: Path) -> None:
    with faux_clamd() as faux:
        faux.eteindre()
        with service(tmp_path, TI_CLAMD=faux.adresse) as tue, tue.client() as client:
            candidature = client.creer()
            jointe = candidature.joindre("lettres", "a.pdf", INFECTE)
            tue.signaler(signal.SIGKILL)
        assert (jointe.status_code, jointe.json()["antivirus"]) == (201, "en_attente")
        piece = jointe.json()["id"]
        faux.allumer()
        quarantaine = tmp_path / "fichiers" / "quarantaine"
        # The job may have been taken: the dead are soon given up.
        rythme = replace(VITE, silence=timedelta(seconds=1))
        with (
            PostgresEmbarque(tmp_path) as base,
            essai_sur(base.url, tmp_path, faux, rythme) as releve,
        ):
            attendre((quarantaine / piece).exists, releve.client)
            candidature.client = releve.client
            (lue,) = pieces(candidature)
            assert lue["antivirus"] == "infecte"
