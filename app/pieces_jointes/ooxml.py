"""Tells what an Office Open XML package is (ECMA-376 part 2, OPC), and refuses its macros."""

import posixpath
import re
from typing import Final

from app.pieces_jointes.archives import Archive
from app.pieces_jointes.balises import elements
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

TYPES_CONTENU: Final = "[content_types].xml"
_RELATIONS: Final = "_rels/.rels"
_PRINCIPAL: Final = ".main+xml"

# The binary workbook (XLSB) says so of itself, whatever it holds.
_TYPE_A_MACROS: Final = re.compile(
    r"(?<!binary\.)macroenabled|vbaproject|macrosheet", re.IGNORECASE
)

_Types = list[tuple[str, dict[str, str]]]


def controler_ooxml(archive: Archive) -> str:
    """The media type of the document: that of its main part, without `.main+xml`.

    The package relations name the main part, the content types give its type; empty when they do
    not. Raises `ContenuRefuse`: `macros`, or what does not hold.
    """
    presentes = {f"/{nom}" for nom in archive.entrees}
    extensions = {nom.rpartition(".")[2] for nom in presentes}
    types = [
        (nom, attributs)
        for nom, attributs in elements(archive.lire(TYPES_CONTENU))
        # The type of an extension says nothing of a package that holds no such part.
        if nom != "Default" or attributs.get("Extension", "").lower() in extensions
    ]
    if any(_TYPE_A_MACROS.search(attributs.get("ContentType", "")) for _, attributs in types):
        raise ContenuRefuse(CodeRefus.MACROS)
    partie = _partie_principale(archive)
    return _type_contenu(types, partie).removesuffix(_PRINCIPAL) if partie in presentes else ""


def _partie_principale(archive: Archive) -> str:
    """The name of the one main part, in lower case, such as `/xl/workbook.xml`; empty if none."""
    if _RELATIONS not in archive.entrees:
        return ""
    cibles = [
        attributs.get("Target", "")
        for _, attributs in elements(archive.lire(_RELATIONS))
        # Visio's package calls it `document`.
        if attributs.get("Type", "").endswith(("/officeDocument", "/relationships/document"))
    ]
    if len(cibles) != 1:
        return ""
    chemin = posixpath.normpath(cibles[0].replace("\\", "/"))
    return posixpath.join("/", chemin).lower()


def _type_contenu(types: _Types, partie: str) -> str:
    """The content type of a part: its own if there is one, else that of its extension."""
    extension = partie.rpartition(".")[2]
    propre = defaut = ""
    for _, attributs in types:
        if attributs.get("PartName", "").replace("\\", "/").lower() == partie:
            propre = attributs.get("ContentType", "")
        elif attributs.get("Extension", "").lower() == extension:
            defaut = attributs.get("ContentType", "")
    return propre or defaut
