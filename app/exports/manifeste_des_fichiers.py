"""`manifeste.csv`: every file that should be in the archive, and why one is not."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from io import StringIO
from typing import Final

from app.exports.cellules_exportees import DECLENCHEURS
from app.exports.fichiers_des_depots import DepotRange, FichierDepose

MANIFESTE: Final = "manifeste.csv"
_MARQUE: Final = "\ufeff"
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
        return (*map(_sure, dits), taille, f.empreinte, self.absence or "")


def manifeste(places: Iterable[Place]) -> bytes:
    """As a French spreadsheet opens it (RFC 4180), no text of it taken for a formula."""
    texte = StringIO()
    ecrit = csv.writer(texte, delimiter=";", lineterminator="\r\n")
    ecrit.writerow(_TITRES)
    ecrit.writerows(place.ligne() for place in places)
    return (_MARQUE + texte.getvalue()).encode()


def _sure(texte: str) -> str:
    return f"'{texte}" if texte and texte[0] in DECLENCHEURS else texte
