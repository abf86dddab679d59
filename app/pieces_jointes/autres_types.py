"""Names what the form does not take, and says how to make of it something that it takes."""

from collections.abc import Collection
from typing import Final

from app.pieces_jointes.formats import est_un_programme
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

_PDF: Final = "enregistrez-le au format PDF (Fichier › Enregistrer sous, ou Exporter), puis déposez"
_IMAGE: Final = "faites-en une capture d’écran ou imprimez-la dans un PDF, puis déposez ce fichier"

_HEIC: Final = (
    "Cette photo est au format HEIC, celui des iPhone, quel que soit le nom du fichier. Dans les "
    "réglages de l’iPhone, choisissez Appareil photo › Formats › Le plus compatible et reprenez "
    "la photo ; ou faites une capture d’écran de la photo et déposez la capture."
)
_HEIF: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

# The first bytes; what it is; what to do.
_DEBUTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"GIF8", f"Cette image est au format GIF : {_IMAGE}."),
    (b"II*\0", f"Cette image est au format TIFF : {_IMAGE}."),
    (b"MM\0*", f"Cette image est au format TIFF : {_IMAGE}."),
    (b"BM", f"Cette image est au format BMP : {_IMAGE}."),
    (b"RIFF", f"Ce fichier est une image WebP, un film ou un son : {_IMAGE}."),
    (b"{\\rtf", f"Ce document est au format RTF. Ouvrez-le, {_PDF} ce PDF."),
    (b"%!", f"Ce document est au format PostScript. Ouvrez-le, {_PDF} ce PDF."),
    (
        b"Rar!",
        "Ce fichier est une archive. Décompressez-la, puis déposez les fichiers un à un.",
    ),
    (
        b"7z\xbc\xaf",
        "Ce fichier est une archive. Décompressez-la, puis déposez les fichiers un à un.",
    ),
)
_ANCIENS: Final = {
    "WordDocument": "Word (.doc)",
    "Workbook": "Excel (.xls)",
    "Book": "Excel (.xls)",
    "PowerPoint Document": "PowerPoint (.ppt)",
}
_PROGRAMME: Final = "Ce fichier est un programme ou une commande : déposez le document lui-même."
_COURRIEL: Final = (
    "Ce fichier est un message d’Outlook (.msg). Ouvrez-le, imprimez-le dans un PDF, puis déposez "
    "ce PDF ; ou déposez un à un les fichiers qui y sont joints."
)


def refus_autre_type(tete: bytes) -> ContenuRefuse:
    """The refusal of a file that begins by `tete`, of no accepted type and no zip or OLE file."""
    return ContenuRefuse(CodeRefus.TYPE_REFUSE, _message(tete))


def _message(tete: bytes) -> str | None:
    if tete[4:8] == b"ftyp":
        if any(marque in tete[8:64] for marque in _HEIF):
            return _HEIC
        return f"Ce fichier est un film ou une image d’un format qui n’est pas accepté : {_IMAGE}."
    if est_un_programme(tete):
        return _PROGRAMME
    return next((message for debut, message in _DEBUTS if tete.startswith(debut)), None)


def refus_ole(contenu: bytes) -> ContenuRefuse:
    """The refusal of an OLE file: an old .doc, or the wrapping of a .docx with a password.

    The directory of the latter names a stream `EncryptedPackage` ([MS-OFFCRYPTO] 2.3.4.4).
    """
    if _nomme(contenu, "EncryptedPackage"):
        return ContenuRefuse(CodeRefus.FICHIER_CHIFFRE)
    if _nomme(contenu, "__properties_version1.0"):
        return ContenuRefuse(CodeRefus.TYPE_REFUSE, _COURRIEL)
    ancien = next((nom for flux, nom in _ANCIENS.items() if _nomme(contenu, flux)), None)
    if ancien is None:
        return ContenuRefuse(CodeRefus.TYPE_REFUSE)
    message = f"Ce document a l’ancien format de {ancien}. Ouvrez-le, {_PDF} ce PDF."
    return ContenuRefuse(CodeRefus.TYPE_REFUSE, message)


def _nomme(contenu: bytes, flux: str) -> bool:
    """Whether the directory of an OLE file names this stream ([MS-CFB] 2.6.1)."""
    return f"{flux}\0".encode("utf-16-le") in contenu


def message_du_zip(noms: Collection[str], genre: str) -> str | None:
    """What to say of a zip file of these names, a document of this media type if it is one."""
    if "presentation" in genre:
        return f"Ce document est un diaporama. Ouvrez-le, {_PDF} ce PDF."
    if genre:
        return None
    if any(nom.endswith(".iwa") for nom in noms):
        return (
            "Ce document est de Pages, Numbers ou Keynote. Ouvrez-le, choisissez Fichier › "
            "Exporter vers › PDF, puis déposez ce PDF."
        )
    return (
        "Ce fichier est une archive ZIP. Décompressez-la, puis déposez les fichiers un à un, dans "
        "un format accepté ou en PDF."
    )
