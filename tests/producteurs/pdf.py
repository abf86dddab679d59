"""PDF, by what writes or rewrites them in Python."""

from functools import cache
from io import BytesIO
from typing import Any, Final

import typst

from tests.producteurs import images
from tests.producteurs.fichiers import LIGNES, TEXTE, Geste, Producteur, Produits, bibliotheque

_XML: Final = b'<?xml version="1.0" encoding="UTF-8"?><facture>12</facture>'


@cache
def lettre() -> bytes:
    """Three pages by ReportLab, with a picture."""
    return _reportlab(pages=3, image=images.photo())


def _reportlab(pages: int = 1, image: bytes = b"", **options: Any) -> bytes:
    sortie = BytesIO()
    toile = bibliotheque("reportlab.pdfgen.canvas").Canvas(sortie, **options)
    toile.setTitle(TEXTE)
    for page in range(pages):
        toile.drawString(72, 700, f"{TEXTE} {page}")
        toile.linkURL("https://www.gouv.fr", (72, 690, 300, 712))
        toile.bookmarkPage(f"p{page}")
        toile.addOutlineEntry(f"Page {page}", f"p{page}")
        if image:
            lue = bibliotheque("reportlab.lib.utils").ImageReader(BytesIO(image))
            toile.drawImage(lue, 72, 300, 200, 150)
        toile.showPage()
    toile.save()
    return sortie.getvalue()


def reportlab() -> Produits:
    chiffre: Any = bibliotheque("reportlab.lib.pdfencrypt").StandardEncryption
    variantes: dict[str, dict[str, Any]] = {
        "simple": {},
        "non_compresse": {"pageCompression": 0},
        "compresse": {"pageCompression": 1},
        "cent_pages": {"pages": 100},
        "photo": {"image": images.photo()},
        "capture": {"image": images.capture()},
        "invariant": {"invariant": 1},
        "version_1_7": {"pdfVersion": (1, 7)},
        "sans_mot_de_passe": {"encrypt": chiffre("", ownerPassword="auteur", strength=128)},
        "protege_40_bits": {"encrypt": chiffre("", ownerPassword="auteur", strength=40)},
    }
    for nom, options in variantes.items():
        yield f"{nom}.pdf", _reportlab(**options)
    yield "formulaire.pdf", formulaire()
    yield "tableau.pdf", _tableau()


@cache
def formulaire() -> bytes:
    """A form to fill in: a text and a box."""
    sortie = BytesIO()
    toile = bibliotheque("reportlab.pdfgen.canvas").Canvas(sortie)
    toile.acroForm.textfield(name="commune", value="Albi", x=72, y=700, width=200)
    toile.acroForm.checkbox(name="accord", checked=True, x=72, y=650)
    toile.acroForm.choice(name="axe", value="un", options=["un", "deux"], x=72, y=600)
    toile.showPage()
    toile.save()
    return sortie.getvalue()


def _tableau() -> bytes:
    platypus: Any = bibliotheque("reportlab.platypus")
    sortie = BytesIO()
    style = platypus.TableStyle([("GRID", (0, 0), (-1, -1), 1, "black")])
    tableau = platypus.Table(LIGNES * 200, style=style)
    platypus.SimpleDocTemplate(sortie).build([tableau])
    return sortie.getvalue()


def fpdf2() -> Produits:
    gestes: dict[str, Geste] = {
        "simple": lambda pdf: None,
        "non_compresse": lambda pdf: pdf.set_compression(False),
        "metadonnees": lambda pdf: pdf.set_title(TEXTE),
        "protege": lambda pdf: pdf.set_encryption(owner_password="auteur", user_password=""),
        "piece_jointe": lambda pdf: pdf.embed_file(bytes=_XML, basename="factur-x.xml"),
        "deux_images": _images_fpdf2,
    }
    for nom, preparer in gestes.items():
        yield f"{nom}.pdf", _fpdf2(preparer)


def _images_fpdf2(pdf: Any) -> None:
    pdf.image(BytesIO(images.photo()), w=100)
    pdf.image(BytesIO(images.capture()), w=100)


def _fpdf2(preparer: Geste) -> bytes:
    pdf = bibliotheque("fpdf").FPDF()
    pdf.add_page()
    pdf.set_font("helvetica", size=12)
    preparer(pdf)
    with pdf.table() as tableau:
        for ligne in LIGNES:
            tableau.row([str(valeur) for valeur in ligne])
    pdf.cell(text="https://www.gouv.fr", link="https://www.gouv.fr")
    return bytes(pdf.output())


