"""Real files of every accepted type, made on the spot, and what is needed to spoil them."""

import struct
import warnings
import zipfile
import zlib
from functools import cache
from io import BytesIO
from typing import Any, cast

import typst
from pypdf import PdfWriter
from xlsxwriter import Workbook  # pyright: ignore[reportMissingTypeStubs]  # it has none

from app.pieces_jointes.inspection import inspecter
from app.pieces_jointes.verdict import ContenuRefuse, TypeFichier

OOXML = "application/vnd.openxmlformats-officedocument"
ESPACE = "http://schemas.openxmlformats.org"
MANIFESTE = "META-INF/manifest.xml"
TYPES_CONTENU = "[Content_Types].xml"

Parties = dict[str, str | bytes]


@cache
def pdf() -> bytes:
    # The same bytes at any time, for every worker of the test run.
    document = typst.compile(
        b"= Lettre d'engagement\nNous nous engageons.", format="pdf", timestamp=1_695_000_000
    )
    assert isinstance(document, bytes)
    return document


@cache
def pdf_mis_a_jour() -> bytes:
    """A PDF with an incremental update, as a signature or an annotation makes."""
    ecrivain = PdfWriter(BytesIO(pdf()), incremental=True)
    ecrivain.add_metadata({"/Title": "Lettre"})
    sortie = BytesIO()
    ecrivain.write(sortie)
    return sortie.getvalue()


@cache
def xlsx(macros: bytes | None = None) -> bytes:
    """A workbook; given the bytes of a VBA project, one with macros."""
    sortie = BytesIO()
    classeur = cast(Any, Workbook)(sortie, {"in_memory": True})
    feuille = classeur.add_worksheet("Plan d'action")
    feuille.write_row(0, 0, ["Axe", "Titre", "Montant"])
    feuille.write_row(1, 0, ["Transition", "Réseau de chaleur", 120_000])
    if macros is not None:
        classeur.add_vba_project(BytesIO(macros), is_stream=True)
    classeur.close()
    return sortie.getvalue()


def types_contenu(*lignes: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Types xmlns="{ESPACE}/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        f'.relationships+xml"/>{"".join(lignes)}</Types>'
    )


def relations(*cibles: str) -> str:
    lignes = "".join(
        f'<Relationship Id="rId{rang}" Target="{cible}" '
        f'Type="{ESPACE}/officeDocument/2006/relationships/officeDocument"/>'
        for rang, cible in enumerate(cibles)
    )
    return f'<Relationships xmlns="{ESPACE}/package/2006/relationships">{lignes}</Relationships>'


def parties_docx() -> Parties:
    return {
        TYPES_CONTENU: types_contenu(
            '<Default Extension="xml" ContentType="application/xml"/>',
            '<Override PartName="/word/document.xml" '
            f'ContentType="{OOXML}.wordprocessingml.document.main+xml"/>',
        ),
        "_rels/.rels": relations("word/document.xml"),
        "word/document.xml": (
            f'<w:document xmlns:w="{ESPACE}/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            "<w:t>Délibération</w:t></w:r></w:p></w:body></w:document>"
        ),
    }


def manifeste(type_: str, dans_contenu: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3" '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{type_}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
        f"{dans_contenu}</manifest:file-entry></manifest:manifest>"
    )


def parties_odf(type_: str) -> Parties:
    feuille = (
        '<office:spreadsheet><table:table table:name="Plan"><table:table-row>'
        '<table:table-cell office:value-type="string"><text:p>Axe</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet>"
    )
    texte = "<office:text><text:p>Axe</text:p></office:text>"
    espace = "urn:oasis:names:tc:opendocument:xmlns"
    return {
        "mimetype": type_,
        "Configurations2/": "",
        "content.xml": (
            f'<office:document-content xmlns:office="{espace}:office:1.0" '
            f'xmlns:table="{espace}:table:1.0" xmlns:text="{espace}:text:1.0" '
            f'office:version="1.3"><office:body>{feuille if type_ == TypeFichier.ODS else texte}'
            "</office:body></office:document-content>"
        ),
        MANIFESTE: manifeste(type_),
    }


def zipper(parties: Parties, *, stockees: tuple[str, ...] = ("mimetype",)) -> bytes:
    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w") as archive:
        for nom, contenu in parties.items():
            methode = zipfile.ZIP_STORED if nom in stockees else zipfile.ZIP_DEFLATED
            archive.writestr(nom, contenu, methode, compresslevel=1)
    return sortie.getvalue()


class _Tuyau:
    """A destination that cannot seek, so that sizes come after the data."""

    def __init__(self) -> None:
        self.recu = b""

    def write(self, donnees: bytes, /) -> int:
        self.recu += donnees
        return len(donnees)

    def flush(self) -> None: ...
    def close(self) -> None: ...


