"""Refuses the XML that grows when it is read, or that has its reader fetch something else.

Both are said before the first element: entities that repeat one another (the "billion laughs"), and
those, or the document type, that live elsewhere. Office formats need neither (ECMA-376 part 2);
images in SVG declare a public document type, and short names of namespaces.
"""

import re
from typing import Final
from xml.parsers import expat

from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

# How XML may begin, in the encodings that expat knows by itself.
_XML: Final = re.compile(rb"\xef\xbb\xbf|\xff\xfe|\xfe\xff|\0?[< \t\r\n]")
_ENTITE_MAX: Final = 100  # characters
_TYPES_PUBLICS: Final = ("http://www.w3.org/", "https://www.w3.org/")


class _Element(Exception):
    """The first element begins: nothing is declared after it."""


def controler_prologue(debut: bytes, *, entier: bool) -> None:
    """Check what comes before the first element of the XML that begins by `debut`.

    `entier`: `debut` is all of it. What is no XML passes. Raises `ContenuRefuse`: `archive_bombe`,
    also when `debut` is not long enough to tell, or `fichier_tronque` for an unknown encoding.
    """
    if not _XML.match(debut):
        return
    declare = False

    def type_de_document(_nom: str, systeme: str | None, *_: object) -> None:
        nonlocal declare
        declare = True
        if systeme is not None and not systeme.startswith(_TYPES_PUBLICS):
            raise _refus()

    analyseur = expat.ParserCreate()
    analyseur.StartElementHandler = _element
    analyseur.StartDoctypeDeclHandler = type_de_document
    analyseur.EntityDeclHandler = _entite
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


def _entite(_nom: str, de_parametre: bool, valeur: str | None, *_: object) -> None:
    """Without a value it lives elsewhere; a `&` in it calls another one."""
    if de_parametre or valeur is None or len(valeur) > _ENTITE_MAX or "&" in valeur:
        raise _refus()


def _autre(jeton: str) -> None:
    """Past the call of a parameter entity, expat tells of no declaration."""
    if jeton.startswith("%"):
        raise _refus()