def img2pdf() -> Produits:
    convertir: Any = bibliotheque("img2pdf").convert
    cmjn = images.enregistrer(images.image("CMYK"), "JPEG")
    fax = images.enregistrer(images.image("1", 1728, 2200), "PNG")
    yield "photo.pdf", convertir(images.photo(), rotation=bibliotheque("img2pdf").Rotation.ifvalid)
    yield "plusieurs.pdf", convertir([images.photo(), cmjn])
    yield "cmjn.pdf", convertir(cmjn)
    yield "noir_et_blanc.pdf", convertir(fax)
    yield "couleurs.pdf", convertir(images.enregistrer(images.image(), "PNG"))
    moteur = bibliotheque("img2pdf").Engine.internal
    yield "sans_pikepdf.pdf", convertir(cmjn, engine=moteur)


def pikepdf() -> Produits:
    p: Any = bibliotheque("pikepdf")
    objets = p.ObjectStreamMode
    permis = p.Permissions(extract=False)
    variantes: dict[str, dict[str, Any]] = {
        "recrit": {},
        "linearise": {"linearize": True},
        "flux_d_objets": {"object_stream_mode": objets.generate},
        "sans_flux_d_objets": {"object_stream_mode": objets.disable},
        "linearise_en_flux": {"linearize": True, "object_stream_mode": objets.generate},
        "qdf": {"qdf": True},
        "non_compresse": {
            "compress_streams": False,
            "stream_decode_level": p.StreamDecodeLevel.all,
        },
        "version_2": {"force_version": "2.0"},
        "recompresse": {"recompress_flate": True},
        **{f"protege_r{r}": {"encryption": _chiffrement(r)} for r in (2, 3, 4, 6)},
        "sans_extraction": {"encryption": p.Encryption(owner="auteur", user="", allow=permis)},
    }
    for nom, options in variantes.items():
        yield f"{nom}.pdf", _par_pikepdf(lettre(), lambda pdf: None, **options)
    yield "piece_jointe.pdf", _par_pikepdf(lettre(), _joindre)
    yield "metadonnees.pdf", _par_pikepdf(lettre(), _decrire)
    yield "formulaire.pdf", _par_pikepdf(formulaire(), lambda pdf: None)
    yield "pages_extraites.pdf", _par_pikepdf(lettre(), lambda pdf: pdf.pages.__delitem__(0))
    yield "pages_tournees.pdf", _par_pikepdf(lettre(), lambda pdf: pdf.pages[0].rotate(90, True))


def _par_pikepdf(depart: bytes, changer: Geste, **options: Any) -> bytes:
    sortie = BytesIO()
    with bibliotheque("pikepdf").open(BytesIO(depart)) as pdf:
        changer(pdf)
        pdf.save(sortie, **options)
    return sortie.getvalue()


def _chiffrement(r: int) -> Any:
    suite = {} if r >= 4 else {"aes": False, "metadata": False}
    return bibliotheque("pikepdf").Encryption(owner="auteur", user="", R=r, **suite)


def _joindre(pdf: Any) -> None:
    fiche: Any = bibliotheque("pikepdf").AttachedFileSpec
    for nom, contenu in (("facture.xml", _XML), ("photo.jpg", images.photo())):
        pdf.attachments[nom] = fiche(pdf, contenu, filename=nom)


def _decrire(pdf: Any) -> None:
    with pdf.open_metadata() as meta:
        meta["dc:title"] = TEXTE
        meta["pdfaid:part"], meta["pdfaid:conformance"] = "3", "B"


def pypdf() -> Produits:
    p: Any = bibliotheque("pypdf")
    gestes: dict[str, Geste] = {
        "recrit": lambda ecrivain: None,
        "compresse": lambda ecrivain: [page.compress_content_streams() for page in ecrivain.pages],
        "fusion": lambda ecrivain: ecrivain.append(BytesIO(formulaire())),
        "piece_jointe": lambda ecrivain: ecrivain.add_attachment("facture.xml", _XML),
        "signets": lambda ecrivain: ecrivain.add_outline_item("Page", 0),
        "protege_rc4": lambda ecrivain: ecrivain.encrypt("", "auteur", algorithm="RC4-128"),
        "protege_aes": lambda ecrivain: ecrivain.encrypt("", "auteur", algorithm="AES-256"),
        "page_blanche": lambda ecrivain: ecrivain.add_blank_page(),
    }
    for nom, changer in gestes.items():
        ecrivain = p.PdfWriter(clone_from=BytesIO(lettre()))
        changer(ecrivain)
        yield f"{nom}.pdf", _octets(ecrivain)
    contenu = lettre()
    for tour in range(3):
        ecrivain = p.PdfWriter(BytesIO(contenu), incremental=True)
        ecrivain.add_metadata({"/Title": f"Version {tour}"})
        contenu = _octets(ecrivain)
        yield f"mise_a_jour_{tour}.pdf", contenu
    ecrivain = p.PdfWriter(BytesIO(formulaire()), incremental=True)
    ecrivain.update_page_form_field_values(ecrivain.pages[0], {"commune": "Castres"})
    yield "formulaire_rempli.pdf", _octets(ecrivain)


