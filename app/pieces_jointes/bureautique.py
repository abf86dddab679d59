"""Tells which office document a zip file is, and refuses macros and encryption.

Sources: ECMA-376 part 2 (OPC) for XLSX and DOCX, OASIS OpenDocument 1.3 part 2 for ODS and ODT.
"""

import posixpath
import re
from xml.parsers import expat

from app.pieces_jointes.archives import ENTREES_MAX, Archive
from app.pieces_jointes.membres import STOCKEE
from app.pieces_jointes.octets import Octets
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse, TypeFichier

TYPES_CONTENU = "[Content_Types].xml"
RELATIONS = "_rels/.rels"
MANIFESTE = "META-INF/manifest.xml"

ELEMENTS_MAX = 2 * ENTREES_MAX
"""XML elements read of a document that lists the entries: one or two for each of them."""

_OOXML = {
    f"{TypeFichier.XLSX}.main+xml": TypeFichier.XLSX,
    f"{TypeFichier.DOCX}.main+xml": TypeFichier.DOCX,
}
_ODF = {type_.value.encode(): type_ for type_ in (TypeFichier.ODS, TypeFichier.ODT)}

_TYPE_A_MACROS = re.compile(r"macroenabled|vbaproject|macrosheet", re.IGNORECASE)
_PROJET_VBA = re.compile(r"(^|/)vbaproject\.bin$", re.IGNORECASE)
_DOSSIER_DE_MACROS = re.compile(r"(^|/)(basic|scripts)/", re.IGNORECASE)
_CLASSEUR_INCORPORE = re.compile(r"/embeddings/[^/]+\.(xlsx|docx|pptx)$", re.IGNORECASE)


def controler_bureautique(octets: Octets) -> TypeFichier:
    """The type of the office document that the zip file is. Raises `ContenuRefuse`."""
    archive = Archive(octets)
    premiere = next(iter(archive.entrees), None)
    odf, ooxml = premiere == "mimetype", TYPES_CONTENU in archive.entrees
    if not odf and not ooxml:
        raise ContenuRefuse(CodeRefus.TYPE_REFUSE)
    if odf and ooxml:
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT)
    # Word and Excel keep the data behind a chart as a workbook of its own: that one is no trap.
    if not all(_CLASSEUR_INCORPORE.search(nom) for nom in archive.imbriquees):
        raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
    if any(_PROJET_VBA.search(nom) for nom in archive.entrees):
        raise ContenuRefuse(CodeRefus.MACROS)
    return _controler_odf(archive) if odf else _controler_ooxml(archive)


def _controler_odf(archive: Archive) -> TypeFichier:
    """ODF 1.3 part 2: `mimetype` comes first and stored (3.3), encryption is in the manifest."""
    type_ = _ODF.get(archive.lire("mimetype"))
    if type_ is None or archive.entrees["mimetype"].methode != STOCKEE:
        raise ContenuRefuse(CodeRefus.TYPE_REFUSE)
    if any(nom == "encryption-data" for nom, _ in _elements(archive.lire(MANIFESTE))):
        raise ContenuRefuse(CodeRefus.FICHIER_CHIFFRE)
    if any(_DOSSIER_DE_MACROS.search(nom) for nom in archive.entrees):
        raise ContenuRefuse(CodeRefus.MACROS)
    if "content.xml" not in archive.entrees:
        raise ContenuRefuse(CodeRefus.TYPE_REFUSE)
    return type_


def _controler_ooxml(archive: Archive) -> TypeFichier:
    """OPC: the package relations name the main part, the content types give its type."""
    types = _elements(archive.lire(TYPES_CONTENU))
    if any(_TYPE_A_MACROS.search(attributs.get("ContentType", "")) for _, attributs in types):
        raise ContenuRefuse(CodeRefus.MACROS)
    partie = _partie_principale(archive)
    type_ = _OOXML.get(_type_contenu(types, partie))
    # The names of parts are equal whatever their case (OPC, 6.2.2.3).
    presentes = {f"/{nom}".lower() for nom in archive.entrees}
    if type_ is None or partie not in presentes:
        raise ContenuRefuse(CodeRefus.TYPE_REFUSE)
    return type_


def _partie_principale(archive: Archive) -> str:
    """The name of the one main part, in lower case, such as `/xl/workbook.xml`."""
    cibles = [
        attributs.get("Target", "")
        for _, attributs in _elements(archive.lire(RELATIONS))
        if attributs.get("Type", "").endswith("/officeDocument")
    ]
    if len(cibles) != 1:
        raise ContenuRefuse(CodeRefus.TYPE_REFUSE)
    return posixpath.join("/", posixpath.normpath(cibles[0])).lower()


def _type_contenu(types: list[tuple[str, dict[str, str]]], partie: str) -> str:
    """The content type of a part: its own if there is one, else that of its extension."""
    extension = partie.rpartition(".")[2]
    propre = defaut = ""
    for _, attributs in types:
        if attributs.get("PartName", "").lower() == partie:
            propre = attributs.get("ContentType", "")
        elif attributs.get("Extension", "").lower() == extension:
            defaut = attributs.get("ContentType", "")
    return propre or defaut


def _elements(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element of the document: its name without prefix, and its attributes.

    Namespaces are not resolved: each name would be given with the whole of its own, and one of
    500 KB, used by every element, would fill the memory. Raises `ContenuRefuse`: `type_refuse` for
    a DOCTYPE, which OPC forbids and which opens the door to entities; `archive_bombe` for more
    elements than an archive has a use for; `fichier_tronque` when it is no XML.
    """
    elements: list[tuple[str, dict[str, str]]] = []

    def element(nom: str, attributs: dict[str, str]) -> None:
        elements.append((nom.rpartition(":")[2], attributs))
        if len(elements) > ELEMENTS_MAX:
            raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)

    def doctype(*_: object) -> None:
        raise ContenuRefuse(CodeRefus.TYPE_REFUSE)

    analyseur = expat.ParserCreate()
    analyseur.StartElementHandler = element
    analyseur.StartDoctypeDeclHandler = doctype
    try:
        analyseur.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError):
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE) from None
    return elements
