"""Killed in the midst of an export, the service gives no part of it; started again, all of it."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from app.acces.droits import Portee
from tests.acces.temoins import nouvelle_cle
from tests.bases import base_migree, du_service, sql
from tests.candidatures.outils import Sonde
from tests.client import Client, Json
from tests.exploitation.processus import DELAI, service
from tests.exports.outils import ICI
from tests.instruction.deposees import Deposee, deposer

_DOSSIERS = 20
_ATTEND = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


def _bientot(vrai: Callable[[], bool]) -> None:
    fin = monotonic() + DELAI
    while not vrai():
        assert monotonic() < fin


@pytest.mark.verify
def test_tue_au_milieu_d_un_export_il_n_en_donne_rien_puis_tout(
    postgres: str, tmp_path: Path
) -> None:
    with base_migree(postgres) as url:
        reglages: Any = {"TI_DATABASE_URL": du_service(url), "TI_PROCESSUS": "1"}
        entetes = {"Authorization": f"Bearer {nouvelle_cle(url, Portee.INSTRUCTION_LECTURE)[1]}"}
        deposer(url, *(Deposee() for _ in range(_DOSSIERS)))
        sonde, magasin = Sonde(url), tmp_path / "fichiers" / "exports"
        with service(tmp_path, **reglages) as vivant, vivant.client() as client:
            with sonde.verrou("LOCK TABLE note IN ACCESS EXCLUSIVE MODE"):
                voulu = {"format": "xlsx", "contenus": ["notes"]}
                chemin = f"{ICI}/{client.post(ICI, json=voulu, headers=entetes).json()['id']}"
                _bientot(lambda: sql(url, _ATTEND) != [(0,)])
                assert client.get(chemin, headers=entetes).json()["etat"] == "en_cours"
                assert client.get(f"{chemin}/contenu", headers=entetes).status_code == 409
                vivant.processus.kill()
                vivant.attendre_la_fin()
            _bientot(lambda: sql(url, _ATTEND) == [(0,)])
        assert [*magasin.iterdir()] == []

        def lire(client: Client) -> Json:
            return client.get(chemin, headers=entetes).raise_for_status().json()

        with service(tmp_path, **reglages) as vivant, vivant.client() as client:
            assert client.get(f"{chemin}/contenu", headers=entetes).status_code == 409
            _bientot(lambda: lire(client)["etat"] not in ("en_attente", "en_cours"))
            fini = lire(client)
            assert (fini["etat"], fini["fait"]) == ("pret", _DOSSIERS)
            fichier = client.get(f"{chemin}/contenu", headers=entetes).content
            assert sha256(fichier).hexdigest() == fini["sha256"]
            assert len([*magasin.iterdir()]) == 1
        assert sql(url, "SELECT essai FROM export") == [(2,)]
        sonde.fermer()
