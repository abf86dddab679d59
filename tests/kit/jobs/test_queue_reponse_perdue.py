"""An answer of PostgreSQL is lost: a job is there or is not, and is done once, or once more."""

import asyncio
from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest

from app.kit.jobs.pace import Rythme
from app.kit.postgres.outage import est_une_panne
from tests.kit.jobs.atelier import PRESSE, Atelier, atelier, noter
from tests.relais import Coupure, Relais, relais

# What a worker says to take jobs, among which this kind, then that one is done.
_PRENDRE: Final = b"essai"
_FINIR: Final = b"successful"
_EN_FILE: Final = "SELECT count(*) FROM pgqueuer"


@pytest.fixture
def reseau(file_vide: str) -> Generator[Relais]:
    with relais(file_vide) as ouvert:
        yield ouvert


async def _confier_malgre_tout(o: Atelier, **contenu: Any) -> None:
    """Entrust a job; whether that was committed nobody knows here."""
    try:
        await o.confier("essai", **contenu)
    except Exception as erreur:
        assert est_une_panne(erreur)
    else:
        raise AssertionError("la réponse n'a pas été perdue")


@pytest.mark.parametrize("perdue", [Coupure.DEMANDE, Coupure.REPONSE], ids=lambda c: c.name)
def test_un_travail_confie_se_fait_une_fois_si_sa_transaction_est_validee(
    reseau: Relais, file_vide: str, perdue: Coupure
) -> None:
    async def essai() -> list[int]:
        faits = asyncio.Queue[Any]()
        async with (
            atelier(reseau.url, {}, demarre=False) as demandeur,
            atelier(file_vide, {"essai": noter(faits)}) as o,
        ):
            reseau.coupure = perdue
            await _confier_malgre_tout(demandeur, rang=1)
            await o.confier("essai", rang=2)
            await o.attendre(_EN_FILE, 0)
        return sorted(faits.get_nowait()["rang"] for _ in range(faits.qsize()))

    assert asyncio.run(essai()) == ([1, 2] if perdue is Coupure.REPONSE else [2])
    assert reseau.coupure is Coupure.RIEN


@pytest.mark.parametrize(
    ("marque", "perdue"),
    [(_PRENDRE, Coupure.DEMANDE), (_FINIR, Coupure.REPONSE)],
    ids=["pas encore pris", "fini"],
)
def test_un_travail_dont_la_base_sait_ce_qu_il_est_devenu_se_fait_une_fois(
    reseau: Relais, perdue: Coupure, marque: bytes
) -> None:
    assert asyncio.run(_faire(reseau, marque, perdue, PRESSE)) == 1


@pytest.mark.parametrize(
    ("marque", "perdue", "au_moins"),
    [(_PRENDRE, Coupure.REPONSE, 1), (_FINIR, Coupure.DEMANDE, 2)],
    ids=["pas commencé", "fini"],
)
def test_un_travail_que_la_base_croit_en_cours_se_refait(
    reseau: Relais, perdue: Coupure, marque: bytes, au_moins: int
) -> None:
    """Who took it is silent about it; a slow machine may be silent for as long once more."""
    rythme = replace(PRESSE, silence=timedelta(milliseconds=100))
    assert asyncio.run(_faire(reseau, marque, perdue, rythme)) >= au_moins


async def _faire(reseau: Relais, marque: bytes, perdue: Coupure, rythme: Rythme) -> int:
    """How many times a job is done, of which this is lost."""
    faits = asyncio.Queue[Any]()
    async with atelier(reseau.url, {"essai": noter(faits)}, rythme=rythme, demarre=False) as o:
        await o.confier("essai")
        reseau.marque, reseau.coupure = marque, perdue
        o.demarrer()
        await o.attendre(_EN_FILE, 0)
    assert reseau.coupure is Coupure.RIEN
    return faits.qsize()
