"""The 123 real perimeters of `territoires-2023.json` (`SOURCE.md`)."""

import json
from dataclasses import dataclass
from pathlib import Path

from app.formulaire.choix import TypePerimetre
from app.formulaire.referentiels import EPCI_ET_EPT, Epci


@dataclass(frozen=True, slots=True)
class Territoire:
    """A real perimeter; `region` is the INSEE code of where most of it lies."""

    id: str
    nom: str
    type_perimetre: TypePerimetre
    region: str
    epci: tuple[Epci, ...]


def territoires() -> list[Territoire]:
    """The perimeters, in the order of the file."""
    texte = Path(__file__).with_name("territoires-2023.json").read_text(encoding="utf-8")
    return [
        Territoire(
            lu["id"],
            lu["nom"],
            TypePerimetre(lu["classement_calcule"]),
            lu["epci"][0]["region_dominante"],
            tuple(EPCI_ET_EPT[epci["siren"]] for epci in lu["epci"]),
        )
        for lu in json.loads(texte)["territoires"]
    ]
