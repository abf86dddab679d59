"""The passage of a text that says what was looked for, the words found marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Annotated, Final

from pydantic import Field

from app.kit.glossary import decrit
from app.publication.referentiels import sans_accents

# Characters of a window on a text, and those that it shares with the one before.
_FENETRE: Final = 1_000
_COMMUN: Final = 300
_AUTOUR: Final = 90  # characters before the first word found; twice as many after it
# A letter or a digit, what is combined with it included.
_MOT: Final = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")


@decrit("Un morceau d'un extrait.")
@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a text; `trouve`: whether it is a word that was looked for."""

    texte: Annotated[str, Field(description="Le texte, tel que déposé.")]
    trouve: Annotated[bool, Field(description="Si c'est un mot cherché.")]


def _fenetre(texte: str, motifs: Sequence[re.Pattern[str]]) -> str:
    """The first part of a text that says some of it: to look at each word takes their square."""
    for debut in range(0, len(texte), _FENETRE - _COMMUN):
        partie = texte[debut : debut + _FENETRE]
        if any(motif.search(sans_accents(partie)) for motif in motifs):
            return partie
    return texte[:_FENETRE]


def passage_de(texte: str, motifs: Sequence[re.Pattern[str]]) -> list[Segment]:
    """The passage around the first words found."""
    texte = _fenetre(texte, motifs)
    places = [lu.span() for lu in _MOT.finditer(texte)]
    plats = [sans_accents(texte[a:b]) for a, b in places]
    # Where each word begins once they are one after the other.
    debuts = [0, *accumulate(len(plat) + 1 for plat in plats)]
    trouves = [un.span() for motif in motifs for un in motif.finditer(" ".join(plats))]
    vus = [
        place
        for place, debut, plat in zip(places, debuts, plats, strict=False)
        if any(a < debut + len(plat) and debut < b for a, b in trouves)
    ]
    if not vus:
        return [Segment(texte[: 3 * _AUTOUR], trouve=False)]
    ici = next((a for a, _ in places if a >= vus[0][0] - _AUTOUR)) if vus[0][0] > _AUTOUR else 0
    loin = vus[0][0] + 2 * _AUTOUR
    fin = max(b for a, b in places if a <= loin) if loin < places[-1][0] else len(texte)
    segments = list[Segment]()
    for a, b in (vu for vu in vus if vu[0] < fin):
        segments += [Segment(texte[ici:a], trouve=False), Segment(texte[a:b], trouve=True)]
        ici = b
    segments.append(Segment(texte[ici:fin], trouve=False))
    return [segment for segment in segments if segment.texte]
