"""What is in a workbook, and was read as nothing, or as something else.

- cells in error: dimastbk/python-calamine#105, tafia/calamine#720, ToucanToco/fastexcel#244
- formulas without a cached result: dimastbk/python-calamine#107, exceljs/exceljs#516, onyx#13354
- « 20 % », « 1/2 » made a number or a day: SheetJS/sheetjs#608, tidyverse/readxl#462,
  turicas/rows#290, shuchkin/simplexlsx#119, harvard-library/aspace-import-excel#6,
  ONLYOFFICE/DesktopEditors#1484; a leading zero, a time lost: betagouv/ma-cantine#1075
- a stray cell far below: tidyverse/readxl#69, lhchingit/co-sheet#230
- merged cells: rap2hpoutre/fast-excel#174; hidden rows: dfinke/ImportExcel#762
- `\\` in the names of parts: python-excel/xlrd#96
"""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile, ZipInfo

import pytest

from app.plan_action.colonnes import ACTIONS, PARTENAIRES, Sorte
from app.plan_action.defauts import Defaut
from app.plan_action.depouillement import depouiller
from app.plan_action.lecteur import feuilles_de
from app.plan_action.lignes import lignes
from app.plan_action.modele import modele_ods, modele_xlsx, remplir
from tests.formulaire.exemples import Json, action
from tests.plan_action.classeurs_d_ailleurs import Case, Page, Pages, ecrire, ecrire_par_node
from tests.plan_action.grilles import normalisee, ods_rempli, parties_de, zip_de

AUTEURS = ["openpyxl", "odfdo", "exceljs", "sheetjs"]
BUDGET, FINANCEMENTS = 8, 9
VIDES: list[list[Case | None]] = [[None] * len(ACTIONS.colonnes)] * 6_000


def pages() -> Pages:
    """One action, as a person would fill it in."""
    contenu = lignes([action("Former")])
    return {
        feuille.nom: Page(
            [
                [Case("texte", colonne.entete) for colonne in feuille.colonnes],
                *([_case(valeur) for valeur in ligne] for ligne in contenu[feuille.nom]),
            ]
        )
        for feuille in (ACTIONS, PARTENAIRES)
    }


def _case(valeur: Any) -> Case | None:
    match valeur:
        case None:
            return None
        case str():
            return Case("texte", valeur)
        case int() | float():
            return Case("nombre", valeur)
        case _:
            return Case("date", valeur.isoformat(), "dd/mm/yyyy")


def importer(auteur: str, contenu: Pages) -> tuple[list[Json], list[Defaut]]:
    if auteur in ("exceljs", "sheetjs"):
        (octets,) = ecrire_par_node([(auteur, contenu)])
    else:
        octets = ecrire(auteur, contenu)
    return depouiller(feuilles_de(BytesIO(octets)))


def defauts(auteur: str, contenu: Pages) -> list[tuple[str, int | None, str | None]]:
    return [(d.code, d.ligne, d.colonne) for d in importer(auteur, contenu)[1]]


@pytest.mark.parametrize("auteur", AUTEURS)
def test_un_classeur_ordinaire_se_lit(auteur: str) -> None:
    assert importer(auteur, pages()) == ([normalisee(action("Former"))], [])


@pytest.mark.parametrize("auteur", AUTEURS)
@pytest.mark.parametrize("erreur", ["#N/A", "#REF!", "#DIV/0!", "#NAME?"])
def test_une_cellule_en_erreur_est_dite(auteur: str, erreur: str) -> None:
    fautif = pages()
    fautif["Actions"].lignes[1][BUDGET] = Case("erreur", erreur)
    assert defauts(auteur, fautif) == [("cellule_en_erreur", 2, "I")]


@pytest.mark.parametrize("auteur", AUTEURS)
def test_une_formule_jamais_calculee_est_dite(auteur: str) -> None:
    fautif = pages()
    fautif["Actions"].lignes[1][BUDGET] = Case("nombre", formule="400000+50000")
    assert defauts(auteur, fautif) == [("formule_sans_resultat", 2, "I")]


@pytest.mark.parametrize(
    "case",
    [
        Case("date", "2026-02-01", "dd/mm/yyyy"),  # « 1/2 »
        Case("nombre", 235123456, "0000000000"),  # a telephone and its zero
        Case("nombre", 0.354166666666667, "h:mm"),  # « 8:30 »
        Case("nombre", 10, '0 "emplois"'),
        Case("nombre", 12345678901234567),
    ],
)
@pytest.mark.parametrize("auteur", ["openpyxl", "exceljs", "sheetjs"])
def test_ce_que_le_tableur_a_fait_d_un_texte_est_dit(auteur: str, case: Case) -> None:
    fautif = pages()
    fautif["Actions"].lignes[1][FINANCEMENTS] = case
    assert defauts(auteur, fautif) == [("saisie_transformee", 2, "J")]


