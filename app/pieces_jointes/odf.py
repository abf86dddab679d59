"""Tells what an OpenDocument package is (OASIS OpenDocument 1.3 part 2), and refuses its macros."""

import re
from typing import Final

from app.pieces_jointes.archives import Archive
from app.pieces_jointes.balises import elements
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

_MANIFESTE: Final = "meta-inf/manifest.xml"
_MACROS: Final = re.compile(r"(^|/)(basic|scripts|dialogs)/.*[^/]$", re.IGNORECASE)
# The lists of libraries and of modules, which LibreOffice writes for an empty library as well.
_LISTE: Final = re.compile(r"(^|/)(script|dialog)-l[bc]\.xml$", re.IGNORECASE)


def controler_odf(archive: Archive) -> str:
    """The media type of the document: that of `mimetype`, else of the root in the manifest.

    `mimetype` should come first and stored (3.3): readers take it anywhere, and archivers move it.
    Raises `ContenuRefuse`: `fichier_chiffre`, `macros`, or what does not hold.
    """
    manifeste = elements(archive.lire(_MANIFESTE), odf=True)
    if any(nom == "encryption-data" for nom, _ in manifeste):
        raise ContenuRefuse(CodeRefus.FICHIER_CHIFFRE)
    for nom in filter(_MACROS.search, archive.entrees):
        if not _LISTE.search(nom) or _relie(archive.lire(nom)):
            raise ContenuRefuse(CodeRefus.MACROS)
    if "content.xml" not in archive.entrees:
        return ""
    if "mimetype" in archive.entrees:
        return archive.lire("mimetype").strip().decode("latin-1")
    return next(
        (
            _attribut(attributs, "media-type")
            for _, attributs in manifeste
            if _attribut(attributs, "full-path") == "/"
        ),
        "",
    )


def _relie(liste: bytes) -> bool:
    """Whether a list of libraries names one that lives elsewhere."""
    return any(
        _attribut(attributs, "link") == "true" or _attribut(attributs, "href")
        for _, attributs in elements(liste, odf=True)
    )


def _attribut(attributs: dict[str, str], nom: str) -> str:
    """The value of an attribute, whatever its prefix."""
    return next((v for cle, v in attributs.items() if cle.rpartition(":")[2] == nom), "")
