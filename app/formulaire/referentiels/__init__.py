"""Reference data that the form checks its answers against: the EPCI and EPT of 2023.

Source and licence: `SOURCE.md`. Read once, when the form is imported.
"""

import json
from dataclasses import dataclass
from pathlib import Path

METROPOLES = frozenset({"METRO", "MET69"})


@dataclass(frozen=True, slots=True)
class Epci:
    """An intercommunalité: SIREN (9 digits), official name, type, INSEE codes of where it lies."""

    siren: str
    nom: str
    type: str
    regions: tuple[str, ...]
    departements: tuple[str, ...]

    @property
    def est_metropole(self) -> bool:
        return self.type in METROPOLES


def _lire() -> dict[str, Epci]:
    lignes = json.loads(Path(__file__).with_name("epci.json").read_text(encoding="utf-8"))
    return {
        ligne["siren"]: Epci(
            ligne["siren"],
            ligne["nom"],
            ligne["type"],
            tuple(ligne["regions"]),
            tuple(ligne["departements"]),
        )
        for ligne in lignes
    }


EPCI_ET_EPT = _lire()
EPCI = {siren: epci for siren, epci in EPCI_ET_EPT.items() if epci.type != "EPT"}
EPT = {siren: epci for siren, epci in EPCI_ET_EPT.items() if epci.type == "EPT"}
