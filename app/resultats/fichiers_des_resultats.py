"""The files of a version: the names that they are kept under, where they are, what to call them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.formulaire.nombres import MILLESIME
from app.kit.clock import PARIS

CSV: Final = "text/csv"
GEOJSON: Final = "application/geo+json"


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file of each version: `nom`, for the service; `chemin`, its address; `media`, its type;
    `titre`, what people are told that it is."""

    nom: str
    titre: str
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


def _csv(nom: str, titre: str, chemin: str, sous: str) -> tuple[Fichier, Fichier]:
    machines, tableur = f"{nom}.csv", f"{nom}-tableur.csv"
    pour_excel = f"{titre}, pour un tableur (CSV)"
    return (
        Fichier(machines, f"{titre} (CSV)", chemin, CSV, False, f"{sous}-{{jour}}.csv"),
        Fichier(tableur, pour_excel, chemin, CSV, True, f"{sous}-{{jour}}-tableur.csv"),
    )


TERRITOIRES: Final = _csv("territoires", "Les territoires", "/v1/resultats.csv", "liste-ti")
GROUPEMENTS: Final = _csv(
    *("groupements", "Leurs intercommunalités", "/v1/resultats/groupements.csv"),
    f"liste-ti-grpt{MILLESIME}",
)
COMMUNES: Final = _csv(
    *("communes", "Leurs communes", "/v1/resultats/communes.csv"), f"liste-ti-com{MILLESIME}"
)
OBJETS: Final = Fichier(
    *("territoires.geojson", "Les territoires, sans contour (GeoJSON)", "/v1/resultats.geojson"),
    *(GEOJSON, False, "liste-ti-{jour}.geojson"),
)
SIGNE: Final = Fichier(
    *("resultats.json", "Le document signé, et les versions (JSON)", "/v1/resultats"),
    *("application/json", False, "resultats-{jour}.json"),
)
FICHIERS: Final = (*TERRITOIRES, *GROUPEMENTS, *COMMUNES, OBJETS)
