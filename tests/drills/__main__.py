"""`python -m tests.drills --fois N`: so many drills, one kind after the other, and their table."""

import argparse
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

from tests.drills.installation import installation
from tests.drills.pannes import PANNES
from tests.drills.tableau import tableau
from tests.drills.tour import Tour, jouer


def main() -> None:
    """Parse the command line, play, print; exits with 1 when anything was lost or doubled."""
    lecteur = argparse.ArgumentParser(prog="python -m tests.drills", description=__doc__)
    lecteur.add_argument("--fois", type=int, default=len(PANNES), help="how many drills")
    lecteur.add_argument("--panne", default="", help="only those whose name has this")
    options = lecteur.parse_args()
    choisies = [panne for panne in PANNES if options.panne in panne.nom]
    tours = list[Tour]()
    with tempfile.TemporaryDirectory(prefix="ti-registres-") as dossier, installation() as ici:
        for rang, panne in enumerate(islice(cycle(choisies), options.fois)):
            tours.append(jouer(ici, panne, Path(dossier) / str(rang)))
            sys.stderr.write(f"{rang + 1} {tours[-1]}\n")
    sys.stdout.write(tableau(tours) + "\n")
    if not all(tour.bilan.intact for tour in tours):
        sys.exit(1)


if __name__ == "__main__":
    main()
