"""Writes an export, in a process of its own: see `ecrire_un_export.py`, which tells it what.

It is given lines: a `Commande`, then each dossier, then `{"fin": Fin}`.
"""

import errno
import os
import sys
from contextlib import ExitStack
from typing import IO, Final

from pydantic import TypeAdapter

from app.exports.cellules_exportees import Trop
from app.exports.manifeste import Fin
from app.exports.redaction import Commande
from app.exports.redactions import REDACTIONS
from app.kit.confine import MEMOIRE_EPUISEE, se_limiter
from app.kit.files.disk_errors import disque_refuse

MEMOIRE: Final = 768 * 1024 * 1024
SECONDES: Final = 600  # of processor time
DISQUE: Final = 8 * 1024**3
"""Bytes of one file: what waits on the disk is compressed."""
CAUSES: Final = ("trop_de_lignes", "texte_trop_long", "trop_lourd", "magasin")
REFUS: Final = 16
"""Statuses from which on it says why it ends: the rank of the cause is added."""
_COMMANDE: Final = TypeAdapter(Commande)
_FIN: Final = TypeAdapter(dict[str, Fin])
_DERNIERE: Final = b'{"fin":'
_DOUX: Final = 10  # whoever saves or deposits meanwhile comes first


def principal(entree: IO[bytes], sortie: IO[bytes]) -> None:
    """Write to `sortie` what the lines of `entree` say.

    Ends with a status of `REFUS` and after when a format or the disk has no room for it,
    `MEMOIRE_EPUISEE` when it takes more memory than it may.
    """
    os.nice(_DOUX)
    se_limiter(MEMOIRE, SECONDES, DISQUE)
    try:
        ecrire(entree, sortie)
    except MemoryError:
        sys.exit(MEMOIRE_EPUISEE)
    except Trop as trop:
        sys.exit(REFUS + CAUSES.index(trop.cause))
    except OSError as erreur:
        if erreur.errno == errno.EFBIG:
            sys.exit(REFUS + CAUSES.index("trop_lourd"))
        if disque_refuse(erreur):
            sys.exit(REFUS + CAUSES.index("magasin"))
        raise


def ecrire(entree: IO[bytes], sortie: IO[bytes]) -> None:
    """The same without bounds. Raises `Trop`, `EOFError` without a last line."""
    commande = _COMMANDE.validate_json(entree.readline())
    with ExitStack() as ouverts:
        redaction = REDACTIONS[commande.options.format](commande, sortie, ouverts)
        for ligne in entree:
            if ligne.startswith(_DERNIERE):
                redaction.finir(_FIN.validate_json(ligne)["fin"])
                return
            redaction.ajouter(ligne)
    raise EOFError("the last line is missing")
