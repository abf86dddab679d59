"""What is remembered of judgements stays small, whatever is sent."""

import tracemalloc
from collections.abc import Callable

import pytest

from app.formulaire.evaluation import examiner
from tests.formulaire.exemples import Json

_MEGAOCTET = 1_000_000


def _membres_incomplets(rang: int) -> Json:
    return {"gouvernance": {"membres": [{"nom": str(rang)}, *({} for _ in range(100))]}}


def _champs_inconnus(rang: int) -> Json:
    return {"contact": {f"champ{rang}_{inconnu}": 1 for inconnu in range(500)}}


def _texte_demesure(rang: int) -> Json:
    return {"perimetre": {"nom_territoire": f"{rang}" + "x" * 100_000}}


@pytest.mark.parametrize("envoi", [_membres_incomplets, _champs_inconnus, _texte_demesure])
def test_ce_qui_est_demesure_n_est_pas_retenu(envoi: Callable[[int], Json]) -> None:
    examiner(envoi(0))
    tracemalloc.start()
    try:
        for rang in range(1, 21):
            examiner(envoi(rang))
        retenu, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert retenu < _MEGAOCTET
