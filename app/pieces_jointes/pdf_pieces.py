"""What a PDF carries, and what it launches: no program, nor macros (decision 0038)."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject

from app.pieces_jointes.incorpores import controler_piece
from app.pieces_jointes.relations import sur_ce_disque
from app.pieces_jointes.verdict import PDF_PIECE, CodeRefus, ContenuRefuse

PROFONDEUR_MAX: Final = 20
EPUISEMENT: Final = (MemoryError, RecursionError)
"""Raised on: what one object leaves no means to read, others would hide behind."""
_DOCUMENTS: Final = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|od[tspg]|rtf|txt|csv|html?|png|jpe?g|tiff?|dwg|zip)$"
)


class Volume:
    """So many bytes of streams in all, as often as each is asked for."""

    def __init__(self, reste: int) -> None:
        self._reste = reste

    def lire(self, flux: StreamObject) -> bytes:
        """What a stream holds, decoded. Raises `ContenuRefuse`."""
        donnees = _donnees(flux)
        self._reste -= len(donnees)
        if self._reste < 0:
            raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
        return donnees


def _donnees(flux: StreamObject) -> bytes:
    try:
        return flux.get_data()
    except LimitReachedError:
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE) from None
    except EPUISEMENT:
        raise
    except Exception:  # pypdf raises whatever a broken file makes it stumble upon
        return b""


def controler_objet(objet: object, volume: Volume, profondeur: int = PROFONDEUR_MAX) -> None:
    """Refuse a program among the files that it attaches or launches, and macros.

    What it refers to is another object. Raises `ContenuRefuse`.
    """
    if not profondeur:
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
    if isinstance(objet, DictionaryObject):
        if objet.get("/S") == "/Launch":
            _controler_lancement(objet)
        if "/EF" in objet or "/RF" in objet:
            _controler_piece(objet, volume)
        for valeur in objet.values():
            controler_objet(valeur, volume, profondeur - 1)
    elif isinstance(objet, ArrayObject):
        for valeur in objet:
            controler_objet(valeur, volume, profondeur - 1)


def _controler_lancement(action: DictionaryObject) -> None:
    """A launch action (12.6.4.6) may open a document beside the PDF, as office suites link them."""
    noms = _noms(action)
    for systeme in ("/Win", "/Mac", "/Unix"):
        noms += _noms(entree_de(action, systeme))
    if not noms or not all(_DOCUMENTS.search(nom) and sur_ce_disque(nom) for nom in noms):
        raise ContenuRefuse(CodeRefus.CONTENU_ACTIF, PDF_PIECE)


def _controler_piece(fichier: DictionaryObject, volume: Volume) -> None:
    """A file attached to the PDF (7.11.4), and those that go with it (7.11.4.3)."""
    noms = _noms(fichier)
    for entree in ("/EF", "/RF"):
        incorpores = entree_de(fichier, entree)
        if isinstance(incorpores, DictionaryObject):
            for cle in incorpores:
                for nom, flux in _flux_de(entree_de(incorpores, cle)):
                    controler_piece([*noms, *nom], volume.lire(flux))


def _flux_de(valeur: object) -> Iterator[tuple[list[str], StreamObject]]:
    """A stream, or those of an array in which each comes after its name."""
    if isinstance(valeur, StreamObject):
        yield [], valeur
    elif isinstance(valeur, ArrayObject):
        for nom, flux in pairwise(valeur):
            lu = _objet(flux)
            if isinstance(lu, StreamObject):
                yield [_nom(nom)], lu


def _noms(fichier: object) -> list[str]:
    """The names that a file specification gives (7.11.3), slashes forward, in lower case."""
    if not isinstance(fichier, DictionaryObject):
        return []
    noms: list[str] = []
    for cle in ("/F", "/UF"):
        valeur = entree_de(fichier, cle)
        if isinstance(valeur, DictionaryObject):
            noms += _noms(valeur)
        elif valeur is not None:
            noms.append(_nom(valeur))
    return noms


def _nom(valeur: object) -> str:
    return str(valeur).replace("\\", "/").strip().lower()


def entree_de(dictionnaire: object, cle: str) -> PdfObject | None:
    """The value of an entry, the object itself if it is a reference; None where there is none."""
    return _objet(dictionnaire.get(cle)) if isinstance(dictionnaire, DictionaryObject) else None


def _objet(valeur: PdfObject | None) -> PdfObject | None:
    try:
        return None if valeur is None else valeur.get_object()
    except EPUISEMENT:
        raise
    except Exception:  # as in `_donnees`
        return None
