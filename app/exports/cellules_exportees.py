"""What cells have in common, whatever file they stand in."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, cast

from app.formulaire.telephones import compose
from app.kit.clock import PARIS

# What XML 1.0 cannot hold.
_INTERDITS: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REMPLACE: Final = "\ufffd"
ORIGINE: Final = date(1899, 12, 30)  # day 0 of spreadsheets
_ENTIER_SUR: Final = 10**15  # digits that a spreadsheet shows


class Trop(Exception):
    """More than a format holds; `cause`: the code that says what."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class Comptes:
    """What was done to texts: those that got an apostrophe, characters that XML has no room for."""

    def __init__(self) -> None:
        self.apostrophes = 0
        self.remplaces = 0

    def xml(self, texte: str) -> str:
        """A text for XML."""
        if _INTERDITS.search(texte):
            texte, nombre = _INTERDITS.subn(_REMPLACE, texte)
            self.remplaces += nombre
        if "&" in texte or "<" in texte or ">" in texte:
            texte = texte.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return texte.replace("\r", "&#13;") if "\r" in texte else texte


def en_texte(valeur: Any, choix: Mapping[str, str] | None) -> str:
    """A value as text: the label of a choice, those of a list one after the other."""
    if valeur is None:
        return ""
    if isinstance(valeur, list):
        return ", ".join(en_texte(une, choix) for une in cast(list[Any], valeur))
    texte = valeur if isinstance(valeur, str) else str(valeur)
    return choix.get(texte, texte) if choix else texte


@lru_cache(4096)
def jour(texte: str) -> date:
    """A day of ISO 8601."""
    return date.fromisoformat(texte)


def instant(texte: str) -> datetime:
    """An instant of RFC 3339, to the second, in Paris, without its zone."""
    la = datetime.fromisoformat(texte).astimezone(PARIS)
    return la.replace(tzinfo=None, microsecond=0)


def serie(moment: datetime) -> str:
    """The number of a spreadsheet that stands for an instant."""
    depuis = moment - datetime.combine(ORIGINE, datetime.min.time())
    return f"{depuis / timedelta(days=1):.9f}"


def est_sur(nombre: Any) -> bool:
    """Whether a spreadsheet shows every digit of a number."""
    return abs(nombre) < _ENTIER_SUR


@lru_cache(4096)
def telephone(e164: str) -> str:
    """A number as it is dialled from France: a sign `+` would make a formula of it."""
    composee = compose(e164)
    etranger = composee != e164 and composee.startswith("+")
    return f"00{composee[1:]}" if etranger else composee
