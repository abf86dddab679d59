"""The three tables, of real perimeters: the pairs of the source, and what their schema says."""

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest

from app import demonstration
from app.demonstration.territoires import territoires
from app.formulaire.choix import Region
from app.resultats.colonnes_des_resultats import TABLEAUX, Tableau
from app.resultats.etablir_les_resultats import Etat, etablir
from app.resultats.territoire_diffuse import TerritoireDiffuse
from tests.resultats.table_schema import fautes

_LE: Final = datetime(2023, 11, 9, 10, tzinfo=UTC)
_SOURCE: Final = Path(demonstration.__file__).with_name("territoires-2023.json")


def paires_de_la_source() -> set[tuple[str, str, str]]:
    """Code, SIREN and name of each EPCI of each territory, as the source writes them."""
    lus = json.loads(_SOURCE.read_text(encoding="utf-8"))["territoires"]
    return {(lu["id"], epci["siren"], epci["nom"]) for lu in lus for epci in lu["epci"]}


def rangees(contenu: bytes) -> list[list[str]]:
    """The rows of a table, its headings first."""
    return [*csv.reader(io.StringIO(contenu.decode(), newline=""), strict=True)]


@pytest.fixture(scope="module")
def contenus() -> dict[str, bytes]:
    """The files, where the 123 perimeters of the demonstration are accepted."""
    acceptes = [
        TerritoireDiffuse(
            code=un.id,
            nom=un.nom,
            region=Region(un.id[3:5]),
            epci=[epci.siren for epci in un.epci],
            communes=[],
            siren_demandeur=un.epci[0].siren,
            type_perimetre=un.type_perimetre.value,
            decidee_le=date(2023, 11, 8),
        )
        for un in territoires()
    ]
    return etablir(Etat(acceptes, {}, [_LE], None))[0]


def test_les_groupements_sont_paire_par_paire_ceux_de_la_source(
    contenus: dict[str, bytes],
) -> None:
    titres, *lues = rangees(contenus["groupements.csv"])
    assert titres == ["id_ti", "siren_groupement", "lib_groupement"]
    assert {tuple(lue) for lue in lues} == paires_de_la_source()
    assert len(lues) == len(paires_de_la_source()) > 400


@pytest.mark.parametrize("tableau", TABLEAUX, ids=lambda un: un.nom)
def test_chaque_tableau_est_ce_que_dit_son_schema(
    contenus: dict[str, bytes], tableau: Tableau
) -> None:
    schema = tableau.schema()
    lues = rangees(contenus[f"{tableau.nom}.csv"])
    assert len(lues) > 123 and fautes(schema, lues) == []
    # What does not suit is seen: an empty cell, a code of another form, a row twice.
    rang = 2 if tableau.nom == "communes" else 0
    for faussee in (["", *lues[1][1:]], [*lues[1][:rang], "ti-1", *lues[1][rang + 1 :]], lues[1]):
        assert fautes(schema, [*lues, faussee])


def test_le_geojson_ecrit_les_memes_paires_que_celui_de_l_anct(
    contenus: dict[str, bytes],
) -> None:
    lu = json.loads(contenus["territoires.geojson"])
    proprietes = [un["properties"] for un in lu["features"]]
    assert {un["geometry"] for un in lu["features"]} == {None}
    par_siren = {siren: (code, nom) for code, siren, nom in paires_de_la_source()}
    for un in proprietes:
        dites = [f"{par_siren[siren][1]} ({siren})" for siren in un["siren"]]
        assert un["liste_geo"] == "; ".join(dites)
        assert {par_siren[siren][0] for siren in un["siren"]} == {un["id_territoire"]}
    assert len(proprietes) == 123
