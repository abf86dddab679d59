"""Judges a stranger's file, in a process of its own that may die of it: see `jugement`."""

import json
import os
import sys
from typing import IO, Final

from app.kit.confine import MEMOIRE_EPUISEE, se_limiter
from app.pieces_jointes.inspection import inspecter
from app.pieces_jointes.verdict import ContenuRefuse

MEMOIRE: Final = 640 * 1024 * 1024
SECONDES: Final = 2
PAR_SECONDE: Final = 32 * 1024 * 1024
"""Bytes of a file for which its judge has one second more."""


def principal(entree: IO[bytes], sortie: IO[bytes]) -> None:
    """Write the verdict on `entree` in JSON, `{"type": …}` or `{"code": …, "message": …}`.

    Ends with the status `MEMOIRE_EPUISEE` when the memory does not suffice.
    """
    os.nice(5)  # whoever saves or deposits meanwhile comes first
    contenu = entree.read()
    se_limiter(MEMOIRE, SECONDES + len(contenu) // PAR_SECONDE)
    try:
        verdict = {"type": inspecter(contenu)}
    except ContenuRefuse as refus:
        verdict = {"code": refus.code, "message": refus.message}
    except (MemoryError, RecursionError):
        sys.exit(MEMOIRE_EPUISEE)
    sortie.write(json.dumps(verdict).encode())
