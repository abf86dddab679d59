"""How each format is written."""

from contextlib import ExitStack
from typing import IO, Final

from pydantic_core import to_json

from app.exports.manifeste import Fin
from app.exports.options import Format
from app.exports.redaction import Commande, Csv, Lignes, Ods, Redaction, Xlsx, lire
from app.exports.tables_du_formulaire import INSTANTANE


class Territoires(Redaction):
    """GeoJSON (RFC 7946): a feature for each dossier, without the outlines, which nobody here has;
    `siren` joins those of another source.
    """

    def __init__(self, commande: Commande, sortie: IO[bytes], ouverts: ExitStack) -> None:
        super().__init__(commande, sortie, ouverts)
        self._entre = b'{"type":"FeatureCollection","features":[\n'

    def ajouter(self, ligne: bytes) -> None:
        """One more feature."""
        dossier = lire(ligne)
        candidature, perimetre = dossier["candidature"], dossier[INSTANTANE]["perimetre"]
        dit = {nom: candidature[nom] for nom in ("numero", "etat", "etape", "region_pilote")}
        siren = [epci["siren"] for epci in perimetre["epci"]]
        objet = {
            "type": "Feature",
            "id": candidature["id"],
            "geometry": None,
            "properties": {**dit, "nom": perimetre["nom_territoire"], "siren": siren},
        }
        self.sortie.write(self._entre + to_json(objet))
        self._entre = b",\n"

    def finir(self, fin: Fin) -> None:
        """The end of the collection, with what it says of itself."""
        debut = b"" if fin.dossiers else self._entre
        self.sortie.write(debut + b'\n],"manifeste":%b}\n' % to_json(self.manifeste(fin)))


REDACTIONS: Final[dict[Format, type[Redaction]]] = {
    Format.XLSX: Xlsx,
    Format.ODS: Ods,
    Format.CSV: Csv,
    Format.NDJSON: Lignes,
    Format.GEOJSON: Territoires,
}
"""But those that are printed: `imprimer_les_depots.py`."""
