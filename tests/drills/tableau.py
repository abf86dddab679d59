"""The table of drills that were played, for `docs/drills.md`."""

from itertools import groupby
from operator import attrgetter

from tests.drills.tour import Tour

_TETE = """\
| drill | times | acknowledged | lost | doubled | record | longest gap (s) | told to come back |
| --- | --: | --: | --: | --: | --- | --- | --: |"""


def tableau(tours: list[Tour]) -> str:
    """A line for each kind of drill, in Markdown: sums, and the gap of each time."""
    par_panne = groupby(sorted(tours, key=attrgetter("panne")), attrgetter("panne"))
    return "\n".join([_TETE, *(_ligne(panne, list(joues)) for panne, joues in par_panne)])


def _ligne(panne: str, joues: list[Tour]) -> str:
    bilans = [tour.bilan for tour in joues]
    colonnes = (
        panne,
        len(joues),
        sum(bilan.acquittes for bilan in bilans),
        sum(len(bilan.perdus) for bilan in bilans),
        sum(len(bilan.doubles) for bilan in bilans),
        "broken" if any(bilan.ruptures for bilan in bilans) else "whole",
        _etendue([tour.silence for tour in joues]),
        sum(tour.refus for tour in joues),
    )
    return f"| {' | '.join(map(str, colonnes))} |"


def _etendue(silences: list[float]) -> str:
    bas, haut = f"{min(silences):.1f}", f"{max(silences):.1f}"
    return bas if bas == haut else f"{bas} to {haut}"
