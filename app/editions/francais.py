"""Dates and numbers as a French document writes them."""

from datetime import date, datetime
from typing import Final

from app.kit.clock import PARIS

_MOIS: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def date_en_lettres(jour: date) -> str:
    """`1er octobre 2023`, `22 septembre 2023`."""
    longue = date_longue(jour)
    return longue.replace("1", "1er", 1) if jour.day == 1 else longue


def date_longue(jour: date) -> str:
    """`1 octobre 2023`, as programs write it and read it."""
    return f"{jour.day} {_MOIS[jour.month - 1]} {jour.year}"


def instant_en_lettres(instant: datetime) -> str:
    """`22 septembre 2023 à 21 h 04 min 05 s (heure de Paris)`, of an instant with a time zone."""
    la = instant.astimezone(PARIS)
    return f"{date_en_lettres(la.date())} à {la:%H h %M min %S s} (heure de Paris)"


def par_groupes(siret: str) -> str:
    """`200 057 990 00016`: a SIREN by three, then the NIC."""
    return "\u00a0".join((siret[:3], siret[3:6], siret[6:9], siret[9:]))
