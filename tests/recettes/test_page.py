"""What the recipes name is there, and each of them is followed."""

from pathlib import Path
from typing import Final

import pytest

from tests.copie import PROJET
from tests.recettes.page import recette, titres

_TITRES: Final = titres()


@pytest.mark.parametrize("titre", _TITRES)
def test_ce_qu_une_recette_fait_ecrire_existe(titre: str) -> None:
    assert [nom for nom in recette(titre).fichiers if not any(PROJET.glob(nom))] == []


def test_chaque_recette_est_suivie() -> None:
    textes = [f.read_text(encoding="utf-8") for f in Path(__file__).parent.glob("test_*.py")]
    assert [titre for titre in _TITRES if not any(f'"{titre}"' in texte for texte in textes)] == []
    assert len(_TITRES) >= 8
