"""The number of a deposit: `TI-2023-XXXX-XXXX`, made to be read aloud and typed back.

The eight characters are Crockford's base32, which has no I, L, O or U. The last one is a check
character: with each character seen as an element of GF(32) and `a` a root of x⁵ + x² + 1, a
number is valid when the sum of aⁱ·cᵢ is zero, i being the distance from the end. No weight is
zero, so a wrong character always shows; `a` has order 31, so the weights differ and exchanging
two characters, adjacent or not, always shows.
"""

import re
import secrets
from functools import reduce
from typing import Annotated, Final

from pydantic import AfterValidator, Field

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MOTIF_NUMERO: Final = f"^TI-2023-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}$"

_POLYNOME = 0b100101  # x⁵ + x² + 1, primitive over GF(2)
_ALEATOIRES = 7
_FORME = re.compile(r"TI-2023-([0-9A-Z]{4})-([0-9A-Z]{4})", re.ASCII | re.IGNORECASE)
_CONFUSIONS = str.maketrans("ILO", "110")


def nouveau_numero() -> str:
    """A number drawn at random among 32⁷ (34 billion), with its check character.

    Two draws may coincide, however unlikely: uniqueness is for the table to hold.
    """
    tirage = "".join(secrets.choice(ALPHABET) for _ in range(_ALEATOIRES))
    # Over GF(2) minus is plus: the character that cancels the sum is the sum itself.
    corps = tirage + ALPHABET[_fois_a(_somme(tirage))]
    return f"TI-2023-{corps[:4]}-{corps[4:]}"


def numero_valide(texte: str) -> bool:
    """Whether `texte` is a number with the right check character.

    Read as Crockford says: case is ignored, I and L are 1, O is 0. The prefix and the hyphens
    are required.
    """
    forme = _FORME.fullmatch(texte)
    if forme is None:
        return False
    corps = (forme[1] + forme[2]).upper().translate(_CONFUSIONS)
    return "U" not in corps and _somme(corps) == 0


def _verifier(texte: str) -> str:
    if not numero_valide(texte):
        raise ValueError("ce numéro a été mal recopié : son caractère de contrôle ne convient pas")
    return texte


# What is given as a number: written as the service writes it, with the right check character.
Numero = Annotated[str, Field(pattern=MOTIF_NUMERO), AfterValidator(_verifier)]


def _somme(caracteres: str) -> int:
    """The weighted sum over GF(32), by Horner's rule."""
    return reduce(lambda somme, c: _fois_a(somme) ^ ALPHABET.index(c), caracteres, 0)


def _fois_a(element: int) -> int:
    double = element << 1
    return double ^ _POLYNOME if double & 32 else double
