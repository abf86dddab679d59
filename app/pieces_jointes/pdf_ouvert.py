"""Opens a PDF as a reader would: without a password, at a page, and with nothing that it starts.

JavaScript passes, programs do not: see decision 0038. `pypdf` is pure Python: what is hostile costs
time and memory, which the process that runs this has little of.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from typing import Final

from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from app.pieces_jointes.membres import TAILLE_SANS_RATIO
from app.pieces_jointes.pdf_pieces import EPUISEMENT, Volume, controler_objet, entree_de
from app.pieces_jointes.verdict import (
    PDF_ABIME,
    PDF_CHIFFRE,
    CodeRefus,
    ContenuRefuse,
)

import_module("pypdf.filters")  # else each judge, a process forked for a file, loads it

NOEUDS_MAX: Final = 10_000
"""Nodes of the tree of pages that are visited to find the first page."""
FOIS_MAX: Final = 4
"""Times its size that the streams which are read of a PDF may be, beyond what any PDF may hold."""


def _jeton(*noms: bytes) -> re.Pattern[bytes]:
    """Names of PDF, any letter of which may be written in hexadecimal (7.3.5)."""
    ecrits = (b"".join(b"(?:%c|#%02x)" % (octet, octet) for octet in nom) for nom in noms)
    return re.compile(b"/(?:" + b"|".join(ecrits) + rb")(?![^\s\0()<>\[\]{}/%])", re.IGNORECASE)


_ACTIFS: Final = (b"Launch", b"EF", b"RF")
_SUSPECT: Final = _jeton(*_ACTIFS)
_CACHE: Final = _jeton(
    *_ACTIFS, b"ObjStm", b"Encrypt", b"EmbeddedFile", b"EmbeddedFiles", b"FileAttachment"
)
_PAGE: Final = re.compile(rb"/Type\s*/Page\b")


def controler_pdf_ouvert(contenu: bytes) -> None:
    """Refuse a PDF that needs a password, has no page, or carries or launches a program.

    Raises `ContenuRefuse`.
    """
    lecteur = _ouvrir(contenu)
    if lecteur is None or not _a_une_page(lecteur):
        # Readers repair more than pypdf does: a page and nothing hidden can be seen with the eye.
        if _PAGE.search(contenu) is None or _CACHE.search(contenu):
            raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE, PDF_ABIME)
        return
    # Few files name what is looked for: only those are read object by object.
    volume = Volume(TAILLE_SANS_RATIO + FOIS_MAX * len(contenu))
    if _SUSPECT.search(contenu) or any(map(_SUSPECT.search, _flux_d_objets(lecteur, volume))):
        for objet in _objets(lecteur):
            controler_objet(objet, volume)


def _ouvrir(contenu: bytes) -> PdfReader | None:
    """The PDF, opened; None when pypdf cannot read it. Raises `ContenuRefuse` for a password."""
    try:
        lecteur = PdfReader(BytesIO(contenu))
        if not lecteur.is_encrypted or lecteur.decrypt(""):
            return lecteur
    except NotImplementedError:  # a certificate opens it, or a lock of another kind
        pass
    except Exception:  # pypdf raises whatever a broken file makes it stumble upon
        return None
    raise ContenuRefuse(CodeRefus.FICHIER_CHIFFRE, PDF_CHIFFRE)


def _a_une_page(lecteur: PdfReader) -> bool:
    """Whether the tree of pages (7.7.3) has a leaf."""
    try:
        noeuds: list[object] = [lecteur.root_object["/Pages"]]
    except Exception:  # as in `_ouvrir`
        return False
    for _ in range(NOEUDS_MAX):
        if not noeuds:
            return False
        noeud = noeuds.pop()
        if isinstance(noeud, IndirectObject):
            noeud = _lire(lecteur, noeud.idnum, noeud.generation)
        if isinstance(noeud, DictionaryObject):
            enfants = entree_de(noeud, "/Kids")
            if not isinstance(enfants, ArrayObject):
                return True
            noeuds.extend(reversed(enfants[:NOEUDS_MAX]))
    return False


def _flux_d_objets(lecteur: PdfReader, volume: Volume) -> Iterator[bytes]:
    """The streams in which objects are kept compressed (7.5.7)."""
    for numero in sorted({flux for flux, _ in lecteur.xref_objStm.values()}):
        objet = _lire(lecteur, numero, 0)
        if isinstance(objet, StreamObject):
            yield volume.lire(objet)


def _objets(lecteur: PdfReader) -> Iterator[object]:
    for generation, positions in lecteur.xref.items():
        for numero in positions:
            yield _lire(lecteur, numero, generation)
    for numero in lecteur.xref_objStm:
        yield _lire(lecteur, numero, 0)


def _lire(lecteur: PdfReader, numero: int, generation: int) -> object:
    """An object; None where it cannot be read: readers do without it as well."""
    try:
        return IndirectObject(numero, generation, lecteur).get_object()
    except LimitReachedError:
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE) from None
    except EPUISEMENT:
        raise
    except Exception:  # as in `_ouvrir`
        return None
