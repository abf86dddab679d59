"""The mail that the sandbox keeps: read by those who try it, gone with its reset."""

import asyncio
from collections.abc import Generator
from pathlib import Path

import pytest

from tests.acces.courrier import candidature_de, demander, recu
from tests.bases import base_migree, oublier_les_processus, sql
from tests.client import Client, Json
from tests.conftest import reglages_pour, servir
from tests.kit.jobs.atelier import atelier

COURRIELS = "/v1/bac-a-sable/courriels"


@pytest.fixture(scope="module")
def base_a_part(postgres: str) -> Generator[str]:
    with base_migree(postgres) as url:
        oublier_les_processus(url)
        yield url


@pytest.fixture
def bac(base_a_part: str, tmp_path: Path) -> Generator[Client]:
    with servir(reglages_pour(base_a_part, tmp_path, bac_a_sable=True, travaux=True)) as client:
        yield client


def perdre(bac: Client, courriel: str) -> Json:
    """Lose the secret of a candidature, and ask for it: the mail that would have been sent."""
    candidature_de(bac, courriel)
    demander(bac, courriel).raise_for_status()
    return recu(bac, courriel)


def confier_l_inconnu(url: str) -> None:
    """Entrust a job of a kind that nobody does."""

    async def confier() -> None:
        async with atelier(url, {}, demarre=False) as ouvert:
            await ouvert.confier("fait-par-personne")

    asyncio.run(confier())


def lire(bac: Client) -> list[Json]:
    return bac.get(COURRIELS).raise_for_status().json()["courriels"]


def test_le_bac_a_sable_montre_les_courriels_qu_il_n_envoie_pas(bac: Client) -> None:
    assert lire(bac) == []
    garde = perdre(bac, "a@example.fr")
    assert garde.keys() == {"a", "objet", "texte", "envoye_le"}
    assert garde["objet"] == "Retrouver vos candidatures Territoires d'industrie"
    assert garde["envoye_le"].startswith("2023-09-18T07:")
    perdre(bac, "b@example.fr")
    assert [garde["a"] for garde in lire(bac)] == ["a@example.fr", "b@example.fr"]


def test_la_remise_a_zero_oublie_les_courriels_et_les_travaux(
    bac: Client, base_a_part: str
) -> None:
    perdre(bac, "c@example.fr")
    confier_l_inconnu(base_a_part)
    bac.post("/v1/bac-a-sable/reinitialiser").raise_for_status()
    assert lire(bac) == []
    assert sql(base_a_part, "TABLE pgqueuer") == []
    assert perdre(bac, "c@example.fr")["a"] == "c@example.fr"
