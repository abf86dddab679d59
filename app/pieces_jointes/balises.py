"""The elements of a small XML document of a package, one by one."""

from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from app.pieces_jointes.prologues import type_connu
from app.pieces_jointes.repertoire import ENTREES_MAX
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

ELEMENTS_MAX: Final = 2 * ENTREES_MAX
"""XML elements read of a document that lists the entries: one or two for each of them."""


def parcourir(
    xml: bytes, visiter: Callable[[str, dict[str, str]], None], *, odf: bool = False
) -> None:
    """Call `visiter` with each element: its name without prefix, and its attributes.

    Namespaces are not resolved: each name would be given with the whole of its own, and one of
    500 KB, used by every element, would fill the memory. Raises `ContenuRefuse`: `type_refuse` for
    a DOCTYPE, which OPC forbids and which opens the door to entities, but those of OpenOffice in
    `odf`; `fichier_tronque` when it is no XML.
    """

    def element(nom: str, attributs: dict[str, str]) -> None:
        visiter(nom.rpartition(":")[2], attributs)

    def doctype(_nom: str, systeme: str | None, public: str | None, interne: int) -> None:
        if not odf or not type_connu(systeme, public, interne=bool(interne)):
            raise ContenuRefuse(CodeRefus.TYPE_REFUSE)

    analyseur = expat.ParserCreate()
    analyseur.StartElementHandler = element
    analyseur.StartDoctypeDeclHandler = doctype
    try:
        analyseur.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE) from None


def elements(xml: bytes, *, odf: bool = False) -> list[tuple[str, dict[str, str]]]:
    """Every element, `ELEMENTS_MAX` at most. Raises `ContenuRefuse`, as `parcourir` does.

    `archive_bombe` for more elements than an archive has a use for.
    """
    tous: list[tuple[str, dict[str, str]]] = []

    def garder(nom: str, attributs: dict[str, str]) -> None:
        tous.append((nom, attributs))
        if len(tous) > ELEMENTS_MAX:
            raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)

    parcourir(xml, garder, odf=odf)
    return tous
