"""The workbook to download, read by a reader that is not ours."""

import re
from datetime import date, timedelta
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from pydantic import ValidationError
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from app.formulaire.choix import Axe, TypeActeur
from app.formulaire.plan_action import Action, PlanAction
from app.plan_action.colonnes import PROGRAMME
from app.plan_action.modele import CREE_LE, modele_ods, modele_xlsx, remplir
from app.plan_action.ods import modele
from tests.formulaire.exemples import action
from tests.plan_action.grilles import parties_de

MODELES = pytest.mark.parametrize("octets", [modele_xlsx(), modele_ods()], ids=["xlsx", "ods"])
TITRES = [
    "N°",
    "Intitulé de l'action *",
    "Axe du programme *",
    "Description *",
    "Porteur *",
    "Type de porteur *",
    "Début *",
    "Fin *",
    "Budget (en euros)",
    "Financements",
    "Indicateurs",
]


def cellules(octets: bytes, feuille: str) -> list[list[object]]:
    with CalamineWorkbook.from_filelike(BytesIO(octets)) as classeur:
        return [list(ligne) for ligne in classeur.get_sheet_by_name(feuille).to_python()]


@MODELES
def test_le_modele_a_quatre_feuilles(octets: bytes) -> None:
    with CalamineWorkbook.from_filelike(BytesIO(octets)) as classeur:
        assert classeur.sheet_names == ["Mode d'emploi", "Actions", "Partenaires", "Listes"]


@MODELES
def test_les_titres_sont_ceux_du_formulaire(octets: bytes) -> None:
    assert cellules(octets, "Actions")[0] == TITRES
    assert cellules(octets, "Partenaires") == [["N° de l'action *", "Nom *", "Type d'acteur *"]]


def test_chaque_reponse_du_formulaire_a_sa_colonne() -> None:
    titres = {titre.rstrip(" *") for titre in TITRES}
    simples = {champ.info.title for champ in Action.champs.values() if not champ.element}
    assert simples <= titres


@MODELES
def test_dix_lignes_numerotees_attendent_les_actions(octets: bytes) -> None:
    lignes = cellules(octets, "Actions")[1:]
    assert [ligne[0] for ligne in lignes] == list(range(1, 11))
    assert {cellule for ligne in lignes for cellule in ligne[1:]} <= {""}


@MODELES
def test_les_listes_montrent_les_choix_du_formulaire_en_francais(octets: bytes) -> None:
    axes, types = zip(*cellules(octets, "Listes"), strict=True)
    assert [c for c in axes[1:] if c] == [axe.libelle for axe in Axe]
    assert [c for c in types[1:] if c] == [type_.libelle for type_ in TypeActeur]


@MODELES
def test_le_mode_d_emploi_reprend_l_aide_du_formulaire(octets: bytes) -> None:
    textes = [ligne[1] for ligne in cellules(octets, "Mode d'emploi")]
    for alinea in PlanAction.pieces[0].aide.split("\n\n"):
        assert alinea in textes


def test_la_feuille_des_listes_est_cachee_dans_le_xlsx() -> None:
    with CalamineWorkbook.from_filelike(BytesIO(modele_xlsx())) as classeur:
        caches = [s.name for s in classeur.sheets_metadata if s.visible != SheetVisibleEnum.Visible]
    assert caches == ["Listes"]


def test_les_dates_proposees_sont_celles_que_le_formulaire_accepte() -> None:
    premier, dernier = PROGRAMME
    Action.model_validate(action("A") | {"debut": str(premier), "fin": str(dernier)})
    jour = timedelta(days=1)
    for dehors in (premier - jour, dernier + jour):
        with pytest.raises(ValidationError):
            Action.model_validate(action("A") | {"debut": str(dehors)})


def test_le_xlsx_propose_des_listes_et_borne_les_reponses() -> None:
    espace = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    page = ElementTree.fromstring(parties_de(modele_xlsx())["xl/worksheets/sheet2.xml"])  # noqa: S314 - of our own making
    regles = {
        regle.get("sqref"): (
            regle.get("type"),
            [borne.text for borne in regle],
        )
        for regle in page.findall(".//m:dataValidation", espace)
    }
    debut, fin = (str((jour - date(1899, 12, 30)).days) for jour in PROGRAMME)
    assert regles["B2:B11"] == ("textLength", ["250"])
    assert regles["C2:C11"] == ("list", ["'Listes'!$A$2:$A$5"])
    assert regles["F2:F11"] == ("list", ["'Listes'!$B$2:$B$8"])
    assert regles["G2:G11"] == regles["H2:H11"] == ("date", [debut, fin])
    assert regles["I2:I11"] == ("whole", ["0", str(2**53 - 1)])


