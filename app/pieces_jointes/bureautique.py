"""Tells which office document a zip file is, and judges all that it holds.

A document carried by another one is judged by the same rules, once: deeper, nobody looks.
"""

import re
from typing import Final

from app.pieces_jointes.archives import TOTAL_MAX, Archive
from app.pieces_jointes.autres_types import message_du_zip
from app.pieces_jointes.octets import Octets
from app.pieces_jointes.odf import controler_odf
from app.pieces_jointes.ooxml import TYPES_CONTENU, controler_ooxml
from app.pieces_jointes.parties import controler_parties
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse, TypeFichier

_PROJET_VBA: Final = re.compile(r"(^|/)vbaproject\.bin$", re.IGNORECASE)
_SIGNES_ODF: Final = ("mimetype", "meta-inf/manifest.xml")


def controler_bureautique(octets: Octets) -> TypeFichier:
    """The type of the office document that the zip file is. Raises `ContenuRefuse`."""
    archive = Archive(octets)
    genre = _genre(archive)
    try:
        type_ = TypeFichier(genre)
    except ValueError:
        message = message_du_zip(archive.entrees, genre)
        raise ContenuRefuse(CodeRefus.TYPE_REFUSE, message) from None
    reste = TOTAL_MAX - archive.total

    def controler_incorpore(contenu: bytes) -> None:
        """Of any office type, with no archive inside; all within the same total."""
        nonlocal reste
        incorpore = Archive(Octets(contenu), reste)
        reste -= incorpore.total
        if not _genre(incorpore):
            raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)
        controler_parties(incorpore, _refuser_plus_profond)

    controler_parties(archive, controler_incorpore)
    return type_


def _refuser_plus_profond(_contenu: bytes) -> None:
    raise ContenuRefuse(CodeRefus.ARCHIVE_BOMBE)


def _genre(archive: Archive) -> str:
    """The media type that the document gives itself; empty when it is none.

    Raises `ContenuRefuse`: `macros`, `fichier_chiffre`, or what does not hold.
    """
    noms = archive.entrees
    odf, ooxml = any(nom in noms for nom in _SIGNES_ODF), TYPES_CONTENU in noms
    if odf and ooxml and "mimetype" in noms:
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT)
    if any(map(_PROJET_VBA.search, noms)):
        raise ContenuRefuse(CodeRefus.MACROS)
    if ooxml:
        return controler_ooxml(archive)
    return controler_odf(archive) if odf else ""
