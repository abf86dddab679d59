"""What is typed is never a formula, never altered, in none of the formats."""

import csv
import json
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final, cast
from zipfile import ZipFile

import openpyxl
import pytest

from app.exports import feuilles as module_feuilles
from app.exports.cellules_exportees import Trop, telephone
from app.exports.options import Entetes, Format
from app.exports.redactions import REDACTIONS
from app.exports.tables_des_faits import Contenu
from app.formulaire.telephones import lire_telephone
from tests.client import Json
from tests.exports.ecrits import EXEMPLE, csvs, dossier, ecrit, feuilles

FORMULES: Final = [
    *("=1+1", "+33", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"),
    '=HYPERLINK("http://e.example","x")',
    *(
        "- première\n- seconde",
        "a,=1+1,b",
        'a;@SUM(A1)";"',
        "_x0041_",
        " deux  espaces ",
        "a\tb",
        'du "texte"; ici',
        "01",
    ),
]


def partout(texte: str) -> Json:
    """A snapshot whose every text is this one."""

    def remplir(valeur: Any) -> Any:
        if isinstance(valeur, dict):
            return {cle: remplir(v) for cle, v in cast(Json, valeur).items()}
        if isinstance(valeur, list):
            return [remplir(v) for v in cast(list[Any], valeur)]
        return texte if isinstance(valeur, str) else valeur

    rempli = remplir(EXEMPLE)
    action = rempli["plan_action"]["actions"][0]
    action |= {"debut": "2024-01-01", "fin": "2026-12-31"}
    rempli["contact"]["telephone"] = "+33235123456"
    return rempli


@pytest.mark.parametrize("format_", [Format.XLSX, Format.ODS])
@pytest.mark.parametrize("texte", FORMULES)
def test_une_formule_reste_un_texte(format_: Format, texte: str) -> None:
    note = {"le": "2023-09-10T10:00:00+00:00", "par": texte, "texte": texte}
    fichier = ecrit(format_, dossier(1, partout(texte), notes=[note]), contenus=[Contenu.NOTES])
    attendu = texte.replace("\r", "\n") if format_ is Format.ODS else texte
    lues = feuilles(fichier)
    assert lues["notes"][2][-1] == attendu
    assert lues["membres"][2][2:] == [attendu] * 6
    assert lues["actions"][2][-5:-2] == [date(2024, 1, 1), date(2026, 12, 31), 450000]
    with ZipFile(BytesIO(fichier)) as archive:
        assert not any(b"table:formula" in archive.read(nom) for nom in archive.namelist())
        assert not any(b"<f>" in archive.read(nom) for nom in archive.namelist())


def test_excel_sait_que_c_est_un_texte() -> None:
    fichier = ecrit(Format.XLSX, dossier(1, partout("=1+1")))
    page = openpyxl.load_workbook(BytesIO(fichier))["membres"]
    cellule = page["C3"]
    assert (cellule.value, cellule.data_type, cellule.quotePrefix) == ("=1+1", "s", True)
    assert page.row_dimensions[1].hidden
    assert page.freeze_panes == "A3"
    assert page.auto_filter.ref == "A2:H4"


@pytest.mark.parametrize("texte", FORMULES)
def test_un_csv_pour_les_gens_n_a_pas_de_formule(texte: str) -> None:
    archive = csvs(ecrit(Format.CSV, dossier(1, partout(texte))))
    brute = csvs(ecrit(Format.CSV, dossier(1, partout(texte)), brut=True))
    lues = list(csv.reader(StringIO(archive["membres.csv"], newline=""), delimiter=";"))
    cellule = lues[1][3]
    assert cellule[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert cellule.replace("'", "") == texte.replace("'", "")
    assert archive["membres.csv"].startswith("\ufeff")
    assert list(csv.reader(StringIO(brute["membres.csv"], newline="")))[1][3] == texte
    assert not brute["membres.csv"].startswith("\ufeff")
    compte = json.loads(archive["manifeste.json"])["apostrophes"]
    assert (compte > 0) is (cellule != texte)


@pytest.mark.parametrize("separateur", [";", ",", "\t"])
@pytest.mark.parametrize("texte", FORMULES)
def test_ni_pour_qui_le_lit_avec_un_autre_separateur(texte: str, separateur: str) -> None:
    archive = csvs(ecrit(Format.CSV, dossier(1, partout(texte))))
    lue = archive["membres.csv"].removeprefix("\ufeff")
    for lignes in (csv.reader(StringIO(lue, newline=""), delimiter=separateur), _coupees(lue)):
        cellules = [cellule for ligne in lignes for cellule in ligne]
        assert not [une for une in cellules if une[:1] in set("=+-@＝＋－＠") and une]


def _coupees(texte: str) -> Iterator[list[str]]:
    """The cells of who knows nothing of quotes."""
    for ligne in re.split("\r\n|\r|\n", texte):
        yield re.split("[;,\t]", ligne)


def test_siret_regions_et_telephones_restent_entiers() -> None:
    depose = deepcopy(EXEMPLE)
    depose["demandeur"]["siret"] = "01234567800012"
    depose["contact"]["suite_telephone"] = "+590690123456"
    for format_ in (Format.XLSX, Format.ODS):
        lues = feuilles(ecrit(format_, dossier(1, depose), codes=True))["dossiers"]
        ligne = dict(zip(lues[0], lues[2], strict=True))
        assert ligne["/demandeur/siret"] == "01234567800012"
        assert ligne["/contact/telephone"] == "+33235123456"
        assert (ligne["region_pilote"], ligne["region_pilote#code"]) == ("Guadeloupe", "01")
        assert (ligne["regions"], ligne["regions#code"]) == ("Normandie, Guadeloupe", "28, 01")
        assert ligne["recu_le"] == datetime(2023, 9, 10, 12)  # noqa: DTZ001 -- of Paris
        assert ligne["/contact/est_contact_suite"] == "Oui"
    texte = csvs(ecrit(Format.CSV, dossier(1, depose), entetes=Entetes.CLES))
    lues = list(csv.DictReader(StringIO(texte["dossiers.csv"].lstrip("\ufeff")), delimiter=";"))
    assert lues[0]["/contact/telephone"] == "02 35 12 34 56"
    assert lues[0]["/contact/suite_telephone"] == "0690 12 34 56"
    assert lues[0]["recu_le"] == "10/09/2023 12:00:00"
    assert texte["dossiers.csv"].endswith("\r\n")


@pytest.mark.parametrize("e164", ["+33235123456", "+262262123456", "+590690123456", "+3225551212"])
def test_un_numero_se_relit(e164: str) -> None:
    assert lire_telephone(telephone(e164).replace(" ", "")) == e164


def test_ce_que_xml_ne_tient_pas_est_remplace_et_compte() -> None:
    depose = partout("a\x01b\ufffec")
    lues = feuilles(ecrit(Format.XLSX, dossier(1, depose)))
    assert lues["membres"][2][3] == "a\ufffdb\ufffdc"
    assert next(ligne[2] for ligne in lues["_export"] if ligne[0] == "Caractères remplacés") > "0"


def test_ce_qui_ne_tient_pas_est_refuse_et_non_coupe(monkeypatch: pytest.MonkeyPatch) -> None:
    long: Json = {"notes": [{"texte": "é" * 32_768, "le": None, "par": None}]}
    with pytest.raises(Trop, match="texte_trop_long"):
        ecrit(Format.XLSX, dossier(**long), contenus=[Contenu.NOTES])
    assert ecrit(Format.ODS, dossier(**long), contenus=[Contenu.NOTES])
    # Of an emoji Excel counts two.
    large: Json = {"notes": [{"texte": "\U0001f600" * 16_384}]}
    with pytest.raises(Trop, match="texte_trop_long"):
        ecrit(Format.XLSX, dossier(**large), contenus=[Contenu.NOTES])
    monkeypatch.setattr(module_feuilles.Feuille, "lignes_max", 60)
    assert ecrit(Format.XLSX, *map(dossier, range(58)), colonnes=["etat"])
    with pytest.raises(Trop, match="trop_de_lignes"):
        ecrit(Format.ODS, *map(dossier, range(59)), colonnes=["etat"])


@pytest.mark.parametrize("format_", REDACTIONS)
def test_le_meme_contenu_donne_les_memes_octets(format_: Format, tmp_path: Path) -> None:
    une = ecrit(format_, dossier(1), dossier(2))
    assert une == ecrit(format_, dossier(1), dossier(2), ou=str(tmp_path))
    assert une != ecrit(format_, dossier(1))


def test_le_fichier_dit_ce_qu_il_est() -> None:
    dite = feuilles(ecrit(Format.XLSX, dossier(), colonnes=["etat", "extrait"]))["_export"]
    assert ["Demandé par", "", "Jeanne Martin"] in dite
    assert ["Manque", "", "extrait"] in dite
    assert any("dossiers" in ligne[0] and "SHA-256" in ligne[2] for ligne in dite)
    lignes = ecrit(Format.NDJSON, dossier(1), dossier(2)).splitlines()
    assert json.loads(lignes[0]) == dossier(1)
    assert json.loads(lignes[-1])["manifeste"]["dossiers"] == 2


def test_les_listes_suivent_leur_dossier() -> None:
    depose = deepcopy(EXEMPLE)
    action = depose["plan_action"]["actions"][0]
    partenaires = [{"nom": "A", "type": "epci"}, {"nom": "B", "type": "entreprise"}]
    depose["plan_action"]["actions"] = [action, action | {"partenaires": partenaires}]
    lues = feuilles(ecrit(Format.ODS, dossier(7, depose)))
    assert [ligne[:4] for ligne in lues["actions_partenaires"][2:]] == [
        ["TI-000007", 2, 1, "A"],
        ["TI-000007", 2, 2, "B"],
    ]
    assert [ligne[0] for ligne in lues["actions"][2:]] == ["TI-000007"] * 2


def test_une_ligne_pour_machines_se_passe_sans_se_lire() -> None:
    illisible = b'{"candidature":1e400,"encore":'
    assert ecrit(Format.NDJSON, illisible).splitlines()[0] == illisible


def test_une_carte_a_un_objet_par_dossier() -> None:
    lue: Json = {}
    for nombre in range(3):
        rangs = range(1, nombre + 1)
        lue = json.loads(ecrit(Format.GEOJSON, *map(dossier, rangs)))
        assert (lue["type"], lue["manifeste"]["dossiers"]) == ("FeatureCollection", nombre)
        assert [objet["properties"]["numero"] for objet in lue["features"]] == [
            f"TI-{rang:06}" for rang in rangs
        ]
    objet: Json = lue["features"][0]
    assert (objet["type"], objet["geometry"]) == ("Feature", None)
    assert objet["properties"]["nom"] == EXEMPLE["perimetre"]["nom_territoire"]
    assert objet["properties"]["siren"] == [un["siren"] for un in EXEMPLE["perimetre"]["epci"]]