def zipper_en_flux(parties: Parties) -> bytes:
    tuyau = _Tuyau()
    with zipfile.ZipFile(tuyau, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in parties.items():
            archive.writestr(nom, contenu)
    return tuyau.recu


def zipper_64(parties: Parties) -> bytes:
    """A zip whose local headers and end records are those of zip64."""
    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, contenu in parties.items():
            with archive.open(nom, "w", force_zip64=True) as membre:
                membre.write(contenu.encode() if isinstance(contenu, str) else contenu)
    brut = sortie.getvalue()
    corps = brut[:-22]
    nombre, taille, position = struct.unpack("<HLL", brut[-12:-2])
    fin = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, nombre, nombre, taille, position
    )
    renvoi = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(corps), 1)
    plein = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 2**32 - 1, 2**32 - 1, 0)
    return corps + fin + renvoi + plein


def ajouter(contenu: bytes, parties: Parties) -> bytes:
    sortie = BytesIO(contenu)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate name")
        with zipfile.ZipFile(sortie, "a", zipfile.ZIP_DEFLATED) as archive:
            for nom, valeur in parties.items():
                archive.writestr(nom, valeur, compresslevel=1)
    return sortie.getvalue()


def entetes(contenu: bytes, nom: str) -> tuple[int, int]:
    """Where the local and the central header of an entry begin."""
    with zipfile.ZipFile(BytesIO(contenu)) as archive:
        local = archive.getinfo(nom).header_offset
    # From its name on: the time of writing, before it, may hold a short one.
    return local, contenu.index(nom.encode(), contenu.index(b"PK\x01\x02", local) + 46) - 46


def rapiecer(contenu: bytes, position: int, valeur: bytes) -> bytes:
    return contenu[:position] + valeur + contenu[position + len(valeur) :]


def docx() -> bytes:
    return zipper(parties_docx())


def odt() -> bytes:
    return zipper(parties_odf(TypeFichier.ODT))


def ods() -> bytes:
    return zipper(parties_odf(TypeFichier.ODS))


def bloc_png(nom: bytes, donnees: bytes) -> bytes:
    return (
        struct.pack(">L", len(donnees))
        + nom
        + donnees
        + struct.pack(">L", zlib.crc32(nom + donnees))
    )


def png() -> bytes:
    """Two by two red pixels."""
    image = zlib.compress(b"\0\xff\0\0\xff\0\0" * 2)
    return (
        b"\x89PNG\r\n\x1a\n"
        + bloc_png(b"IHDR", struct.pack(">2L5B", 2, 2, 8, 2, 0, 0, 0))
        + bloc_png(b"IDAT", image)
        + bloc_png(b"IEND", b"")
    )


def segment_jpeg(marqueur: int, donnees: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marqueur, len(donnees) + 2) + donnees


def jpeg() -> bytes:
    """Eight by eight grey pixels: baseline, one code in each Huffman table."""
    return (
        b"\xff\xd8"
        + segment_jpeg(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        + segment_jpeg(0xDB, b"\0" + b"\x01" * 64)
        + segment_jpeg(0xC0, struct.pack(">BHHB3B", 8, 8, 8, 1, 1, 0x11, 0))
        + segment_jpeg(0xC4, b"\x00\x01" + bytes(15) + b"\0")
        + segment_jpeg(0xC4, b"\x10\x01" + bytes(15) + b"\0")
        + segment_jpeg(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + b"\x3f\xff\xd9"
    )


def ole(*flux: str) -> bytes:
    """An OLE file whose directory names these streams ([MS-CFB] 2.2 and 2.6)."""
    entete = bytearray(512)
    entete[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<5H", entete, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<3L", entete, 44, 1, 1, 0)
    table = struct.pack("<3L", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE).ljust(512, b"\xff")
    repertoire = b"".join(
        nom.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(nom) + 2) + bytes(62)
        for nom in ("Root Entry", *flux)
    )
    return bytes(entete) + table + repertoire.ljust(512, b"\0")


ACCEPTES: dict[TypeFichier, bytes] = {
    TypeFichier.PDF: pdf(),
    TypeFichier.XLSX: xlsx(),
    TypeFichier.ODS: ods(),
    TypeFichier.DOCX: docx(),
    TypeFichier.ODT: odt(),
    TypeFichier.PNG: png(),
    TypeFichier.JPEG: jpeg(),
}


def verdict(contenu: bytes) -> TypeFichier | str:
    """The type, or the code of the refusal."""
    try:
        return inspecter(contenu)
    except ContenuRefuse as refus:
        return refus.code
