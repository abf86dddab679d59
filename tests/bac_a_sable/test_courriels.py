"""The mail that the sandbox keeps: read by those who try it, gone with its reset."""

import asyncio
from collections.abc import Generator
from pathlib import Path

import pytest

from app.kit.clock import Horloge
from app.kit.jobs.mail import Courriel, Messagerie
from app.kit.postgres.migrations import migrer
from tests.bases import base_neuve, sql
from tests.client import Client
from tests.conftest import reglages_pour, servir
from tests.kit.jobs.atelier import atelier

COURRIELS = "/v1/bac-a-sable/courriels"


@pytest.fixture(scope="module")
def base_a_part(postgres: str) -> Generator[str]:
    with base_neuve(postgres) as url:
        asyncio.run(migrer(url))
        yield url


@pytest.fixture
def bac(base_a_part: str, tmp_path: Path) -> Generator[Client]:
    with servir(reglages_pour(base_a_part, tmp_path, bac_a_sable=True, travaux=True)) as client:
        yield client


def confier(url: str, courriel: Courriel) -> None:
    """Entrust a mail, as an act of the service does, and a job of which nobody knows the kind."""

    async def confier() -> None:
        async with atelier(url, {}, demarre=False) as ouvert:
            reglages = reglages_pour(url, Path(), bac_a_sable=True)
            messagerie = Messagerie(reglages, Horloge(), ouvert.travaux)
            async with ouvert.base.transaction() as connexion:
                await messagerie.confier(connexion, courriel)
            await ouvert.confier("fait-par-personne", a=courriel.a)

    asyncio.run(confier())


def lire(bac: Client) -> list[dict[str, str]]:
    return bac.get(COURRIELS).raise_for_status().json()["courriels"]


def attendre(bac: Client, nombre: int) -> list[dict[str, str]]:
    """The mail kept, once there is this much."""
    for _ in range(10_000):
        if len(gardes := lire(bac)) >= nombre:
            return gardes
    raise AssertionError(f"{nombre} courriels attendus")


def test_le_bac_a_sable_montre_les_courriels_qu_il_n_envoie_pas(
    bac: Client, base_a_part: str
) -> None:
    assert lire(bac) == []
    confier(base_a_part, Courriel("a@example.fr", "Premier", "Voici :\nun lien"))
    (garde,) = attendre(bac, 1)
    le = garde.pop("envoye_le")
    assert garde == {"a": "a@example.fr", "objet": "Premier", "texte": "Voici :\nun lien"}
    assert le.startswith("2023-09-18T07:")
    confier(base_a_part, Courriel("b@example.fr", "Second", "Texte"))
    assert [garde["objet"] for garde in attendre(bac, 2)] == ["Premier", "Second"]


def test_la_remise_a_zero_oublie_les_courriels_et_les_travaux(
    bac: Client, base_a_part: str
) -> None:
    courriel = Courriel("a@example.fr", "Objet", "Texte")
    confier(base_a_part, courriel)
    attendre(bac, 1)
    bac.post("/v1/bac-a-sable/reinitialiser").raise_for_status()
    assert lire(bac) == []
    assert sql(base_a_part, "TABLE pgqueuer") == []
    confier(base_a_part, courriel)
    attendre(bac, 1)
