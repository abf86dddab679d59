"""No statement of the room forgets the regions: all on dossiers begin in `queries.py`."""

from pathlib import Path

import app.exports
from tests.instruction.test_couloirs import enonces


def test_une_requete_commence_par_ce_que_l_appelant_peut_voir() -> None:
    salle = Path(next(iter(app.exports.__path__)))
    fichiers = [f for f in salle.rglob("*.py") if f.name != "queries.py"]
    assert {f.name: [*enonces(f.read_text(encoding="utf-8"))] for f in fichiers} == {
        f.name: [] for f in fichiers
    }