def _octets(ecrivain: Any) -> bytes:
    sortie = BytesIO()
    ecrivain.write(sortie)
    return sortie.getvalue()


def pdfium() -> Produits:
    p: Any = bibliotheque("pypdfium2")
    for nom, version in {"recrit": None, "version_1_4": 14, "version_1_7": 17}.items():
        yield f"{nom}.pdf", _par_pdfium(p.PdfDocument(lettre()), version)
    vide = p.PdfDocument.new()
    vide.new_page(595, 842)
    yield "page_blanche.pdf", _par_pdfium(vide, None)
    fusion = p.PdfDocument.new()
    fusion.import_pages(p.PdfDocument(lettre()))
    fusion.import_pages(p.PdfDocument(formulaire()))
    yield "fusion.pdf", _par_pdfium(fusion, None)


def _par_pdfium(pdf: Any, version: int | None) -> bytes:
    sortie = BytesIO()
    pdf.save(sortie, version=version)
    return sortie.getvalue()


def typst_() -> Produits:
    source = f'= Lettre\n#link("https://www.gouv.fr")[{TEXTE}]\n#table(columns: 2)[a][b]'.encode()
    for norme in ("1.4", "1.7", "2.0", "a-1b", "a-2b", "a-3b", "a-4", "ua-1"):
        # Both norms for archives and for everybody ask for what a title and a date tell.
        entete = b'#set document(title: "Lettre", date: datetime(year: 2023, month: 9, day: 1))\n'
        yield f"norme_{norme}.pdf", _typst(entete + source, "pdf", pdf_standards=norme)
    piece = b'#pdf.attach("facture.xml", bytes("<f/>"), relationship: "data", mime-type: "text/xml"'
    piece += b', description: "Facture")\n'
    yield "piece_jointe.pdf", _typst(piece + source, "pdf")
    yield "page.png", _typst(source, "png", ppi=144)


def _typst(source: bytes, format_: Any, **options: Any) -> bytes:
    compile_: Any = typst.compile
    return compile_(source, format=format_, **options)


def weasyprint() -> Produits:
    weasy: Any = bibliotheque("weasyprint")
    lignes = "".join(f"<tr><td>{'<td>'.join(map(str, ligne))}" for ligne in LIGNES)
    html = f"<html lang=fr><title>Lettre</title><h1>{TEXTE}</h1><table>{lignes}</table>"
    formulaire_ = "<form><input name=a value=b><input type=checkbox checked></form>"
    piece = weasy.Attachment(string=_XML.decode(), name="factur-x.xml", relationship="Data")
    variantes: dict[str, dict[str, Any]] = {
        "simple": {},
        "non_compresse": {"uncompressed_pdf": True},
        **{f"pdf_a_{un}": {"pdf_variant": f"pdf/a-{un}"} for un in ("1b", "2b", "3u", "4f")},
        "accessible": {"pdf_variant": "pdf/ua-1"},
        "facture": {"pdf_variant": "pdf/a-3b", "attachments": [piece]},
        "polices_entieres": {"full_fonts": True},
    }
    for nom, options in variantes.items():
        yield f"{nom}.pdf", weasy.HTML(string=html).write_pdf(**options)
    yield "formulaire.pdf", weasy.HTML(string=html + formulaire_).write_pdf(pdf_forms=True)


PRODUCTEURS: Final[dict[str, Producteur]] = {
    "ReportLab": reportlab,
    "fpdf2": fpdf2,
    "img2pdf": img2pdf,
    "pikepdf (qpdf)": pikepdf,
    "pypdf": pypdf,
    "PDFium": pdfium,
    "Typst": typst_,
    "WeasyPrint": weasyprint,
}
