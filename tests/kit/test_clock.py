"""One clock, injected: nothing else in the service knows what time it is."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from app.kit.clock import DEPART_DU_BAC_A_SABLE, PARIS, Horloge

_APP: Final = Path(__file__).parents[2] / "app"
# Read on anything, for a class may be imported under another name; or on the module `time`.
_DE_LA_DATE: Final = frozenset({"now", "utcnow", "today"})
_DE_TIME: Final = frozenset({"time", "time_ns", "localtime", "gmtime"})
_EXCEPTIONS: Final = {
    ("kit/clock.py", "now"): "it is the clock",
}


def test_sans_depart_l_horloge_est_celle_de_la_machine() -> None:
    avant = datetime.now(UTC)
    lue = Horloge().maintenant()
    assert avant <= lue <= datetime.now(UTC)
    assert lue.tzinfo is UTC


def test_avec_un_depart_l_horloge_en_part_et_avance() -> None:
    horloge = Horloge(DEPART_DU_BAC_A_SABLE)
    premiere = horloge.maintenant()
    assert premiere >= DEPART_DU_BAC_A_SABLE
    assert premiere.tzinfo is UTC
    while (suivante := horloge.maintenant()) == premiere:
        pass
    assert suivante > premiere
    assert Horloge(DEPART_DU_BAC_A_SABLE).maintenant() < horloge.maintenant()


def test_le_bac_a_sable_part_du_18_septembre_2023_a_neuf_heures() -> None:
    assert DEPART_DU_BAC_A_SABLE.isoformat() == "2023-09-18T09:00:00+02:00"
    assert DEPART_DU_BAC_A_SABLE.tzinfo is PARIS


def _lectures(source: str) -> Iterator[str]:
    """Every reading of the machine's clock in a file: `now`, `time.time`, ..."""
    for noeud in ast.walk(ast.parse(source)):
        if isinstance(noeud, ast.Attribute) and noeud.attr in _DE_LA_DATE:
            yield noeud.attr
        elif isinstance(noeud, ast.Attribute) and noeud.attr in _DE_TIME:
            if ast.unparse(noeud.value) == "time":
                yield f"time.{noeud.attr}"
        elif isinstance(noeud, ast.ImportFrom) and noeud.module == "time":
            yield from (f"time.{n.name}" for n in noeud.names if n.name in _DE_TIME)


def test_rien_d_autre_ne_lit_l_heure_de_la_machine() -> None:
    trouvees = {
        (fichier.relative_to(_APP).as_posix(), lecture)
        for fichier in _APP.rglob("*.py")
        for lecture in _lectures(fichier.read_text(encoding="utf-8"))
    }
    assert trouvees == set(_EXCEPTIONS)


@pytest.mark.parametrize(
    "source",
    [
        "import datetime; datetime.datetime.now()",
        "from datetime import date as d; d.today()",
        "from datetime import datetime; f = datetime.utcnow",
        "import time; time.time()",
        "from time import time; time()",
        "import time; time.time_ns()",
    ],
)
def test_une_lecture_de_l_heure_serait_vue(source: str) -> None:
    assert list(_lectures(source))


@pytest.mark.parametrize("source", ["from time import monotonic; monotonic()", "instant.time()"])
def test_mesurer_une_duree_n_est_pas_lire_l_heure(source: str) -> None:
    assert not list(_lectures(source))
