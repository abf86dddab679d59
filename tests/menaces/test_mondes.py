"""A sandbox that goes live, or a production taken for one: neither starts where the other was."""

import asyncio
import io
import json
from collections.abc import Generator
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from alembic import command
from pypdf import PdfReader
from sqlalchemy import Connection, NullPool
from sqlalchemy.ext.asyncio import create_async_engine

from app.acces.jeton import Prefixe, nouveau_jeton
from app.config import Settings
from app.depots.accuse import D_ESSAI
from app.depots.verification import verifier_fichier
from app.exploitation.monde import AutreMonde
from app.kit.keys.signature import SignatureInvalide
from app.kit.postgres.migrations import configuration
from app.main import create_app
from tests.acces.cles import porteur
from tests.bases import base_migree, du_service, migrer_pour_servir, sql
from tests.client import Client
from tests.conftest import reglages_pour, servir
from tests.depots.pieces import accuse, deposee
from tests.exploitation.processus import Service

_OUVERTE: Final = {"cloture": "2099-01-01T00:00:00Z"}
_CLE_DU_BAC: Final = (
    "INSERT INTO cle_api (id, titulaire, empreinte, prefixe, nom, portees, creee_le, creee_par) "
    "VALUES (gen_random_uuid(), gen_random_uuid(), '\\x{}', 'tip_', 'Bac à sable', "
    "'{{administration}}', now(), 'bac à sable')"
)
_CANDIDATURE: Final = (
    "INSERT INTO candidature (id, etat, version, revision, version_formulaire, dossier, creee_le, "
    "modifiee_le, chaine) "
    "VALUES (gen_random_uuid(), 'brouillon', 1, 1, '1', '{}', now(), now(), '')"
)


@pytest.fixture
def base(postgres: str) -> Generator[str]:
    """A database that nobody has started on."""
    with base_migree(postgres) as url:
        yield url


def _demarrer(reglages: Settings) -> None:
    """Start a service, and stop it."""

    async def vivre() -> None:
        app = create_app(reglages)
        async with app.router.lifespan_context(app):
            pass

    asyncio.run(vivre())


@pytest.mark.parametrize("bac_d_abord", [True, False])
@pytest.mark.parametrize("quoi", ["base", "magasin"])
def test_nul_ne_demarre_la_ou_l_autre_etait(
    postgres: str, base: str, tmp_path: Path, quoi: str, *, bac_d_abord: bool
) -> None:
    _demarrer(reglages_pour(base, tmp_path / "un", bac_a_sable=bac_d_abord))
    with base_migree(postgres) as autre:
        url, dossier = (base, tmp_path / "deux") if quoi == "base" else (autre, tmp_path / "un")
        with pytest.raises(AutreMonde, match="TI_DONNEES"):
            _demarrer(reglages_pour(url, dossier, bac_a_sable=not bac_d_abord))
        _demarrer(reglages_pour(base, tmp_path / "un", bac_a_sable=bac_d_abord))


def _en_0_3_0(url: str, *enonces: str) -> None:
    """The tables of 0.3.0, with something in them; then those of today."""

    def descendre(connexion: Connection) -> None:
        command.downgrade(configuration(connexion), "0004")

    async def agir() -> None:
        moteur = create_async_engine(url, poolclass=NullPool)
        async with moteur.connect() as connexion:
            await connexion.run_sync(descendre)
        await moteur.dispose()

    asyncio.run(agir())
    sql(url, *enonces)
    migrer_pour_servir(url)


# What a database of 0.3.0 holds; whether it is a sandbox's.
_DE_0_3_0: Final = {
    "un bac à sable": ((_CANDIDATURE, _CLE_DU_BAC.format("00")), True),
    "un bac à sable vide": ((_CLE_DU_BAC.format("00"),), True),
    "une production": ((_CANDIDATURE,), False),
}


