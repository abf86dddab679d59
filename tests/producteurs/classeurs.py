"""XLSX and ODS, by what writes them in Python."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any, Final

from tests.producteurs import images
from tests.producteurs.fichiers import LIGNES, TEXTE, Producteur, Produits, bibliotheque

Remplir = Callable[[Any, Any], object]
"""What goes in a workbook and its first sheet."""


def openpyxl() -> Produits:
    gestes: dict[str, Remplir] = {
        "simple": _rien,
        "formules": lambda classeur, feuille: feuille.append(["Total", "", "=SUM(C2:C3)"]),
        "dates_1904": _dates_1904,
        "graphique": _graphique_openpyxl,
        "image": _image_openpyxl,
        "tableau": _tableau_openpyxl,
        "liens": _lien_openpyxl,
        "protegee": lambda classeur, feuille: setattr(feuille.protection, "password", "essai"),
        "structure_protegee": _structure_protegee,
        "liste": _liste_openpyxl,
        "feuille_cachee": lambda classeur, feuille: setattr(
            classeur.create_sheet("Cachée"), "sheet_state", "hidden"
        ),
        "longue": lambda classeur, feuille: [feuille.append([n, TEXTE, n]) for n in range(3000)],
    }
    for nom, remplir in gestes.items():
        classeur = bibliotheque("openpyxl").Workbook()
        for ligne in LIGNES:
            classeur.active.append(ligne)
        remplir(classeur, classeur.active)
        yield f"{nom}.xlsx", enregistrer(classeur)
    ecrits = dict(xlsxwriter())
    for nom in ("graphiques", "images", "regles"):
        relu = bibliotheque("openpyxl").load_workbook(BytesIO(ecrits[f"{nom}.xlsx"]))
        yield f"{nom}_relu.xlsx", enregistrer(relu)
    en_flux = bibliotheque("openpyxl").Workbook(write_only=True)
    feuille = en_flux.create_sheet("Flux")
    for _ in range(500):
        feuille.append([TEXTE, date(2023, 9, 1), 1.5])
    yield "en_flux.xlsx", enregistrer(en_flux)


def enregistrer(classeur: Any) -> bytes:
    sortie = BytesIO()
    classeur.save(sortie)
    return sortie.getvalue()


def _dates_1904(classeur: Any, feuille: Any) -> None:
    classeur.epoch = bibliotheque("openpyxl.utils.datetime").CALENDAR_MAC_1904
    feuille.append([date(2023, 9, 22)])


def _graphique_openpyxl(_classeur: Any, feuille: Any) -> None:
    chart: Any = bibliotheque("openpyxl.chart")
    for genre in (chart.BarChart, chart.PieChart, chart.LineChart):
        graphique = genre()
        graphique.add_data(chart.Reference(feuille, min_col=3, min_row=1, max_row=3), True)
        feuille.add_chart(graphique, "E5")


def _image_openpyxl(_classeur: Any, feuille: Any) -> None:
    for contenu in (images.photo(), images.capture()):
        feuille.add_image(bibliotheque("openpyxl.drawing.image").Image(BytesIO(contenu)), "E5")


def _tableau_openpyxl(_classeur: Any, feuille: Any) -> None:
    table = bibliotheque("openpyxl.worksheet.table").Table(displayName="Plan", ref="A1:C3")
    feuille.add_table(table)
    feuille["A1"].comment = bibliotheque("openpyxl.comments").Comment(TEXTE, "Mairie")


def _lien_openpyxl(_classeur: Any, feuille: Any) -> None:
    feuille["A2"].hyperlink = "https://www.gouv.fr"
    feuille["A3"].hyperlink = "mailto:mairie@exemple.fr"


def _structure_protegee(classeur: Any, _feuille: Any) -> None:
    protection: Any = bibliotheque("openpyxl.workbook.protection")
    classeur.security = protection.WorkbookProtection("essai", lockStructure=True)


def _liste_openpyxl(_classeur: Any, feuille: Any) -> None:
    validation = bibliotheque("openpyxl.worksheet.datavalidation").DataValidation(
        type="list", formula1='"un,deux"'
    )
    feuille.add_data_validation(validation)
    validation.add("A2:A20")


def xlsxwriter() -> Produits:
    for nom, (remplir, options) in _VARIANTES_XLSXWRITER.items():
        sortie = BytesIO()
        classeur = bibliotheque("xlsxwriter").Workbook(sortie, options)
        feuille = classeur.add_worksheet("Plan")
        for rang, ligne in enumerate(LIGNES):
            feuille.write_row(rang, 0, ligne)
        remplir(classeur, feuille)
        if nom == "zip64":
            classeur.use_zip64()
        classeur.close()
        yield f"{nom}.xlsx", sortie.getvalue()


def _rien(_classeur: Any, _feuille: Any) -> None:
    pass


def _graphique_xlsxwriter(classeur: Any, feuille: Any) -> None:
    for genre in ("column", "pie", "scatter", "area"):
        graphique = classeur.add_chart({"type": genre})
        serie = {"values": "=Plan!$C$2:$C$3", "categories": "=Plan!$B$2:$B$3"}
        graphique.add_series(serie)
        feuille.insert_chart("E5", graphique)


def _image_xlsxwriter(_classeur: Any, feuille: Any) -> None:
    for nom, contenu in {"photo.jpg": images.photo(), "capture.png": images.capture()}.items():
        feuille.insert_image("E5", nom, {"image_data": BytesIO(contenu)})
        feuille.embed_image("G5", nom, {"image_data": BytesIO(contenu)})
    feuille.set_header("&L&G", {"image_left": "x.jpg", "image_data_left": BytesIO(images.photo())})


def _dessin_xlsxwriter(classeur: Any, feuille: Any) -> None:
    feuille.insert_textbox("E5", TEXTE)
    feuille.insert_checkbox("D1", True)
    feuille.write_comment("A1", TEXTE)
    feuille.add_sparkline("D2", {"range": "Plan!C2:C3"})
    feuille.write_rich_string("A9", "a", classeur.add_format({"bold": True}), "b")


def _regles_xlsxwriter(classeur: Any, feuille: Any) -> None:
    feuille.data_validation("A2:A9", {"validate": "list", "source": ["un", "deux"]})
    feuille.conditional_format("C2:C9", {"type": "data_bar"})
    feuille.add_table("A1:C3")
    feuille.protect("essai")
    classeur.define_name("Montants", "=Plan!$C$2:$C$3")
    classeur.set_properties({"title": TEXTE})
    classeur.set_custom_property("Service", "Mairie")


def _formules_xlsxwriter(_classeur: Any, feuille: Any) -> None:
    feuille.write_formula("C4", "=SUM(C2:C3)", None, 205_000.5)
    feuille.write_dynamic_array_formula("D1:D3", "=SORT(C1:C3)")
    feuille.write_url("A5", "https://www.gouv.fr", string="Lien")
    feuille.write_url("A6", "external:autre.xlsx#Plan!A1")


def _seul_graphique(classeur: Any, _feuille: Any) -> None:
    graphique = classeur.add_chart({"type": "bar"})
    graphique.add_series({"values": "=Plan!$C$2:$C$3"})
    classeur.add_chartsheet().set_chart(graphique)


_VARIANTES_XLSXWRITER: Final[dict[str, tuple[Remplir, dict[str, Any]]]] = {
    "simple": (_rien, {}),
    "en_memoire": (_rien, {"in_memory": True}),
    "memoire_constante": (_rien, {"constant_memory": True}),
    "dates_1904": (_rien, {"date_1904": True}),
    "zip64": (_rien, {}),
    "graphiques": (_graphique_xlsxwriter, {}),
    "images": (_image_xlsxwriter, {}),
    "dessins": (_dessin_xlsxwriter, {}),
    "regles": (_regles_xlsxwriter, {}),
    "formules": (_formules_xlsxwriter, {}),
    "feuille_graphique": (_seul_graphique, {}),
}


def pyexcelerate() -> Produits:
    py: Any = bibliotheque("pyexcelerate")
    for nom, lignes in {
        "simple": LIGNES,
        "longue": [[TEXTE, n, n / 3] for n in range(2000)],
        "dates": [[date(2023, 9, 1), TEXTE]],
    }.items():
        classeur = py.Workbook()
        classeur.new_sheet("Plan", data=lignes)
        sortie = BytesIO()
        classeur.save(sortie)
        yield f"{nom}.xlsx", sortie.getvalue()


def odfpy() -> Produits:
    for nom, nombre in {"simple": 1, "longue": 2000}.items():
        doc = bibliotheque("odf.opendocument").OpenDocumentSpreadsheet()
        table = bibliotheque("odf.table")
        feuille = table.Table(name="Plan")
        for ligne in LIGNES * nombre:
            rang = table.TableRow()
            for valeur in ligne:
                cellule = table.TableCell(valuetype="string")
                cellule.addElement(bibliotheque("odf.text").P(text=str(valeur)))
                rang.addElement(cellule)
            feuille.addElement(rang)
        doc.spreadsheet.addElement(feuille)
        yield f"{nom}.ods", ecrire_odfpy(doc)
        doc.addPictureFromString(images.photo(), "image/jpeg")
        doc.addThumbnail(images.capture())
        yield f"{nom}_image.ods", ecrire_odfpy(doc)


def ecrire_odfpy(doc: Any) -> bytes:
    sortie = BytesIO()
    doc.write(sortie)
    return sortie.getvalue()


def odfdo() -> Produits:
    odf: Any = bibliotheque("odfdo")
    for nom, joli in {"simple": False, "joli": True}.items():
        document = odf.Document("spreadsheet")
        document.body.clear()
        feuille = odf.Table("Plan")
        for rang, ligne in enumerate(LIGNES):
            feuille.set_row_values(rang, ligne)
        document.body.append(feuille)
        document.add_file(BytesIO(images.photo()))
        sortie = BytesIO()
        document.save(sortie, pretty=joli)
        yield f"{nom}.ods", sortie.getvalue()


PRODUCTEURS: Final[dict[str, Producteur]] = {
    "openpyxl": openpyxl,
    "XlsxWriter": xlsxwriter,
    "PyExcelerate": pyexcelerate,
    "odfpy (ODS)": odfpy,
    "odfdo (ODS)": odfdo,
}
