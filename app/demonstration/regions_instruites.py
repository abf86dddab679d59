"""What became of the applications in each region, and the table that shows it."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.table import Table

from app.formulaire.choix import Region


@dataclass(slots=True)
class Bilan:
    """How many dossiers a region leads, and what was done with them."""

    prises: int = 0
    avis_rendus: int = 0
    avis_demandes: int = 0
    corrections_faites: int = 0
    corrections: int = 0
    acceptees: int = 0
    refusees: int = 0
    sans_suite: int = 0


_TITRES: Final = ("Prises", "Avis\nrendus", "Corri-\ngées", "Retenir", "Refuser", "Sans\nsuite")
# Columns of a terminal: the longest names give way to the figures.
_NOM: Final = 20


def tableau(bilans: dict[Region, Bilan]) -> Table:
    """A line for each region, then their sum."""
    table = Table(title="Instruction : où en est chaque région", show_footer=True, box=SIMPLE_HEAD)
    total = Bilan(*map(sum, zip(*map(astuple, bilans.values()), strict=True)))
    table.add_column("Région", "Ensemble", no_wrap=True, max_width=_NOM)
    for titre, somme in zip(_TITRES, _cases(total), strict=True):
        table.add_column(titre, somme, justify="right")
    for region, bilan in bilans.items():
        table.add_row(region.libelle, *_cases(bilan))
    return table


def _cases(bilan: Bilan) -> Iterable[str]:
    return (
        str(bilan.prises),
        f"{bilan.avis_rendus}/{bilan.avis_demandes}",
        f"{bilan.corrections_faites}/{bilan.corrections}",
        *map(str, (bilan.acceptees, bilan.refusees, bilan.sans_suite)),
    )
