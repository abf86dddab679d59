"""The files of a version: the names that they are kept under, where they are, what to call them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.formulaire.nombres import MILLESIME
from app.kit.clock import PARIS

CSV: Final = "text/csv"
_JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file of each version: `nom`, for the service; `chemin`, its address; `media`, its type."""

    nom: str
    chemin: str
    media: str
    tableur: bool
    _enregistrer_sous: str

    def adresse(self, version: int) -> str:
        """Where that of a version is, for ever."""
        return f"{self.chemin}?version={version}" + ("&tableur=true" if self.tableur else "")

    def nom_de(self, publie_le: datetime) -> str:
        """The name to save it under, as the ANCT names its own."""
        return self._enregistrer_sous.format(jour=f"{publie_le.astimezone(PARIS):%Y%m%d}")


def _csv(nom: str, chemin: str, sous: str) -> tuple[Fichier, Fichier]:
    return (
        Fichier(f"{nom}.csv", chemin, CSV, False, f"{sous}-{{jour}}.csv"),
        Fichier(f"{nom}-tableur.csv", chemin, CSV, True, f"{sous}-{{jour}}-tableur.csv"),
    )


TERRITOIRES: Final = _csv("territoires", "/v1/resultats.csv", "liste-ti")
GROUPEMENTS: Final = _csv(
    "groupements", "/v1/resultats/groupements.csv", f"liste-ti-grpt{MILLESIME}"
)
COMMUNES: Final = _csv("communes", "/v1/resultats/communes.csv", f"liste-ti-com{MILLESIME}")
OBJETS: Final = Fichier(
    *("territoires.geojson", "/v1/resultats.geojson", GEOJSON, False, "liste-ti-{jour}.geojson"),
)
SIGNE: Final = Fichier("resultats.json", "/v1/resultats", _JSON, False, "resultats-{jour}.json")
FICHIERS: Final = (*TERRITOIRES, *GROUPEMENTS, *COMMUNES, OBJETS)
