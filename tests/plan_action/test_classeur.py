"""Files read by the real process: good ones, broken ones, hostile ones."""

# xlsxwriter ships no stubs, and leaves several parameters without a type.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from app.formulaire.plan_action import Action
from app.plan_action.classeur import Lecture
from app.plan_action.modele import modele_ods, modele_xlsx, remplir
from tests.formulaire.exemples import Json, action
from tests.formulaire.strategies import groupes
from tests.plan_action.grilles import (
    avec_partenaires_d_une_ligne,
    lire,
    normalisee,
    ods_rempli,
    parties_de,
    zip_de,
)

ACTION = normalisee(action("Former"))
FEUILLE = "xl/worksheets/sheet2.xml"


def codes(lecture: Lecture) -> list[str]:
    return [defaut.code for defaut in lecture.defauts]


@given(st.lists(groupes(Action), min_size=1, max_size=4))
@settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_un_xlsx_rempli_est_relu_sans_perte(tmp_path: Path, actions: list[Json]) -> None:
    actions = avec_partenaires_d_une_ligne(actions)
    lecture = lire(remplir(actions), tmp_path)
    assert lecture == Lecture([normalisee(a) for a in actions], [])


@pytest.mark.parametrize(
    "texte",
    [
        "a\r\nb\rc\n\nd",
        "deux  espaces\tet une tabulation",
        "_x0041_ n'est pas A",
        "\x01 \x1b \x85",
        "œuf 🏭 e\u0301",
        "&lt; <b> ]]>",
        "x" * 10_000,
    ],
)
def test_un_texte_revient_tel_quel_du_xlsx(tmp_path: Path, texte: str) -> None:
    donnee = action("A") | {"description": texte}
    assert lire(remplir([donnee]), tmp_path).actions == [normalisee(donnee)]


def test_un_ods_rempli_est_lu(tmp_path: Path) -> None:
    axe = "Mobiliser un foncier industriel adapté"
    jours = [date(2024, 1, 1), date(2026, 12, 31)]
    octets = ods_rempli(
        {
            "Actions": [
                [1, "Friche", axe, "Un.\nDeux.", "Agglo", "EPCI", *jours, 450_000, None, "Trois"]
            ],
            "Partenaires": [[1, "EPF", "Autre"]],
        }
    )
    lecture = lire(octets, tmp_path)
    assert lecture.defauts == []
    assert lecture.actions == [
        {
            "intitule": "Friche",
            "axe": "foncier",
            "description": "Un.\nDeux.",
            "porteur": {"nom": "Agglo", "type": "epci"},
            "partenaires": [{"nom": "EPF", "type": "autre"}],
            "debut": "2024-01-01",
            "fin": "2026-12-31",
            "budget_euros": 450_000,
            "indicateurs": "Trois",
        }
    ]


@pytest.mark.parametrize("octets", [modele_xlsx(), modele_ods()], ids=["xlsx", "ods"])
def test_un_modele_vide_se_lit_sous_un_nom_quelconque(tmp_path: Path, octets: bytes) -> None:
    for nom in ("sans_extension", "trompeur.xls", "é à.ods"):
        assert codes(lire(octets, tmp_path, nom)) == ["liste_vide"]


def xlsx(cellules: dict[str, object], nom: str = "Actions") -> bytes:
    """A workbook made by somebody else: a sheet with these cells, and one of partners."""
    sortie = BytesIO()
    with Workbook(sortie, {"in_memory": True}) as classeur:
        page = classeur.add_worksheet(nom)
        for adresse, valeur in cellules.items():
            page.write(adresse, valeur)
        classeur.add_worksheet("partenaires ").write_row(0, 0, ["Nom"])
    return sortie.getvalue()


def test_les_cellules_gardent_leur_place_quand_le_tableau_est_decale(tmp_path: Path) -> None:
    octets = xlsx({"C4": "Intitulé de l'action", "D4": "Axe du programme", "D6": "Sport"})
    fautes = [d for d in lire(octets, tmp_path).defauts if d.code != "colonne_absente"]
    assert [(d.code, d.ligne, d.colonne) for d in fautes] == [
        ("requis", 6, "C"),
        ("choix_invalide", 6, "D"),
    ]


def test_une_formule_se_lit_par_son_resultat(tmp_path: Path) -> None:
    parties = parties_de(remplir([action("A")]))
    budget = b"<v>450000</v>"
    parties[FEUILLE] = parties[FEUILLE].replace(budget, b"<f>400000+50000</f><v>450001</v>")
    (lue,) = lire(zip_de(parties), tmp_path).actions
    assert lue["budget_euros"] == 450_001


def test_une_feuille_est_reconnue_sans_majuscule_et_les_autres_ignorees(tmp_path: Path) -> None:
    lecture = lire(xlsx({"A1": "Nom"}, " ACTIONS"), tmp_path)
    assert set(codes(lecture)) == {"colonne_absente"}


