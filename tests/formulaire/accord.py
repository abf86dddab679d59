"""`python -m tests.formulaire.accord 50000`: as many damaged dossiers, judged by everybody.

Prints how far it is. At the first disagreement Hypothesis looks for a smaller dossier that shows
it; the smallest is printed with who said what, and the command fails. A second argument is the
seed to start from; the same one judges the same dossiers.
"""

import sys
from dataclasses import dataclass
from time import monotonic
from typing import Final

from hypothesis import Phase, Verbosity, given, seed, settings

from tests.formulaire.accord_verdict import confronter, confronter_le_formulaire
from tests.formulaire.degats import SERIE, series_abimees
from tests.formulaire.exemples import Json
from tests.tirages import CALMES

# Hypothesis remembers all that it drew in a round.
_TOUR: Final = 400


@dataclass(slots=True)
class Compte:
    """How many dossiers everybody accepts, and how many everybody refuses."""

    acceptes: int = 0
    refuses: int = 0

    @property
    def dossiers(self) -> int:
        return self.acceptes + self.refuses


def juger(nombre: int, graine: int, compte: Compte) -> None:
    """Compare all the verdicts on `nombre` damaged dossiers; raises `Desaccord` on the smallest."""

    @seed(graine)
    @settings(
        max_examples=-(-nombre // SERIE),
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=CALMES,
        verbosity=Verbosity.quiet,
    )
    @given(series_abimees())
    def tour(serie: list[Json]) -> None:
        # Slow, for its list of all the EPCI with their names.
        confronter_le_formulaire(serie[0])
        for rang, dossier in enumerate(serie):
            if confronter(dossier, lents=rang == 0):
                compte.acceptes += 1
            else:
                compte.refuses += 1

    tour()


def main(nombre: int, graine: int = 0) -> None:
    """Judge `nombre` dossiers, round after round."""
    compte, debut = Compte(), monotonic()
    while compte.dossiers < nombre:
        juger(min(_TOUR * SERIE, nombre - compte.dossiers), graine, compte)
        graine += 1
        sys.stdout.write(
            f"{compte.dossiers} dossiers : {compte.acceptes} acceptés, {compte.refuses} refusés "
            f"par tous, en {monotonic() - debut:.0f} s ; graine suivante : {graine}\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
