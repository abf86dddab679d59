"""Judges an uploaded file by its content alone, never by its name or declared type."""

from typing import Final

from app.pieces_jointes.autres_types import refus_autre_type, refus_ole
from app.pieces_jointes.bureautique import controler_bureautique
from app.pieces_jointes.formats import FIN_ZIP, OLE, PDF, QUEUE_ZIP, ZIP
from app.pieces_jointes.images import JPEG, PNG, controler_jpeg, controler_png
from app.pieces_jointes.octets import Octets
from app.pieces_jointes.pdf_entier import TETE, controler_pdf, debut_du_pdf
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse, TypeFichier

_CONTROLES: Final = {
    ZIP: controler_bureautique,
    PNG: controler_png,
    JPEG: controler_jpeg,
}


def inspecter(contenu: bytes) -> TypeFichier:
    """The type of a file. Raises `ContenuRefuse`.

    What is hostile may cost seconds and hundreds of megabytes: the service calls it in a process
    of its own, see `jugement`.
    """
    if not contenu:
        raise ContenuRefuse(CodeRefus.FICHIER_VIDE)
    octets = Octets(contenu)
    tete = octets.tete(TETE)
    # What ends as an archive is one, whatever it begins as.
    zip_ = FIN_ZIP in contenu[-QUEUE_ZIP:] and not tete.startswith(b"PK")
    if tete.startswith(OLE):
        raise refus_ole(contenu)
    for signature, controler in _CONTROLES.items():
        if tete.startswith(signature):
            if PDF in tete or zip_:
                raise ContenuRefuse(CodeRefus.SECOND_FORMAT)
            return controler(octets)
    if (debut := debut_du_pdf(tete)) >= 0:
        return controler_pdf(octets, debut)
    if zip_:
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT)
    raise refus_autre_type(tete)