def test_le_xlsx_garde_les_titres_en_vue() -> None:
    for page in ("sheet2", "sheet3"):
        texte = parties_de(modele_xlsx())[f"xl/worksheets/{page}.xml"].decode()
        assert '<pane xSplit="2" ySplit="1"' in texte
        assert 'state="frozen"' in texte


def test_l_ods_est_un_paquet_opendocument() -> None:
    octets = modele_ods()
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    # OpenDocument 1.2, part 3, section 3.3: where tools that know no zip look for the type.
    assert octets[30 : 38 + len(mime)] == b"mimetype" + mime
    parties = parties_de(octets)
    manifeste = ElementTree.fromstring(parties["META-INF/manifest.xml"])  # noqa: S314 - of our own making
    annonces = {
        entree.get("{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}full-path")
        for entree in manifeste
    }
    assert annonces == parties.keys() - {"mimetype", "META-INF/manifest.xml"} | {"/"}


def test_l_ods_attache_une_validation_connue_a_chaque_cellule() -> None:
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    racine = ElementTree.fromstring(parties_de(modele_ods())["content.xml"])  # noqa: S314 - of our own making
    conditions = {
        v.get(f"{table}name"): v.get(f"{table}condition")
        for v in racine.iter(f"{table}content-validation")
    }
    ligne = racine.findall(f".//{table}table[@{table}name='Actions']/{table}table-row")[9]
    posees = [
        conditions[cellule.get(f"{table}content-validation-name")]
        for cellule in ligne.findall(f"{table}table-cell")
    ]
    dates = "cell-content-is-between(DATE(2023;1;1),DATE(2027;12;31))"
    assert posees[2] == "of:cell-content-is-in-list([$Listes.$A$2:.$A$5])"
    assert posees[5] == "of:cell-content-is-in-list([$Listes.$B$2:.$B$8])"
    assert posees[6] == posees[7] == f"of:cell-content-is-date() and {dates}"
    assert posees[1] == "of:cell-content-text-length()<=250"


def test_les_memes_donnees_font_les_memes_octets() -> None:
    assert modele(CREE_LE) == modele_ods()
    assert remplir([]) == modele_xlsx()


@MODELES
def test_aucune_date_du_jour_n_entre_dans_le_modele(octets: bytes) -> None:
    with ZipFile(BytesIO(octets)) as archive:
        assert {entree.date_time[0] for entree in archive.infolist()} == {1980}
    parties = parties_de(octets)
    proprietes = parties.get("docProps/core.xml") or parties["meta.xml"]
    assert set(re.findall(rb"\d{4}-\d\d-\d\dT[\d:]+Z", proprietes)) == {b"2023-09-18T00:00:00Z"}


def test_le_classeur_rempli_ne_fait_pas_une_formule_d_un_texte() -> None:
    octets = remplir([action("=1+1") | {"financements": '=HYPERLINK("http://x.example")'}])
    assert b"<f>" not in parties_de(octets)["xl/worksheets/sheet2.xml"]
    assert cellules(octets, "Actions")[1][1] == "=1+1"


def test_le_classeur_rempli_montre_les_libelles_et_de_vraies_dates() -> None:
    octets = remplir([action("Former"), {"intitule": "Inachevée"}])
    premiere, seconde = cellules(octets, "Actions")[1:3]
    assert premiere[2] == "Lever les freins au recrutement"
    assert premiere[4:8] == ["Seine-Axe", "EPCI", date(2024, 1, 1), date(2026, 12, 31)]
    assert premiere[8] == 450_000
    assert [cellule for cellule in seconde if cellule] == [2, "Inachevée"]
    assert cellules(octets, "Partenaires")[1:] == [[1, "Chimie Normande", "Industriel"]]


def test_refuse_de_remplir_avec_un_choix_inconnu() -> None:
    with pytest.raises(ValueError, match="sport"):
        remplir([action("A") | {"axe": "sport"}])