@pytest.mark.parametrize(("contenu", "bac"), _DE_0_3_0.values(), ids=_DE_0_3_0.keys())
def test_une_base_d_une_version_sans_marque_est_reconnue(
    base: str, tmp_path: Path, contenu: tuple[str, ...], *, bac: bool
) -> None:
    _en_0_3_0(base, *contenu)
    with pytest.raises(AutreMonde):
        _demarrer(reglages_pour(base, tmp_path / "un", bac_a_sable=not bac))
    _demarrer(reglages_pour(base, tmp_path / "deux", bac_a_sable=bac))


def test_une_base_vide_est_a_qui_y_demarre_d_abord(base: str, tmp_path: Path) -> None:
    _en_0_3_0(base)
    _demarrer(reglages_pour(base, tmp_path))
    assert sql(base, "SELECT nature FROM marque") == [("production",)]


def test_devenue_d_un_autre_monde_la_base_rend_le_service_indisponible(
    base: str, tmp_path: Path
) -> None:
    with servir(reglages_pour(base, tmp_path, bac_a_sable=True)) as client:
        assert client.get("/sante/pret").status_code == 200
        sql(base, "UPDATE marque SET nature = 'production'")
        assert client.get("/sante/pret").json()["sante"]["base"] is False


def test_une_cle_du_bac_a_sable_n_ouvre_rien_en_production(base: str, tmp_path: Path) -> None:
    """Left in a database that an operator has since declared one of production."""
    cle = nouveau_jeton(Prefixe.CLE)
    sql(base, _CLE_DU_BAC.format(cle.empreinte.hex()))
    with servir(reglages_pour(base, tmp_path)) as client:
        assert client.get("/v1/administration/cles", headers=porteur(cle.texte)).status_code == 401


# --- Receipts ---


def _verifier(client: Client, recu: bytes, dossier: Path) -> str:
    """What `ti verifier` says of a receipt, with the keys that this service publishes."""
    fichier, cles = dossier / f"{uuid4()}.json", dossier / f"{uuid4()}.jwks"
    fichier.write_bytes(recu)
    cles.write_bytes(client.get("/.well-known/jwks.json").content)
    return verifier_fichier(fichier, cles, [])


def test_l_accuse_d_un_bac_a_sable_le_dit_et_ne_se_verifie_pas_en_production(
    postgres: str, base: str, tmp_path: Path
) -> None:
    """Even where both have had the same folder of keys."""
    cle = {"cle_signature": tmp_path / "cles" / "signature.pem"}
    with servir(reglages_pour(base, tmp_path / "bac", bac_a_sable=True, **cle)) as bac:
        candidature = deposee(bac)
        essai, pdf = accuse(candidature).content, accuse(candidature, accept="application/pdf")
        assert D_ESSAI in _verifier(bac, essai, tmp_path)
    lu = json.loads(essai)["accuse"]
    assert (lu["bac_a_sable"], lu["mentions"][0]) == (True, D_ESSAI)
    pages = PdfReader(io.BytesIO(pdf.content)).pages
    assert all("Bac à sable" in page.extract_text() for page in pages)
    with (
        base_migree(postgres) as autre,
        servir(reglages_pour(autre, tmp_path / "vrai", **_OUVERTE, **cle)) as vrai,
    ):
        veritable = accuse(deposee(vrai)).content
        assert "bac_a_sable" not in json.loads(veritable)["accuse"]
        assert D_ESSAI not in _verifier(vrai, veritable, tmp_path)
        with pytest.raises(SignatureInvalide):
            _verifier(vrai, essai, tmp_path)


# --- As its user runs it ---


def test_ti_serve_dit_pourquoi_il_ne_demarre_pas(base: str, tmp_path: Path) -> None:
    _demarrer(reglages_pour(base, tmp_path, bac_a_sable=True))
    production = Service(
        tmp_path,
        TI_DATABASE_URL=du_service(base),
        TI_BAC_A_SABLE="false",
        TI_CLOTURE="2099-01-01T00:00:00Z",
    )
    assert production.attendre_la_fin() == 1
    assert "Cette base est d'un bac à sable" in production.dit.splitlines()[-1]
