"""Every refusal says what to do next, to somebody who is no technician."""

import re

import pytest

from app.pieces_jointes.inspection import inspecter
from app.pieces_jointes.verdict import MESSAGES, CodeRefus, ContenuRefuse, TypeFichier
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes import hostiles as h
from tests.pieces_jointes import objets as o

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500)
PRESENTATION = f"{e.OOXML}.presentationml.presentation"

GESTES: dict[str, tuple[bytes, str, str]] = {
    "photo_d_iphone": (HEIC, "type_refuse", r"HEIC.* iPhone.*Le plus compatible.*capture d’écran"),
    "film": (b"\0\0\0\x18ftypisom" + bytes(90), "type_refuse", "capture d’écran"),
    "gif": (b"GIF89a" + bytes(90), "type_refuse", "GIF.*capture d’écran"),
    "tiff": (b"II*\0" + bytes(90), "type_refuse", "TIFF.*capture d’écran"),
    "rtf": (b"{\\rtf1}", "type_refuse", "RTF.*enregistrez-le au format PDF"),
    "doc": (e.ole("WordDocument"), "type_refuse", r"Word \(.doc\).*enregistrez-le au format PDF"),
    "xls": (e.ole("Workbook"), "type_refuse", r"Excel \(.xls\).*enregistrez-le au format PDF"),
    "ppt": (
        e.ole("PowerPoint Document"),
        "type_refuse",
        r"PowerPoint.*enregistrez-le au format PDF",
    ),
    "msg": (e.ole("__properties_version1.0"), "type_refuse", "Outlook.*PDF"),
    "diaporama": (
        e.zipper(
            e.parties_docx()
            | {
                e.TYPES_CONTENU: e.types_contenu(
                    '<Override PartName="/word/document.xml" '
                    f'ContentType="{PRESENTATION}.main+xml"/>'
                )
            }
        ),
        "type_refuse",
        "diaporama.*enregistrez-le au format PDF",
    ),
    "zip": (e.zipper({"a.txt": "b"}), "type_refuse", "Décompressez-la"),
    "rar": (b"Rar!\x1a\x07\x01\0", "type_refuse", "Décompressez-la"),
    "pages": (e.zipper({"Index/Document.iwa": "b"}), "type_refuse", "Exporter vers › PDF"),
    "exe": (b"MZ\x90\0" + bytes(60), "type_refuse", "déposez le document"),
    "autre": (b"bonjour", "type_refuse", "enregistrez-le au format PDF.*Formats acceptés"),
    "photo_suivie": (e.jpeg() + b"MZ\x90\0", "second_format", "capture d’écran"),
    "numeriseur": (e.pdf() + b"<html>", "second_format", "imprimez-le dans un nouveau PDF"),
    "macros": (
        e.ajouter(e.odt(), {"Basic/Standard/Module1.xml": "<m/>"}),
        "macros",
        "enregistrez-le au format PDF.*XLSX, ODS, DOCX ou ODT",
    ),
    "pdf_protege": (o.pdf_protege("a", "AES-256"), "fichier_chiffre", "avec ce mot de passe"),
    "docx_protege": (e.ole("EncryptedPackage"), "fichier_chiffre", "Retirez le mot de passe"),
    "pdf_sans_page": (b"%PDF-1.4 startxref 0 %%EOF", "fichier_tronque", "imprimez-le"),
    "pdf_et_programme": (h.pdf_avec_piece(b"MZ\x90\0"), "contenu_actif", "imprimez-le"),
    "bombe": (
        e.ajouter(e.docx(), {"word/a.zip": e.zipper({"a": "b"})}),
        "archive_bombe",
        "ouvrez-le.*enregistrez-le au format PDF",
    ),
}


@pytest.mark.parametrize(("contenu", "code", "geste"), GESTES.values(), ids=GESTES.keys())
def test_dit_le_geste_suivant(contenu: bytes, code: str, geste: str) -> None:
    with pytest.raises(ContenuRefuse) as refus:
        inspecter(contenu)
    assert refus.value.code == code
    assert re.search(geste, refus.value.message)


@pytest.mark.parametrize("code", CodeRefus)
def test_chaque_code_dit_un_geste(code: CodeRefus) -> None:
    assert re.search(r"déposez|joignez|enregistrez-le", MESSAGES[code])


def test_la_liste_des_formats_est_celle_des_types() -> None:
    assert ", ".join(type_.name for type_ in TypeFichier) in MESSAGES[CodeRefus.TYPE_REFUSE]
