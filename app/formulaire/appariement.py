"""Which element of a list is which of another, wherever it stands."""

import json
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Hashable, Sequence, Set
from typing import Any, Final

from app.formulaire.section import Groupe

Json = dict[str, Any]
Paire = tuple[int, int]
Reponses = dict[str, Hashable]
Restes = dict[int, Reponses]
Chaine = tuple[int, "Chaine | None"]

RESSEMBLANCE: Final = 0.5
"""What part of their answers two elements share to be one that was edited."""
REPANDUE: Final = 16
"""An answer that more elements give tells none of them: two lists of 2,000 are compared by
2,000 times that, not by 2,000 times 2,000."""


def apparier(avant: Sequence[Json], apres: Sequence[Json], sorte: type[Groupe]) -> list[Paire]:
    """The two ranks of each element that is in both lists, by the first.

    They have the same `identite`, if their kind has one; else equal ones are paired first, then
    those that are the most alike.
    """
    lus, relus = ([_reponses(element) for element in liste] for liste in (avant, apres))
    paires = _de_meme_cle([_cle(un, sorte) for un in lus], [_cle(un, sorte) for un in relus])
    if not sorte.identite:
        pris, repris = {a for a, _ in paires}, {b for _, b in paires}
        paires += _ressemblants(_sans(lus, pris), _sans(relus, repris), sorte)
    return sorted(paires)


def immobiles(paires: Sequence[Paire]) -> set[int]:
    """The first ranks of the most pairs that stand in the same order in both lists.

    Pairs come by their first rank; the others are those that were moved: as few as can be.
    """
    fins, chaines = list[int](), list[Chaine]()
    for avant, apres in paires:
        la = bisect_left(fins, apres)
        fins[la : la + 1] = [apres]
        chaines[la : la + 1] = [(avant, chaines[la - 1] if la else None)]
    restes, chaine = set[int](), chaines[-1] if chaines else None
    while chaine:
        restes.add(chaine[0])
        chaine = chaine[1]
    return restes


def _reponses(element: Json) -> Reponses:
    return {
        nom: json.dumps(reponse, sort_keys=True) if isinstance(reponse, list | dict) else reponse
        for nom, reponse in element.items()
    }


def _cle(reponses: Reponses, sorte: type[Groupe]) -> Hashable:
    dites = ((nom, reponses[nom]) for nom in sorte.identite if nom in reponses)
    return next(dites, frozenset(reponses.items()))


def _sans(reponses: Sequence[Reponses], pris: set[int]) -> Restes:
    return {rang: une for rang, une in enumerate(reponses) if rang not in pris}


def _de_meme_cle(avant: Sequence[Hashable], apres: Sequence[Hashable]) -> list[Paire]:
    """Elements of one key, in order; where both lists begin or end alike, those."""
    moins = min(len(avant), len(apres))
    debut = next((rang for rang in range(moins) if avant[rang] != apres[rang]), moins)
    suite = range(1, moins - debut + 1)
    fin = next((rang for rang in suite if avant[-rang] != apres[-rang]), len(suite) + 1) - 1
    paires = [(rang, rang) for rang in range(debut)]
    paires += [(len(avant) - rang, len(apres) - rang) for rang in range(1, fin + 1)]
    places = defaultdict[Hashable, deque[int]](deque)
    for rang in range(debut, len(apres) - fin):
        places[apres[rang]].append(rang)
    for rang in range(debut, len(avant) - fin):
        if libres := places.get(avant[rang]):
            paires.append((rang, libres.popleft()))
    return paires


def _ressemblants(avant: Restes, apres: Restes, sorte: type[Groupe]) -> list[Paire]:
    """The most alike first, the nearest of those that are as much."""
    choix = {champ.nom for champ in sorte.champs.values() if champ.choix}
    donnees = defaultdict[Hashable, list[int]](list)
    for la, reponses in apres.items():
        for une in reponses.items():
            donnees[une].append(la)
    notes = list[tuple[float, int, int, int]]()
    for ici, reponses in avant.items():
        communes = (donnees[une] for une in reponses.items() if une in donnees)
        for la in {la for rangs in communes if len(rangs) <= REPANDUE for la in rangs}:
            note = _ressemblance(reponses, apres[la], choix)
            if note >= RESSEMBLANCE:
                notes.append((-note, abs(la - ici), ici, la))
    paires, pris, repris = list[Paire](), set[int](), set[int]()
    for _, _, ici, la in sorted(notes):
        if ici not in pris and la not in repris:
            paires.append((ici, la))
            pris.add(ici)
            repris.add(la)
    return paires


def _ressemblance(une: Reponses, autre: Reponses, choix: Set[str]) -> float:
    """From 0 to 1. A choice among a few, which others share, weighs half of what else is said."""
    communes = {nom for nom, _ in une.items() & autre.items()}
    toutes = une.keys() | autre.keys()
    return (2 * len(communes) - len(communes & choix)) / (2 * len(toutes) - len(toutes & choix))
