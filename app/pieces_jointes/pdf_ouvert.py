"""Opens a PDF as a reader would: without a password, at a page, and with nothing that it starts.

JavaScript passes, programs do not: see decision 0038. `pypdf` is pure Python: what is hostile costs
time and memory, which the process that runs this has little of.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from app.pieces_jointes.incorpores import controler_piece
from app.pieces_jointes.relations import sur_ce_disque
from app.pieces_jointes.verdict import (
    PDF_ABIME,
    PDF_CHIFFRE,
    PDF_PIECE,
    CodeRefus,
    ContenuRefuse,
)

NOEUDS_MAX: Final = 10_000
"""Nodes of the tree of pages that are visited to find the first page."""
_PROFONDEUR_MAX: Final = 20
# Raised on: what one object leaves no means to read, others would hide behind.
_EPUISEMENT: Final = (MemoryError, RecursionError)
_DOCUMENTS: Final = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|od[tspg]|rtf|txt|csv|html?|png|jpe?g|tiff?|dwg|zip)$"
)


def _jeton(*noms: bytes) -> re.Pattern[bytes]:
    """Names of PDF, any letter of which may be written in hexadecimal (7.3.5)."""
    ecrits = (b"".join(b"(?:%c|#%02x)" % (octet, octet) for octet in nom) for nom in noms)
    return re.compile(b"/(?:" + b"|".join(ecrits) + b")", re.IGNORECASE)


_SUSPECT: Final = _jeton(b"Launch", b"EmbeddedFile", b"FileAttachment")
_CACHE: Final = _jeton(b"ObjStm", b"Encrypt", b"Launch", b"EmbeddedFile", b"FileAttachment")
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
    if any(_SUSPECT.search(texte) for texte in (contenu, *_flux_d_objets(lecteur))):
        for objet in _objets(lecteur):
            _controler_objet(objet, _PROFONDEUR_MAX)


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
            enfants = _entree(noeud, "/Kids")
            if not isinstance(enfants, ArrayObject):
                return True
            noeuds.extend(reversed(enfants[:NOEUDS_MAX]))
    return False


def _flux_d_objets(lecteur: PdfReader) -> Iterator[bytes]:
    """The streams in which objects are kept compressed (7.5.7)."""
    for numero in sorted({flux for flux, _ in lecteur.xref_objStm.values()}):
        objet = _lire(lecteur, numero, 0)
        if isinstance(objet, StreamObject):
            yield _donnees(objet)


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
    except _EPUISEMENT:
        raise
    except Exception:  # as in `_ouvrir`
        return None


def _donnees(flux: StreamObject) -> bytes:
    try:
        return flux.get_data()
    except LimitReachedError:
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE) from None
    except _EPUISEMENT:
        raise
    except Exception:  # as in `_lire`
        return b""


def _controler_objet(objet: object, profondeur: int) -> None:
    if not profondeur:
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
    if isinstance(objet, DictionaryObject):
        if objet.get("/S") == "/Launch":
            _controler_lancement(objet)
        if "/EF" in objet:
            _controler_piece(objet)
        for valeur in objet.values():
            _controler_objet(valeur, profondeur - 1)
    elif isinstance(objet, ArrayObject):
        for valeur in objet:
            _controler_objet(valeur, profondeur - 1)


def _controler_lancement(action: DictionaryObject) -> None:
    """A launch action (12.6.4.6) may open a document beside the PDF, as office suites link them."""
    noms = _noms(action)
    for systeme in ("/Win", "/Mac", "/Unix"):
        noms += _noms(_entree(action, systeme))
    if not noms or not all(_DOCUMENTS.search(nom) and sur_ce_disque(nom) for nom in noms):
        raise ContenuRefuse(CodeRefus.CONTENU_ACTIF, PDF_PIECE)


def _controler_piece(fichier: DictionaryObject) -> None:
    """A file attached to the PDF (7.11.4)."""
    noms = _noms(fichier)
    incorpores = _entree(fichier, "/EF")
    if isinstance(incorpores, DictionaryObject):
        for cle in incorpores:
            flux = _entree(incorpores, cle)
            if isinstance(flux, StreamObject):
                controler_piece(noms, _donnees(flux))


def _noms(fichier: object) -> list[str]:
    """The names that a file specification gives (7.11.3), slashes forward, in lower case."""
    if not isinstance(fichier, DictionaryObject):
        return []
    noms: list[str] = []
    for cle in ("/F", "/UF"):
        valeur = _entree(fichier, cle)
        if isinstance(valeur, DictionaryObject):
            noms += _noms(valeur)
        elif valeur is not None:
            noms.append(str(valeur).replace("\\", "/").strip().lower())
    return noms


def _entree(dictionnaire: object, cle: str) -> PdfObject | None:
    """The value of an entry, the object itself if it is a reference; None where there is none."""
    if not isinstance(dictionnaire, DictionaryObject):
        return None
    try:
        valeur = dictionnaire.get(cle)
        return None if valeur is None else valeur.get_object()
    except _EPUISEMENT:
        raise
    except Exception:  # as in `_lire`
        return None
