"""Walks the blocks of a PNG and the segments of a JPEG up to the true end of the image."""

import re
import struct
from collections.abc import Iterator

from app.pieces_jointes.octets import Octets
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse, TypeFichier

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"

BLOCS_MAX = 100_000
"""Blocks or segments walked; a 50 MB image has some 10,000, a hostile one could have millions."""

_APRES_BALAYAGE = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_NON_NUL = re.compile(rb"[^\x00]")

_EOI, _SOS, _SEULS = 0xD9, 0xDA, frozenset({0x01, *range(0xD0, 0xD8)})
_INTERDITS = frozenset({0x00, 0xD8})


def controler_png(octets: Octets) -> TypeFichier:
    """Checks that the blocks lead from IHDR through IDAT to IEND, where the file ends.

    Source: PNG (W3C, third edition), section 5. Raises `ContenuRefuse`.
    """
    position, precedents = len(PNG), set[bytes]()
    for _ in range(BLOCS_MAX):
        longueur, nom = struct.unpack(">L4s", octets.lire(position, 8))
        position += 12 + longueur
        if position > octets.taille or not nom.isalpha() or not (precedents or nom == b"IHDR"):
            raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
        precedents.add(nom)
        if nom == b"IEND":
            break
    if not {b"IDAT", b"IEND"} <= precedents:
        raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
    if position != octets.taille:
        raise ContenuRefuse(CodeRefus.SECOND_FORMAT)
    return TypeFichier.PNG


def controler_jpeg(octets: Octets) -> TypeFichier:
    """Checks that the image ends and that only zeros or further JPEG images follow it.

    Phones append previews and depth maps that way (CIPA DC-007, multi-picture format).
    Source: ITU-T T.81, annex B. Raises `ContenuRefuse`.
    """
    position: int | None = 0
    budget = iter(range(BLOCS_MAX))
    while position is not None:
        if octets.lire(position, min(3, octets.taille - position)) != JPEG:
            raise ContenuRefuse(CodeRefus.SECOND_FORMAT)
        position = octets.chercher(_NON_NUL, _fin_image(octets, position, budget))
    return TypeFichier.JPEG


def _fin_image(octets: Octets, position: int, budget: Iterator[int]) -> int:
    """The position after the EOI of the JPEG that begins at `position`."""
    balayage = False
    position += 2
    for _ in budget:
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
            (longueur,) = struct.unpack(">H", octets.lire(position + 2, 2))
            suivant: int | None = position + 2 + longueur
            if marqueur == _SOS:
                balayage, suivant = True, octets.chercher(_APRES_BALAYAGE, suivant)
            if suivant is None:
                break
            position = suivant
    raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
