"""Make `epci.json` from the npm package that holds the 2023 division of France.

npm pack @etalab/decoupage-administratif@3.1.1
python -m app.formulaire.referentiels.produire etalab-decoupage-administratif-3.1.1.tgz
"""

import json
import sys
import tarfile
from pathlib import Path
from typing import Any

VERSION = "3.1.1"
SORTIE = Path(__file__).with_name("epci.json")


def main(archive: str) -> None:
    """Read the package's archive and write `epci.json` beside this file."""
    with tarfile.open(archive) as paquet:
        if _lire(paquet, "package.json")["version"] != VERSION:
            raise SystemExit(f"Version {VERSION} attendue : c'est le découpage de 2023.")
        communes = {
            commune["code"]: commune
            for commune in _lire(paquet, "data/communes.json")
            if commune["type"] == "commune-actuelle"
        }
        groupements = _lire(paquet, "data/epci.json") + _lire(paquet, "data/ept.json")
    lignes = [_ligne(groupement, communes) for groupement in groupements]
    lignes.sort(key=lambda ligne: ligne["siren"])
    corps = ",\n".join(json.dumps(ligne, ensure_ascii=False) for ligne in lignes)
    SORTIE.write_text(f"[\n{corps}\n]\n", encoding="utf-8")


def _lire(paquet: tarfile.TarFile, chemin: str) -> Any:
    membre = paquet.extractfile(f"package/{chemin}")
    assert membre is not None  # noqa: S101 -- extractfile is None for folders only
    return json.load(membre)


def _ligne(epci: dict[str, Any], communes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    membres = [communes[membre["code"]] for membre in epci["membres"]]
    return {
        "siren": epci["code"],
        "nom": epci["nom"],
        "type": epci["type"],
        "regions": sorted({membre["region"] for membre in membres}),
        "departements": sorted({membre["departement"] for membre in membres}),
    }


if __name__ == "__main__":
    main(sys.argv[1])
