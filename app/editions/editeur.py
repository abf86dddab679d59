"""Prints a deposit, in a process of its own, which gives its memory back: see `imprimer`."""

import os
import sys
from typing import IO, Final

from pydantic import TypeAdapter

from app.editions.depose import Depose
from app.editions.dossier_imprime import dossier_pdf
from app.kit.confine import MEMOIRE_EPUISEE, se_limiter

MEMOIRE: Final = 1280 * 1024 * 1024
SECONDES: Final = 15  # of processor time
SORTIE_MAX: Final = 16 * 1024 * 1024
"""Bytes of a PDF: a dossier of two million letters makes 586 pages, of less than five million."""
_DEPOSE: Final = TypeAdapter(Depose)


def principal(entree: IO[bytes], sortie: IO[bytes]) -> None:
    """Write the PDF of the `Depose` that `entree` holds as JSON.

    Ends with the status `MEMOIRE_EPUISEE` when that takes more than it may.
    """
    os.nice(5)  # whoever saves or deposits meanwhile comes first
    # Else typst starts a thread for each processor, whose stacks count as memory.
    os.environ["RAYON_NUM_THREADS"] = "1"
    octets = entree.read()
    se_limiter(MEMOIRE, SECONDES)
    try:
        pdf = dossier_pdf(_DEPOSE.validate_json(octets))
    except MemoryError:
        sys.exit(MEMOIRE_EPUISEE)
    if len(pdf) > SORTIE_MAX:
        sys.exit(MEMOIRE_EPUISEE)
    sortie.write(pdf)
