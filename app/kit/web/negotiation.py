"""Choosing a format by `Accept` (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence
from typing import Final

from app.kit.web.problems import FormatNonDisponible

_ELEMENTS_MAX: Final = 100
"""Of a list of preferences, what is read: browsers write ten."""


def choisir(accept: str | None, offerts: Sequence[str]) -> str:
    """The media type that the client prefers; the first one offered when it has no preference.

    Raises `FormatNonDisponible` when it accepts none of them.
    """
    preferences = _lire(accept or "*/*")
    notes = [_note(offert, preferences) for offert in offerts]
    if max(notes) <= 0:
        raise FormatNonDisponible(f"Formats disponibles : {', '.join(offerts)}.")
    return offerts[notes.index(max(notes))]


def accepte(preferences: str, *noms: str) -> bool:
    """Whether a list such as `Accept-Encoding` has one of these names, at a weight above zero."""
    lues = _lire(preferences)
    return any(lues.get(nom, 0) > 0 for nom in noms)


def _lire(accept: str) -> dict[str, float]:
    preferences: dict[str, float] = {}
    for element in accept.split(",", _ELEMENTS_MAX)[:_ELEMENTS_MAX]:
        genre, *parametres = (partie.strip().lower() for partie in element.split(";"))
        qualite = next((p[2:] for p in parametres if p.startswith("q=")), "1")
        try:
            poids = float(qualite)
        except ValueError:
            poids = 0.0
        preferences[genre] = poids if 0 <= poids <= 1 else 0.0
    return preferences


def _note(offert: str, preferences: dict[str, float]) -> float:
    famille = offert.partition("/")[0] + "/*"
    for motif in (offert, famille, "*/*"):
        if motif in preferences:
            return preferences[motif]
    return 0.0