@pytest.mark.parametrize("auteur", ["openpyxl", "exceljs", "sheetjs"])
def test_un_pourcentage_se_lit_comme_il_se_voit(auteur: str) -> None:
    saisi = pages()
    saisi["Actions"].lignes[1][FINANCEMENTS] = Case("nombre", 0.25, "0%")
    (lue,), fautes = importer(auteur, saisi)
    assert (lue["financements"], fautes) == ("25%", [])


def test_ce_qui_se_voit_dans_un_ods_est_ce_qui_se_lit() -> None:
    saisi = pages()
    saisi["Actions"].lignes[1][FINANCEMENTS] = Case("nombre", 0.25, montre="25 %")
    (lue,), fautes = importer("odfdo", saisi)
    assert (lue["financements"], fautes) == ("25 %", [])


def test_les_colonnes_de_texte_de_nos_modeles_sont_du_texte() -> None:
    parties = parties_de(modele_xlsx())
    styles, page = parties["xl/styles.xml"].decode(), parties["xl/worksheets/sheet2.xml"].decode()
    assert 'numFmtId="49"' in styles
    # Whole columns: the rows that somebody adds below are text as well.
    entieres = re.findall(r'<col min="(\d+)" max="(\d+)" width="[\d.]+" style=', page)
    colonnes = [rang for un, autre in entieres for rang in range(int(un), int(autre) + 1)]
    textes = [r for r, c in enumerate(ACTIONS.colonnes, 1) if c.sorte is Sorte.TEXTE]
    assert colonnes == textes
    assert 'sqref="B1:B1048576 D1:D1048576' in page.partition("<ignoredError")[2]
    contenu = parties_de(modele_ods())["content.xml"].decode()
    assert 'table:default-cell-style-name="Brut"' in contenu
    assert 'table:style-name="Texte"' in contenu


@pytest.mark.parametrize("auteur", AUTEURS)
def test_une_cellule_fusionnee_qui_repond_est_dite(auteur: str) -> None:
    fautif = pages()
    fautif["Actions"].fusions.append((1, BUDGET, 2, BUDGET))
    assert defauts(auteur, fautif) == [("cellule_fusionnee", 2, "I")]


@pytest.mark.parametrize("auteur", AUTEURS)
def test_une_ligne_masquee_qui_repond_est_dite(auteur: str) -> None:
    fautif = pages()
    fautif["Actions"].masquees.append(1)
    assert [code for code, ligne, _ in defauts(auteur, fautif) if ligne == 2] == ["ligne_masquee"]


@pytest.mark.parametrize("texte", [" ", "\u200b", "\u00a0"])
def test_un_blanc_tres_bas_ne_fait_rien(texte: str) -> None:
    saisi = pages()
    saisi["Actions"].lignes += [*VIDES, [None, Case("texte", texte)]]
    assert importer("openpyxl", saisi) == ([normalisee(action("Former"))], [])


def test_une_reponse_tres_bas_est_lue_a_sa_ligne() -> None:
    saisi = pages()
    saisi["Actions"].lignes[2:] = [*VIDES, [None, None, Case("texte", "Sport")]]
    assert ("choix_invalide", 6_003, "C") in defauts("openpyxl", saisi)


def test_une_tabulation_ou_une_fin_de_ligne_d_un_ods_ne_colle_pas_les_mots() -> None:
    parties = parties_de(ods_rempli({"Actions": [[1, "MOTS", *[None] * 9]]}))
    textes = (
        "<text:p>un<text:tab/>deux<text:line-break/>trois<text:s text:c='2'/>quatre"
        "<text:note><text:note-body><text:p>note</text:p></text:note-body></text:note></text:p>"
        "<office:annotation><text:p>annotation</text:p></office:annotation>"
    )
    contenu = parties["content.xml"].decode().replace("<text:p>MOTS</text:p>", textes)
    octets = zip_de(parties | {"content.xml": contenu.encode()})
    (lue,), _ = depouiller(feuilles_de(BytesIO(octets)))
    assert lue["intitule"] == "un\tdeux\ntrois  quatre"


def test_un_zip_ecrit_a_la_facon_de_windows_se_lit() -> None:
    sortie = BytesIO()
    with ZipFile(sortie, "w") as archive:
        for nom, octets in parties_de(remplir([action("Former")])).items():
            entree = ZipInfo()
            entree.filename = nom.replace("/", "\\")
            archive.writestr(entree, octets)
    assert depouiller(feuilles_de(sortie)) == ([normalisee(action("Former"))], [])
