"""What a PDF says, to eyes and to screen readers."""

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject


def lu(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def texte(pdf: bytes) -> str:
    """The text of all pages, every run of white space being one space."""
    return d_un_trait(" ".join(page.extract_text() for page in lu(pdf).pages))


def d_un_trait(texte: str) -> str:
    """A text in one line, without the marks where a word may break."""
    return " ".join(texte.replace("\u200b", "").split())


def roles(pdf: bytes) -> list[str]:
    """The structure types of its tags, in the order in which they are read."""
    racine: Any = lu(pdf).root_object
    return [*_roles(racine["/StructTreeRoot"])]


def _roles(noeud: Any) -> Iterator[str]:
    noeud = noeud.get_object()
    if isinstance(noeud, ArrayObject):
        for dessous in noeud:
            yield from _roles(dessous)
    elif isinstance(noeud, DictionaryObject) and "/K" in noeud:
        yield str(noeud.get("/S"))
        yield from _roles(noeud["/K"])


def verifier_pdf_ua(pdf: bytes, titre: str) -> None:
    """Tagged, in French, under this title, and said to be PDF/UA-1 (ISO 14289-1, 5 and 7)."""
    document = lu(pdf)
    racine: Any = document.root_object
    assert racine["/MarkInfo"]["/Marked"]
    assert racine["/Lang"] == "fr-FR"
    assert racine["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata is not None
    assert document.metadata.title == titre
    assert document.xmp_metadata is not None
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document.xmp_metadata.stream.get_data()
    niveaux = [int(role[2:]) for role in roles(pdf) if role[2:].isdigit() and role[1] == "H"]
    assert niveaux[0] == 1
    assert all(suit <= avant + 1 for avant, suit in pairwise(niveaux))
