"""The départements and their outlines, and how their file is made."""

import io
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.formulaire.referentiels import EPCI_ET_EPT, produire_les_departements
from app.formulaire.referentiels.communes import lire_communes
from app.formulaire.referentiels.departements import (
    HAUTEUR,
    LARGEUR,
    departement_de,
    lire_departements,
)


def test_chaque_departement_a_son_nom_et_son_contour_sauf_outre_mer() -> None:
    departements = lire_departements()
    codes = [un.code for un in departements]
    assert codes == sorted({code for un in EPCI_ET_EPT.values() for code in un.departements})
    assert [un.code for un in departements if un.trace is None] == [
        "971",
        "972",
        "973",
        "974",
        "976",
    ]
    assert {un.code: un.nom for un in departements}["2B"] == "Haute-Corse"
    assert {departement_de(code) for code in lire_communes().noms} >= {*codes}


def test_les_contours_tiennent_dans_leur_cadre_et_ceux_qui_se_touchent_se_touchent() -> None:
    points = {un.code: {*_points(un.trace)} for un in lire_departements() if un.trace}
    tous = {point for siens in points.values() for point in siens}
    assert all(0 <= x <= LARGEUR and 0 <= y <= HAUTEUR for x, y in tous)
    assert len(points["76"] & points["80"]) > 5 and not points["76"] & points["59"]


def _points(trace: str) -> Iterator[tuple[int, int]]:
    for anneau in trace.split("M")[1:]:
        x = y = 0
        nombres = [int(n) for n in re.findall(r"-?\d+", anneau)]
        for dx, dy in zip(nombres[::2], nombres[1::2], strict=True):
            x, y = x + dx, y + dy
            yield x, y


def test_leur_fichier_se_refait_de_ses_deux_archives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = ("59", *(un.code for un in lire_departements() if un.trace is None))
    noms = [{"code": code, "nom": f"N{code}"} for code in codes]
    # Two rings, the second from where the first began; a point twice, and a ring of nothing.
    chemin = "m 1,2 3,0 0,0 0,3 z m 10,10 2,0 0,2 z m 0.1,0.1 0,0.1 0.1,0 z"
    carte = 'export default {"locations":[{"name":"Nord","id":"59","path":"' + chemin + '"}]}'
    decoupage = _archive(tmp_path / "a.tgz", {"data/departements.json": json.dumps(noms)})
    contours = _archive(tmp_path / "b.tgz", {"index.js": carte})
    monkeypatch.setattr(produire_les_departements, "ICI", tmp_path)
    produire_les_departements.main(decoupage, contours)
    premier, *loin = json.loads((tmp_path / "departements.json").read_text())
    assert premier == {"code": "59", "nom": "N59", "trace": "M2 4l6 0 0 6zM22 24l4 0 0 4z"}
    assert [(un["nom"], un["trace"]) for un in loin] == [(f"N{c}", None) for c in codes[1:]]


def _archive(chemin: Path, fichiers: dict[str, str]) -> str:
    with tarfile.open(chemin, "w:gz") as paquet:
        for nom, texte in fichiers.items():
            membre = tarfile.TarInfo(f"package/{nom}")
            membre.size = len(octets := texte.encode())
            paquet.addfile(membre, io.BytesIO(octets))
    return str(chemin)