def test_une_feuille_absente_est_nommee(tmp_path: Path) -> None:
    lecture = lire(xlsx({"A1": "N°"}, "Feuil1"), tmp_path)
    absentes = [(d.code, d.feuille) for d in lecture.defauts if d.titre is None]
    assert absentes == [("feuille_absente", "Actions")]
    assert lecture.actions == []


SEUL_DEFAUT = ["classeur_illisible"]


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"%PDF-1.7 n'est pas un classeur",
        b"N\xb0;Intitul\xe9\n1;Former\n",
        modele_xlsx()[:6_000],
        modele_ods()[:3_000],
        zip_de({"vide.txt": b""}),
        zip_de(parties_de(modele_xlsx()) | {FEUILLE: b"<worksheet><sheetData><row"}),
    ],
    ids=["vide", "pdf", "csv", "xlsx coupé", "ods coupé", "zip", "xml coupé"],
)
def test_un_fichier_abime_est_illisible(tmp_path: Path, octets: bytes) -> None:
    lecture = lire(octets, tmp_path)
    assert (lecture.actions, codes(lecture)) == ([], SEUL_DEFAUT)
    assert "enregistrez-le à nouveau" in lecture.defauts[0].message


def test_un_classeur_protege_le_dit(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    chiffre = lire(ole + "EncryptedPackage".encode("utf-16-le"), tmp_path)
    ancien = lire(ole + "Workbook".encode("utf-16-le"), tmp_path)
    manifeste = {"META-INF/manifest.xml": b"<m:encryption-data/>", "content.xml": b"\x89\x10"}
    for lecture in (chiffre, lire(zip_de(manifeste), tmp_path)):
        assert codes(lecture) == SEUL_DEFAUT
        assert "mot de passe" in lecture.defauts[0].message
    assert "XLSX ou ODS" in ancien.defauts[0].message


def avec_feuille(cellules: bytes, fois: int = 1) -> bytes:
    """The xlsx model whose sheet of actions holds these rows, so many times."""
    ns = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parties = parties_de(modele_xlsx())
    del parties[FEUILLE]
    sortie = BytesIO(zip_de(parties))
    with (
        ZipFile(sortie, "a", ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(FEUILLE, "w") as page,
    ):
        page.write(b"<worksheet %s><sheetData>" % ns)
        for _ in range(fois):
            page.write(cellules)
        page.write(b"</sheetData></worksheet>")
    return sortie.getvalue()


def test_une_feuille_de_200_mo_est_refusee_sans_nuire_au_service(tmp_path: Path) -> None:
    rangee = b"<row>%s</row>" % (b"<c><v>1234</v></c>" * 16_000)
    assert set(codes(lire(avec_feuille(rangee, 7), tmp_path))) == {"colonne_absente"}
    assert codes(lire(avec_feuille(rangee, 700), tmp_path)) == SEUL_DEFAUT
    assert lire(remplir([ACTION]), tmp_path) == Lecture([ACTION], [])


def milliard_de_rires() -> bytes:
    """XML entities that would grow to gigabytes if they were expanded."""
    entites = b"".join(
        b'<!ENTITY l%d "%s">' % (rang + 1, b"&l%d;" % rang * 10) for rang in range(9)
    )
    textes = (
        b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY l0 "rire">%s]><sst xmlns='
        b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&l9;</t></si></sst>'
    )
    return zip_de(parties_de(modele_xlsx()) | {"xl/sharedStrings.xml": textes % entites})


TEXTE_DE_50_KO = b'<c t="inlineStr"><is><t>%s</t></is></c>' % (b"x" * 50_000)


def lignes_repetees() -> bytes:
    parties = parties_de(modele_ods())
    ligne = b"<table:table-header-rows><table:table-row"
    assert ligne in parties["content.xml"]
    beaucoup = ligne + b' table:number-rows-repeated="20000000"'
    parties["content.xml"] = parties["content.xml"].replace(ligne, beaucoup)
    return zip_de(parties)


@pytest.mark.parametrize(
    "octets",
    [
        milliard_de_rires(),
        lignes_repetees(),
        avec_feuille(b"<row>%s</row>" % (TEXTE_DE_50_KO * 20), 10),
    ],
    ids=["rires", "répétitions", "10 Mo de texte"],
)
def test_un_classeur_piege_est_illisible(tmp_path: Path, octets: bytes) -> None:
    assert codes(lire(octets, tmp_path)) == SEUL_DEFAUT


def test_des_cellules_aux_quatre_coins_ne_coutent_rien(tmp_path: Path) -> None:
    coins = avec_feuille(
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="A1048576"><v>2</v></c><c r="XFD1048576"><v>1</v></c></row>'
    )
    assert set(codes(lire(coins, tmp_path))) == {"colonne_absente"}
