"""No statement of the room forgets the regions: all on dossiers begin in `queries.py`."""

from pathlib import Path
from uuid import UUID

import app.exports
from app.exports.queries import un_depot
from tests.instruction.test_couloirs import enonces


def test_une_requete_commence_par_ce_que_l_appelant_peut_voir() -> None:
    salle = Path(next(iter(app.exports.__path__)))
    fichiers = [f for f in salle.rglob("*.py") if f.name != "queries.py"]
    assert {f.name: [*enonces(f.read_text(encoding="utf-8"))] for f in fichiers} == {
        f.name: [] for f in fichiers
    }


def test_les_fichiers_d_un_depot_se_lisent_sans_son_dossier() -> None:
    """Which may be 2 MB, out of line and compressed."""
    assert "instantane" not in str(un_depot(UUID(int=0), 1))
