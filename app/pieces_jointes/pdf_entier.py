"""Tells whether a file is a PDF from its head to its tail (ISO 32000-2, 7.5)."""

import re
from typing import Final

from app.pieces_jointes.formats import FIN_ZIP, PDF, QUEUE_ZIP, refuser_avant, refuser_suite
from app.pieces_jointes.octets import Octets
from app.pieces_jointes.pdf_ouvert import controler_pdf_ouvert
from app.pieces_jointes.verdict import PDF_ABIME, PDF_SUITE, CodeRefus, ContenuRefuse, TypeFichier

TETE: Final = 1024
"""Acrobat takes a header found anywhere in these first bytes, and `%%EOF` in as many last."""

_VERSION: Final = re.compile(rb"%PDF-[12]\.\d")
_FIN: Final = re.compile(rb"startxref\s+\d{1,10}\s*(?:%(?!%EOF)[^\r\n]*\s+)*%%EOF")
_BLANCS: Final = b"\0\t\n\f\r "


def debut_du_pdf(tete: bytes) -> int:
    """Where the header of a PDF stands among the first bytes of a file; -1 without one."""
    trouve = _VERSION.search(tete[: TETE + len(PDF)])
    return trouve.start() if trouve else -1


def controler_pdf(octets: Octets, debut: int) -> TypeFichier:
    """Checks what stands before the header at `debut` and after the end, then what it holds.

    Copiers and printers put some of their own words around a PDF: they pass, where nothing opens
    them. Raises `ContenuRefuse`.
    """
    contenu = octets.contenu
    refuser_avant(contenu[:debut], PDF_SUITE)
    if contenu[257:262] == b"ustar":  # the name of the first file of a TAR is its first bytes
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT, PDF_SUITE)
    _refuser_zip(contenu)
    suite = contenu[_fin(contenu) :].strip(_BLANCS)
    if len(suite) > TETE:
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT, PDF_SUITE)
    refuser_suite(suite, 0, PDF_SUITE)
    controler_pdf_ouvert(contenu)
    return TypeFichier.PDF


def _fin(contenu: bytes) -> int:
    """Where the last end marker ends.

    An incremental update leaves the marker of the revision before: only the last one counts. Where
    the position that it gives is wrong, readers look for the objects: so does what opens it.
    """
    depuis = max(0, len(contenu.rstrip(_BLANCS)) - 64 * TETE)
    fins = list(_FIN.finditer(contenu, depuis))
    if not fins:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE, PDF_ABIME)
    return fins[-1].end()


def _refuser_zip(contenu: bytes) -> None:
    """Refuses a PDF that opens as a zip file as well.

    A zip file attached to it, or a document kept beside its PDF, is held in a stream: its directory
    does not resolve from the first byte.
    """
    fin = contenu.rfind(FIN_ZIP, max(0, len(contenu) - QUEUE_ZIP))
    if fin < 0:
        return
    position = int.from_bytes(contenu[fin + 16 : fin + 20], "little")
    apres = fin > contenu.rfind(b"endstream")
    if apres or contenu.startswith(b"PK\x01\x02", position):
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT, PDF_SUITE)
