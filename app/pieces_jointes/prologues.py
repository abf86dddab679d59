"""Refuses the XML that grows when it is read, or that has its reader fetch something else.

Both are said before the first element: entities that repeat one another (the "billion laughs"), and
those, or the document type, that live elsewhere. Office formats need neither (ECMA-376 part 2);
images in SVG declare a public document type, and short names of namespaces; OpenOffice declares
types of its own, which nothing fetches.
"""

import re
from typing import Final
from xml.parsers import expat

from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

PROLOGUE_MAX: Final = 64 * 1024
"""Bytes in which XML must begin its first element."""

# How XML may begin, in the encodings that all readers take for the same.
_XML: Final = re.compile(rb"\xef\xbb\xbf|\xff\xfe|\xfe\xff|\0?[< \t\r\n]")
# In UTF-32 and in EBCDIC, which expat does not read, and others may.
_ILLISIBLE: Final = re.compile(
    rb"\0\0\xfe\xff|\xff\xfe\0\0|(?:\0\0\0[\t\r\n ])*\0\0\0<"
    rb"|(?:[\t\r\n ]\0\0\0)*<\0\0\0[?!\w]\0\0\0|\x4c(?:\x6f\xa7\x94\x93|[\x4f\x5a]\xc4\xd6\xc3)"
)
_UNICODE: Final = frozenset(("utf-8", "utf8", "utf-16", "utf-16le", "utf-16be"))
# In these markup stands as it does in ASCII, for every reader.
_COMME_ASCII: Final = frozenset(("us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"))
_ENTITE_MAX: Final = 100  # characters
_TYPES_PUBLICS: Final = ("http://www.w3.org/", "https://www.w3.org/")
_OPENOFFICE: Final = "-//OpenOffice.org//DTD "
_FICHIER_DTD: Final = re.compile(r"[A-Za-z0-9]+\.dtd")


class _Element(Exception):
    """The first element begins: nothing is declared after it."""


def type_connu(systeme: str | None, public: str | None, *, interne: bool) -> bool:
    """Whether a document type is one of OpenOffice's, and declares nothing more.

    OpenOffice 2 writes it in manifests, OpenOffice 3 in formulas, LibreOffice in macros.
    """
    if interne or systeme is None or public is None:
        return False
    return public.startswith(_OPENOFFICE) and _FICHIER_DTD.fullmatch(systeme) is not None


def controler_prologue(debut: bytes, *, entier: bool) -> None:
    """Check what comes before the first element of the XML that begins by `debut`.

    `entier`: `debut` is all of it. What is no XML passes. Raises `ContenuRefuse`: `archive_bombe`,
    also when `debut` is not long enough to tell, or `fichier_tronque` for another encoding than
    UTF-8, UTF-16 and those that hold ASCII as it is.
    """
    if _ILLISIBLE.match(debut):
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    if not _XML.match(debut):
        return
    declare = False

    def type_de_document(_nom: str, systeme: str | None, public: str | None, interne: int) -> None:
        nonlocal declare
        declare = True
        connu = type_connu(systeme, public, interne=bool(interne))
        if not (connu or systeme is None or systeme.startswith(_TYPES_PUBLICS)):
            raise _refus()

    analyseur = expat.ParserCreate()
    analyseur.StartElementHandler = _element
    analyseur.StartDoctypeDeclHandler = type_de_document
    analyseur.EntityDeclHandler = _entite
    analyseur.XmlDeclHandler = _declaration
    analyseur.DefaultHandler = _autre
    try:
        analyseur.Parse(debut, entier)
    except _Element:
        return
    except expat.ExpatError:
        if declare:  # where expat stops, another reader may go on
            raise _refus() from None
        return
    except (LookupError, ValueError):  # an encoding of several bytes, which expat does not read
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE) from None
    if not entier:
        raise _refus()


def _refus() -> ContenuRefuse:
    return ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)


def _element(*_: object) -> None:
    raise _Element


def _declaration(_version: str, encodage: str | None, *_: object) -> None:
    if encodage is not None and encodage.lower() not in _UNICODE | _COMME_ASCII:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)


def _entite(_nom: str, de_parametre: bool, valeur: str | None, *_: object) -> None:
    """Without a value it lives elsewhere; a `&` in it calls another one."""
    if de_parametre or valeur is None or len(valeur) > _ENTITE_MAX or "&" in valeur:
        raise _refus()


def _autre(jeton: str) -> None:
    """Past the call of a parameter entity, expat tells of no declaration."""
    if jeton.startswith("%"):
        raise _refus()
