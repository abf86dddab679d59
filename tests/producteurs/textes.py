"""DOCX and ODT, by what writes them in Python."""

from io import BytesIO
from typing import Any, Final

from tests.producteurs import images
from tests.producteurs.classeurs import ecrire_odfpy, enregistrer
from tests.producteurs.fichiers import LIGNES, TEXTE, Geste, Producteur, Produits, bibliotheque


def python_docx() -> Produits:
    gestes: dict[str, Geste] = {
        "simple": lambda document: None,
        "tableau": _tableau,
        "images": _images,
        "entete_et_pied": _entete,
        "listes": lambda document: document.add_paragraph(TEXTE, style="List Bullet"),
        "long": lambda document: [document.add_paragraph(TEXTE) for _ in range(3000)],
        "sections": lambda document: document.add_section(),
        "proprietes": lambda document: setattr(document.core_properties, "title", TEXTE),
        "commentaire": lambda document: document.add_comment(
            document.paragraphs[0].runs, text=TEXTE, author="Mairie"
        ),
        "lien": _lien,
    }
    for nom, remplir in gestes.items():
        document = bibliotheque("docx").Document()
        document.add_paragraph(TEXTE)
        remplir(document)
        yield f"{nom}.docx", enregistrer(document)


def _tableau(document: Any) -> None:
    tableau = document.add_table(0, 3, style="Table Grid")
    for ligne in LIGNES:
        for cellule, valeur in zip(tableau.add_row().cells, ligne, strict=True):
            cellule.text = str(valeur)


def _images(document: Any) -> None:
    document.add_picture(BytesIO(images.photo()))
    document.add_picture(BytesIO(images.capture()))


def _entete(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = TEXTE
    document.sections[0].footer.paragraphs[0].text = TEXTE


def _lien(document: Any) -> None:
    lien = bibliotheque("docx.opc.constants").RELATIONSHIP_TYPE.HYPERLINK
    document.part.relate_to("https://www.gouv.fr", lien, is_external=True)


def docxtpl() -> Produits:
    tpl: Any = bibliotheque("docxtpl")
    document = bibliotheque("docx").Document()
    for paragraphe in ("{{ nom }}", "{{ image }}", "{% for l in lignes %}{{ l }}{% endfor %}"):
        document.add_paragraph(paragraphe)
    modele = enregistrer(document)
    for nom, avec_image in {"texte": False, "image": True}.items():
        gabarit = tpl.DocxTemplate(BytesIO(modele))
        gabarit.init_docx()
        image = tpl.InlineImage(gabarit, BytesIO(images.photo())) if avec_image else ""
        gabarit.render({"nom": TEXTE, "image": image, "lignes": LIGNES})
        yield f"{nom}.docx", enregistrer(gabarit)


def odfpy() -> Produits:
    texte: Any = bibliotheque("odf.text")
    for nom, nombre in {"simple": 1, "long": 2000}.items():
        doc = bibliotheque("odf.opendocument").OpenDocumentText()
        for _ in range(nombre):
            doc.text.addElement(texte.P(text=TEXTE))
        yield f"{nom}.odt", ecrire_odfpy(doc)
        doc.addPictureFromString(images.capture(), "image/png")
        doc.addThumbnail(images.capture())
        yield f"{nom}_image.odt", ecrire_odfpy(doc)


def odfdo() -> Produits:
    odf: Any = bibliotheque("odfdo")
    for nom, joli in {"simple": False, "joli": True}.items():
        document = odf.Document("text")
        document.body.append(odf.Header(1, "Lettre"))
        document.body.append(odf.Paragraph(TEXTE))
        document.add_file(BytesIO(images.photo()))
        sortie = BytesIO()
        document.save(sortie, pretty=joli)
        yield f"{nom}.odt", sortie.getvalue()


PRODUCTEURS: Final[dict[str, Producteur]] = {
    "python-docx": python_docx,
    "docxtpl": docxtpl,
    "odfpy (ODT)": odfpy,
    "odfdo (ODT)": odfdo,
}
