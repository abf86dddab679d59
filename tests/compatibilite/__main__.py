"""Compare what the API promises now with what its last release promised; see `docs/contrat/`.

`python -m tests.compatibilite` prints a line per difference and fails on a breaking one that the
version and the changelog do not announce; `--tout` adds the texts reworded; `--publier` keeps the
promise of a new release.
"""

import argparse
import sys
from pathlib import Path

from tests.compatibilite.histoire import HistoireIncomplete, tete
from tests.compatibilite.instantanes import (
    GARDES,
    PROJET,
    derniere,
    lire,
    publier,
    version_du_projet,
)
from tests.compatibilite.operations import comparer_contrats
from tests.compatibilite.permission import non_annoncees, ruptures_annoncees, version_permet
from tests.compatibilite.publies import comparer_publies
from tests.compatibilite.regles import Changement
from tests.compatibilite.textes import comparer_textes


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.compatibilite", description=__doc__)
    parser.add_argument("--publier", action="store_true", help="keep the promise of this version")
    parser.add_argument("--tout", action="store_true", help="show the texts reworded, too")
    options = parser.parse_args()
    sys.exit(garder() if options.publier else verifier(tout=options.tout))


def garder() -> str | None:
    """Keep the promise of the last commit; why it cannot be, None when it is."""
    try:
        dire(f"kept in {publier(tete()).relative_to(PROJET)}")
    except HistoireIncomplete as erreur:
        return str(erreur)
    return None


def verifier(projet: Path = PROJET, *, tout: bool = False) -> str | None:
    """Print the differences; why the check fails, None when it does not."""
    ancienne, nouvelle = derniere(projet), version_du_projet(projet)
    if ancienne is None:
        dire("no release to compare with")
        return None
    changements = comparer(projet, ancienne, tout=tout)
    for changement in changements:
        dire(str(changement))
    cassants = [changement for changement in changements if changement.casse]
    dire(f"{ancienne} -> {nouvelle}: {len(changements)} differences, {len(cassants)} breaking")
    if cassants and not version_permet(ancienne, nouvelle):
        return f"breaking, but version {nouvelle} does not say so after {ancienne}"
    journal = (projet / "CHANGELOG.md").read_text(encoding="utf-8")
    oublies = non_annoncees(cassants, ruptures_annoncees(journal, nouvelle))
    if oublies:
        lignes = [f"  {c.sujets or c.ou}: {c.quoi}" for c in oublies]
        return "\n".join([f"CHANGELOG.md, ### Breaking of {nouvelle}, does not name:", *lignes])
    return None


def comparer(projet: Path, version: str, *, tout: bool = False) -> list[Changement]:
    """Every difference with what this release promised, once."""
    avant, apres = lire(projet / GARDES / version), lire(projet)
    changements = [
        *comparer_contrats(avant.openapi, apres.openapi),
        *comparer_publies(avant.publies, apres.publies),
    ]
    if tout:
        changements += comparer_textes(avant.openapi, apres.openapi, "openapi.json")
        changements += comparer_textes(avant.publies, apres.publies, "schemas")
    return list(dict.fromkeys(changements))


def dire(ligne: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{ligne}\n")


if __name__ == "__main__":
    main()
