"""Addresses as their rules write them, and the one form in which they are compared.

Whoever writes an address otherwise is no other person.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from email_validator import EmailNotValidError, validate_email

from app.kit.jobs.letter import sans_mot_encode
from app.kit.memory import de_personnes

_TEXTE_MAX: Final = 1000  # characters: no address is near, however it is written
# What Unicode lets a reader ignore (Default_Ignorable_Code_Point).
_IGNORABLES: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)


# What is long to judge is the domain, and most share one. Of such a name there is nothing to tell.
_ORDINAIRE: Final = re.compile(r"([a-z0-9_'+-]+(?:\.[a-z0-9_'+-]+)*)@([a-z0-9.-]+)")
_ORDINAIRE_MAX: Final = 64  # characters, of a name and of what follows: within all limits


def adresse(texte: str) -> str:
    """An address as RFC 5321 and its successors have it written; ValueError if none of them does.

    What `validate_email` of email-validator says, sooner.
    """
    if (lue := _ORDINAIRE.fullmatch(texte)) and max(map(len, lue.groups())) <= _ORDINAIRE_MAX:
        return f"{lue[1]}@{_domaine(lue[2])}"
    return validate_email(texte, check_deliverability=False).normalized


@de_personnes
@lru_cache(1024)
def _domaine(texte: str) -> str:
    return validate_email(f"a@{texte}", check_deliverability=False).domain


@de_personnes
@lru_cache(1024)
def boite_de(texte: str) -> str | None:
    """The mailbox that an address names, in lower case; None for what names none.

    NFKC, which is what mail systems do of a domain (IDNA, UTS #46) and what makes two ways of
    typing one character one; the domain as people read it, not as `xn--…`; no blank around, nothing
    invisible within.
    """
    if len(texte) > _TEXTE_MAX:
        return None
    lisible = _IGNORABLES.sub("", unicodedata.normalize("NFKC", texte)).strip().lower()
    try:
        sans_mot_encode(lisible)
        lue = adresse(lisible)
    except (EmailNotValidError, ValueError):
        return None
    return unicodedata.normalize("NFKC", lue)
