"""Judges the file on standard input, in a process of its own that may die of it.

Run as `python -I -m app.pieces_jointes.juge`: prints the verdict in JSON, `{"type": …}` or
`{"code": …, "message": …}`. Ends with the status
`MEMOIRE_EPUISEE` when the memory does not suffice.
"""

import json
import os
import sys
from typing import Final

from app.kit.confine import MEMOIRE_EPUISEE, se_limiter
from app.pieces_jointes.inspection import inspecter
from app.pieces_jointes.verdict import ContenuRefuse

MEMOIRE: Final = 640 * 1024 * 1024
SECONDES: Final = 10


def principal() -> None:
    os.nice(5)  # whoever saves or deposits meanwhile comes first
    se_limiter(MEMOIRE, SECONDES)
    try:
        verdict = {"type": inspecter(sys.stdin.buffer.read())}
    except ContenuRefuse as refus:
        verdict = {"code": refus.code, "message": refus.message}
    except (MemoryError, RecursionError):
        sys.exit(MEMOIRE_EPUISEE)
    json.dump(verdict, sys.stdout)


if __name__ == "__main__":
    principal()
