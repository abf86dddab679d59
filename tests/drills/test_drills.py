"""Ten drills on real engines: 0 lost, 0 doubled, the record whole."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

import pytest

from tests.client import contrat
from tests.drills.installation import Installation, installation
from tests.drills.pannes import PANNES, Panne
from tests.drills.tableau import tableau
from tests.drills.tour import jouer

pytestmark = [pytest.mark.verify, pytest.mark.xdist_group("drills")]
_COURTES: Final = [panne for panne in PANNES if panne.courte]


@pytest.fixture(scope="module")
def ici() -> Generator[Installation]:
    contrat()  # here and now: made by several threads at once, its warnings leak
    with installation() as une:
        yield une


@pytest.mark.parametrize("panne", _COURTES, ids=lambda panne: panne.nom)
def test_rien_d_acquitte_ne_se_perd(
    ici: Installation,
    panne: Panne,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    tour = jouer(ici, panne, tmp_path / "registre")
    record_property("tableau", tableau([tour]))
    assert tour.bilan.intact, tour.bilan
