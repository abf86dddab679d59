"""How a spreadsheet shows a number: what its format makes of it (ECMA-376, part 1, 18.8.30-31)."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from app.plan_action.cellules import Cellule, Formatee, Signalee

# Of the formats that a file need not declare, those that matter.
INTEGRES: Final = {
    **{0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"},
    **dict.fromkeys((14, 15, 16, 17, 22, *range(27, 32), *range(34, 37), *range(50, 59)), "d/m/y"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 46, 47), "h:mm"),
}
_EPOQUE, _EPOQUE_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet has no zone
# Between quotes, after a backslash, in brackets (a colour, a currency), room for a sign.
_LITTERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


class _Genre(Enum):
    NOMBRE = auto()
    JOUR = auto()
    HEURE = auto()


def nombre(valeur: float, code: str, *, depuis_1904: bool) -> Cellule:
    """A number under a format: a day, what is shown of it as well, or that nobody can tell."""
    match _genre(code):
        case _Genre.HEURE:
            return Signalee("saisie_transformee", f"{valeur:.15g}")
        case _Genre.JOUR:
            epoque = _EPOQUE_1904 if depuis_1904 else _EPOQUE
            try:
                moment = epoque + timedelta(seconds=round(valeur * 86_400))
            except OverflowError:
                return Formatee(valeur, None)
            return Formatee(moment, None)
        case _Genre.NOMBRE if code.lower() in ("general", "@", "standard"):
            return valeur
        case _:
            return Formatee(valeur, _montrer(valeur, code))


def jour(iso: str, montre: str) -> Cellule:
    """A day or an instant in ISO 8601, and how it is shown; what is none is a text."""
    try:
        return Formatee(datetime.fromisoformat(iso), montre or None)
    except ValueError:
        return montre or iso or None


def _genre(code: str) -> _Genre:
    nu = _LITTERAL.sub("", code.partition(";")[0]).lower()
    if nu in ("general", "standard"):
        return _Genre.NOMBRE
    if re.search("[dyj]|aa", nu) or re.fullmatch(r"[\W_]*m{3,}[\W_]*", nu):
        return _Genre.JOUR
    return _Genre.HEURE if re.search("[hs]|mm", nu) else _Genre.NOMBRE


_MONTREURS: Final[dict[str, Callable[[float], str]]] = {
    "0": lambda x: f"{x:.0f}",
    "0.00": lambda x: f"{x:.2f}",
    "#,##0": lambda x: f"{x:,.0f}",
    "#,##0.00": lambda x: f"{x:,.2f}",
    "0%": lambda x: f"{100 * x:.0f}%",
    "0.0%": lambda x: f"{100 * x:.1f}%",
    "0.00%": lambda x: f"{100 * x:.2f}%",
}


def _montrer(valeur: float, code: str) -> str | None:
    """What a plain format shows, in French, when it hides nothing, nor needs a sixteenth digit."""
    montreur = _MONTREURS.get(code)
    if montreur is None or abs(valeur) > 1e15:
        return None
    montre = montreur(valeur)
    lu = float(montre.replace(",", "").rstrip("%")) / (100 if montre.endswith("%") else 1)
    if abs(lu - valeur) > 1e-9 * max(1.0, abs(valeur)):
        return None
    return montre.replace(",", "\u202f").replace(".", ",")
