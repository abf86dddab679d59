"""Judges an uploaded file by its content alone, never by its name or declared type."""

import re
from collections.abc import Callable

from app.pieces_jointes.archives import FIN_ZIP, QUEUE_ZIP
from app.pieces_jointes.bureautique import controler_bureautique
from app.pieces_jointes.images import JPEG, PNG, controler_jpeg, controler_png
from app.pieces_jointes.octets import Lisible, Octets
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse, TypeFichier

__all__ = ["CodeRefus", "ContenuRefuse", "TypeFichier", "inspecter"]

PDF = b"%PDF-"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

TETE = 1024
"""Acrobat takes a header found anywhere in these first bytes, and `%%EOF` in as many last."""

_VERSION_PDF = re.compile(rb"%PDF-[12]\.\d")
_FIN_PDF = re.compile(rb"startxref\s+(\d{1,10})\s*%%EOF")
_BLANCS = b"\0\t\n\f\r "


def inspecter(fichier: Lisible, taille: int) -> TypeFichier:
    """The type of a file of `taille` bytes.

    `fichier` is read by positions, in windows of 256 KB: the head, the tail, the headers of a
    zip file or of an image. Raises `ContenuRefuse`, and whatever `fichier` itself raises.
    """
    if taille <= 0:
        raise ContenuRefuse(CodeRefus.FICHIER_VIDE)
    octets = Octets(fichier, taille)
    tete = octets.tete(TETE)
    if tete.startswith(OLE):
        raise ContenuRefuse(_refus_ole(octets))
    _refuser_second_format(octets, tete)
    for signature, controler in _CONTROLES.items():
        if tete.startswith(signature):
            return controler(octets)
    raise ContenuRefuse(CodeRefus.TYPE_REFUSE)


def _refuser_second_format(octets: Octets, tete: bytes) -> None:
    """Refuses what a PDF or zip reader would open although the file begins as something else."""
    pdf = PDF in tete and not tete.startswith(PDF)
    zip_ = FIN_ZIP in octets.queue(QUEUE_ZIP) and not tete.startswith(b"PK")
    if pdf or zip_:
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT)


def _refus_ole(octets: Octets) -> CodeRefus:
    """An OLE file is an old .doc or .xls, or the wrapping of a password-protected .docx or .xlsx.

    The directory of the latter names a stream `EncryptedPackage` ([MS-OFFCRYPTO] 2.3.4.4).
    """
    puissance = int.from_bytes(octets.tete(512)[30:32], "little")
    secteur = int.from_bytes(octets.tete(512)[48:52], "little")
    position = min((secteur + 1) << min(puissance, 12), octets.taille)
    repertoire = octets.lire(position, min(octets.taille - position, 64 * 1024))
    chiffre = "EncryptedPackage".encode("utf-16-le") in repertoire
    return CodeRefus.FICHIER_CHIFFRE if chiffre else CodeRefus.TYPE_REFUSE


def _controler_pdf(octets: Octets) -> TypeFichier:
    """Checks the header, then that the file ends with its end marker (ISO 32000-2, 7.5.5)."""
    if not _VERSION_PDF.match(octets.tete(8)):
        raise ContenuRefuse(CodeRefus.TYPE_REFUSE)
    queue = octets.queue(QUEUE_ZIP).rstrip(_BLANCS)[-TETE:]
    # An incremental update leaves the marker of the revision before: only the last one counts.
    fins = list(_FIN_PDF.finditer(queue))
    if not fins or int(fins[-1][1]) >= octets.taille:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    if fins[-1].end() < len(queue):
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT)
    return TypeFichier.PDF


_CONTROLES: dict[bytes, Callable[[Octets], TypeFichier]] = {
    PDF: _controler_pdf,
    b"PK\x03\x04": controler_bureautique,
    PNG: controler_png,
    JPEG: controler_jpeg,
}
