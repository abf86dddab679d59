"""What people typed, as the fonts can draw it."""

import re
import unicodedata
from itertools import chain
from typing import Final

# What the fonts bundled in typst can draw: Latin, Greek, Cyrillic, usual punctuation. PDF/UA
# forbids a missing glyph, so an emoji in a file name would otherwise deny the whole receipt. A mark
# is drawn within its letter only: beside some letters, no font has a glyph for it.
_DESSINABLES: Final = (
    *(range(0x20, 0x7F), range(0xA1, 0xAD), range(0xAE, 0x500), range(0x1E00, 0x2000)),
    *(range(0x2010, 0x2028), range(0x2030, 0x203B), (0x20AC, 0x2116, 0x2122)),
)
_MOT_LONG: Final = re.compile(r"[^\s\u200b]{30,}")
_FIN_DE_LIGNE: Final = re.compile("\r\n|[\n\r\u2028\u2029]")
_INSECABLES: Final = re.compile(r" (?=[:;?!»])|(?<=«) |(?<= [LR]\.) |(?<=\bart\.) ")


def affichable(texte: str) -> str:
    """`texte` with what cannot be drawn written `[U+1F600]`, and long words made breakable."""
    normal = unicodedata.normalize("NFC", texte)
    dessine = _INDESSINABLES.sub(lambda trouve: _remplacant(trouve[0]), normal)
    return _MOT_LONG.sub(lambda mot: re.sub(".{10}", "\\g<0>\u200b", mot[0]), dessine)


def redige(texte: str) -> str:
    """As `affichable`, of a text whose lines stay lines; a tab is four spaces."""
    return "\n".join(map(affichable, _FIN_DE_LIGNE.split(texte.replace("\t", "    "))))


def insecable(texte: str) -> str:
    """A sentence of ours: no line ends before a colon, nor amid the number of an article."""
    return _INSECABLES.sub("\u00a0", texte)


def libelle(texte: str) -> str:
    """Words of the form, as a printer sets them."""
    return insecable(texte.replace("'", "’"))


def _se_dessine(c: str) -> bool:
    return c == " " or (c.isprintable() and unicodedata.category(c)[0] not in "MZ")


_INDESSINABLES: Final = re.compile(
    f"[^{re.escape(''.join(filter(_se_dessine, map(chr, chain(*_DESSINABLES)))))}]"
)


def _remplacant(c: str) -> str:
    return " " if unicodedata.category(c) == "Zs" else f"[U+{ord(c):04X}]"
