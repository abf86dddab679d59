"""Make `epci.json` and `communes.json` from the npm package that holds the 2023 division of France.

npm pack @etalab/decoupage-administratif@3.1.1
python -m app.formulaire.referentiels.produire etalab-decoupage-administratif-3.1.1.tgz
"""

import json
import sys
import tarfile
from pathlib import Path
from typing import Any

VERSION = "3.1.1"
ICI = Path(__file__).parent


def main(archive: str) -> None:
    """Read the package's archive and write both beside this file."""
    with tarfile.open(archive) as paquet:
        if _lire(paquet, "package.json")["version"] != VERSION:
            raise SystemExit(f"Version {VERSION} attendue : c'est le découpage de 2023.")
        communes = {
            commune["code"]: commune
            for commune in _lire(paquet, "data/communes.json")
            if commune["type"] == "commune-actuelle"
        }
        groupements: list[dict[str, Any]] = _lire(paquet, "data/epci.json") + _lire(
            paquet, "data/ept.json"
        )
    groupements.sort(key=lambda groupement: groupement["code"])
    _ecrire("epci.json", [_ligne(groupement, communes) for groupement in groupements])
    _ecrire("communes.json", _membres(groupements, communes))


def _ecrire(nom: str, lignes: list[dict[str, Any]]) -> None:
    corps = ",\n".join(json.dumps(ligne, ensure_ascii=False) for ligne in lignes)
    (ICI / nom).write_text(f"[\n{corps}\n]\n", encoding="utf-8")


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


def _membres(
    groupements: list[dict[str, Any]], communes: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """The communes of each, by INSEE code; last, under no SIREN, those of none."""
    lignes = [
        {
            "siren": groupement["code"],
            "communes": {
                code: communes[code]["nom"]
                for code in sorted(membre["code"] for membre in groupement["membres"])
            },
        }
        for groupement in groupements
    ]
    prises = {code for ligne in lignes for code in ligne["communes"]}
    seules = {code: une["nom"] for code, une in sorted(communes.items()) if code not in prises}
    return [*lignes, {"siren": None, "communes": seules}]


if __name__ == "__main__":
    main(sys.argv[1])
