"""What people typed, as the fonts can draw it."""

import re
import unicodedata
from typing import Final

# What the fonts bundled in typst can draw: Latin, Greek, Cyrillic, usual punctuation. PDF/UA
# forbids a missing glyph, so an emoji in a file name would otherwise deny the whole receipt. A mark
# is drawn within its letter only: beside some letters, no font has a glyph for it.
_DESSINABLES: Final = re.compile(
    r"[ -~\u00a1-\u00ac\u00ae-\u04ff\u1e00-\u1fff\u2010-\u2027\u2030-\u203a\u20ac\u2116\u2122]"
)
_MOT_LONG: Final = re.compile(r"[^\s\u200b]{30,}")
_INSECABLES: Final = re.compile(r" (?=[:;])|(?<= [LR]\.) |(?<=\bart\.) ")


def affichable(texte: str) -> str:
    """`texte` with what cannot be drawn written `[U+1F600]`, and long words made breakable."""
    dessine = "".join(_caractere(c) for c in unicodedata.normalize("NFC", texte))
    return _MOT_LONG.sub(lambda mot: re.sub(".{10}", "\\g<0>\u200b", mot[0]), dessine)


def insecable(texte: str) -> str:
    """A sentence of ours: no line ends before a colon, nor amid the number of an article."""
    return _INSECABLES.sub("\u00a0", texte)


def _caractere(c: str) -> str:
    categorie = unicodedata.category(c)
    if categorie == "Zs":
        return " "
    if categorie[0] != "M" and c.isprintable() and _DESSINABLES.match(c):
        return c
    return f"[U+{ord(c):04X}]"
