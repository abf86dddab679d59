"""The conformance corpus as `schemas/corpus` holds it, written there by `ti schemas`."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.corpus.textes import INDEX
from app.formulaire.dossier import VERSION

_DOSSIER: Final = Path(__file__).parents[2] / "schemas" / "corpus" / VERSION
# The first instant that a zip can hold: the same bytes whenever it is made.
_INSTANT: Final = (1980, 1, 1, 0, 0, 0)


@cache
def archive() -> bytes:
    """All the files as a zip, in the order of their names: about a megabyte."""
    octets = BytesIO()
    with ZipFile(octets, "w", ZIP_DEFLATED) as zip_:
        for fichier in sorted(_DOSSIER.glob("*.json")):
            entree = ZipInfo(f"{VERSION}/{fichier.name}", _INSTANT)
            entree.external_attr = 0o644 << 16
            zip_.writestr(entree, fichier.read_bytes(), ZIP_DEFLATED)
    return octets.getvalue()


def index() -> bytes:
    """The JSON of the index (`Corpus`)."""
    return _lire(INDEX)


def instance(nom: str) -> bytes:
    """The JSON of an instance; KeyError when none has this name."""
    if nom == INDEX or nom not in _noms():
        raise KeyError(nom)
    return _lire(nom)


@cache
def _noms() -> frozenset[str]:
    return frozenset(fichier.stem for fichier in _DOSSIER.glob("*.json"))


def _lire(nom: str) -> bytes:
    return (_DOSSIER / f"{nom}.json").read_bytes()
