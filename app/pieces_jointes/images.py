"""Walks the blocks of a PNG and the segments of a JPEG up to the end of the image.

What follows it is inert to those who show images: only what another program would open is refused.
"""

import re
import struct
import zlib
from typing import Final

from app.pieces_jointes.formats import refuser_suite
from app.pieces_jointes.octets import Octets
from app.pieces_jointes.verdict import PHOTO_SUITE, CodeRefus, ContenuRefuse, TypeFichier

PNG: Final = b"\x89PNG\r\n\x1a\n"
JPEG: Final = b"\xff\xd8\xff"

BLOCS_MAX: Final = 100_000
"""Blocks or segments walked; a 50 MB image has some 10,000, a hostile one could have millions."""
POINTS_MAX: Final = 250_000_000
"""Width times height: telephones take 200 million, a plan in A0 at 400 dpi has 248."""
TEXTE_MAX: Final = 8 * 1024 * 1024
"""Bytes that a compressed text or profile may take, as libpng has it."""

_COMPRIMES: Final = (b"zTXt", b"iTXt", b"iCCP")

_APRES_BALAYAGE: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

_EOI, _SOS, _SEULS = 0xD9, 0xDA, frozenset({0x01, *range(0xD0, 0xD8)})
_INTERDITS: Final = frozenset({0x00, 0xD8})
_TRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def controler_png(octets: Octets) -> TypeFichier:
    """Checks that whole blocks lead from IHDR through IDAT to IEND.

    Source: PNG (W3C, third edition), section 5. Raises `ContenuRefuse`.
    """
    position, precedents, image = len(PNG), set[bytes](), 0
    for _ in range(BLOCS_MAX):
        nom, donnees = _bloc_png(octets, position)
        if not precedents:
            _controler_ihdr(nom, donnees)
        if nom in _COMPRIMES:
            _controler_texte(nom, donnees)
        image += len(donnees) * (nom == b"IDAT")
        position += 12 + len(donnees)
        precedents.add(nom)
        if nom == b"IEND":
            break
    if b"IEND" not in precedents or not image:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    refuser_suite(octets.contenu, position, PHOTO_SUITE)
    return TypeFichier.PNG


def _bloc_png(octets: Octets, position: int) -> tuple[bytes, bytes]:
    """The name and the data of a block; of a critical one (5.4), the sum must be right."""
    longueur, nom = struct.unpack(">L4s", octets.lire(position, 8))
    donnees = octets.lire(position + 8, longueur)
    (somme,) = struct.unpack(">L", octets.lire(position + 8 + longueur, 4))
    if not nom.isalpha() or (nom[:1].isupper() and zlib.crc32(donnees, zlib.crc32(nom)) != somme):
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    return nom, donnees


def _controler_ihdr(nom: bytes, donnees: bytes) -> None:
    if nom != b"IHDR" or len(donnees) != 13:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    largeur, hauteur = struct.unpack(">2L", donnees[:8])
    if not largeur or not hauteur:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    _controler_points(largeur, hauteur)


def _controler_texte(nom: bytes, donnees: bytes) -> None:
    """Refuses a text or a colour profile that grows out of measure (11.3.3)."""
    suite = donnees[donnees.find(b"\0") + 1 :]
    if nom == b"iTXt":
        if suite[:1] != b"\1":
            return
        # After the method come the language and the keyword translated.
        suite = suite[:2] + suite[2:].split(b"\0", 2)[-1]
    debut = 2 if nom == b"iTXt" else 1
    try:
        contenu = zlib.decompressobj().decompress(suite[debut:], TEXTE_MAX + 1)
    except zlib.error:  # readers leave it out
        return
    if len(contenu) > TEXTE_MAX:
        raise ContenuRefuse(CodeRefus.IMAGE_DEMESUREE)


def _controler_points(largeur: int, hauteur: int) -> None:
    if largeur * hauteur > POINTS_MAX:
        raise ContenuRefuse(CodeRefus.IMAGE_DEMESUREE)


def controler_jpeg(octets: Octets) -> TypeFichier:
    """Checks that the image has a frame, a scan and an end.

    Telephones append previews, films and words of their own to it.
    Source: ITU-T T.81, annex B. Raises `ContenuRefuse`.
    """
    refuser_suite(octets.contenu, _fin_jpeg(octets), PHOTO_SUITE)
    return TypeFichier.JPEG


def _fin_jpeg(octets: Octets) -> int:
    """The position after the EOI of the JPEG."""
    trame = balayage = False
    position = 2
    for _ in range(BLOCS_MAX):
        prefixe, marqueur = octets.lire(position, 2)
        if prefixe != 0xFF or marqueur in _INTERDITS:
            break
        if marqueur == _EOI and balayage:
            return position + 2
        if marqueur == 0xFF:
            position += 1
        elif marqueur in _SEULS:
            position += 2
        else:
            if marqueur in _TRAMES:
                trame = True
                hauteur, largeur = struct.unpack(">2H", octets.lire(position + 5, 4))
                _controler_points(largeur, hauteur)
            (longueur,) = struct.unpack(">H", octets.lire(position + 2, 2))
            suivant: int | None = position + 2 + longueur
            if marqueur == _SOS:
                balayage, suivant = trame, octets.chercher(_APRES_BALAYAGE, suivant)
            if suivant is None:
                break
            position = suivant
    raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
