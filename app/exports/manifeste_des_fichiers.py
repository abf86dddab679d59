"""`manifeste.csv`: every file that should be in the archive, and why one is not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.exports.fichiers_des_depots import DepotRange, FichierDepose
from app.kit.csv_cells import MARQUE, rangee

MANIFESTE: Final = "manifeste.csv"
_TITRES: Final = ("dossier", "depot", "chemin", "rubrique", "nom", "taille", "sha256", "absence")


@dataclass(frozen=True, slots=True)
class Place:
    """A file of a deposit: where it stands in the archive; `absence`: why it does not."""

    depot: DepotRange
    fichier: FichierDepose
    chemin: str
    absence: str | None

    def ligne(self) -> tuple[str, ...]:
        """Of the manifest."""
        f = self.fichier
        chemin, taille = "" if self.absence else self.chemin, str(f.taille)
        dits = (self.depot.numero, str(self.depot.rang), chemin, f.rubrique, f.nom)
        return (*dits, taille, f.empreinte, self.absence or "")


def manifeste(places: Iterable[Place]) -> bytes:
    """As a French spreadsheet opens it (RFC 4180), no text of it taken for a formula."""
    lignes = [rangee(_TITRES), *(rangee(place.ligne()) for place in places)]
    return (MARQUE + "".join(lignes)).encode()
