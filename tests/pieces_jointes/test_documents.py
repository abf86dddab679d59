"""What an office document may carry, and what it may fetch or start."""

import struct
import zlib
from email.message import EmailMessage
from urllib.parse import quote

import pytest

from app.pieces_jointes.archives import Archive
from app.pieces_jointes.octets import Octets
from app.pieces_jointes.verdict import ContenuRefuse, TypeFichier
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes import objets as o
from tests.pieces_jointes.echantillons import verdict

DOCX, XLSX, ODT, ODS = TypeFichier.DOCX, TypeFichier.XLSX, TypeFichier.ODT, TypeFichier.ODS
PROJET = b"\xd0\xcf\x11\xe0 projet"
DTD = '<!DOCTYPE {} PUBLIC "-//OpenOffice.org//DTD {} 1.0//EN" "{}">'

# --- content types ---


def avec_types(*lignes: str, **parties: str) -> bytes:
    document = e.parties_docx()
    types = str(document[e.TYPES_CONTENU]).replace("</Types>", "".join(lignes) + "</Types>")
    return e.zipper(document | {e.TYPES_CONTENU: types} | parties)


def test_un_type_par_defaut_ne_compte_que_s_il_sert() -> None:
    """SheetJS declares those of binary workbooks in each of its own."""
    defaut = (
        '<Default Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    )
    macros = defaut.replace("sheet.binary.macroEnabled.main", "sheet.macroEnabled.main+xml")
    assert verdict(avec_types(defaut)) is DOCX
    assert verdict(avec_types(macros)) is DOCX
    assert verdict(avec_types(macros, **{"xl/a.BIN": "x"})) == "macros"


def test_lit_un_paquet_ecrit_avec_d_autres_barres_et_d_autres_majuscules() -> None:
    contenu = e.docx().replace(b"word/document.xml", b"Word\\document.xml")
    assert b"Word\\document.xml" in contenu
    assert verdict(contenu) is DOCX
    assert verdict(e.docx().replace(b"[Content_Types].xml", b"[content_types].xml")) is DOCX


# --- OpenDocument ---


def sans(parties: e.Parties, nom: str) -> e.Parties:
    return {autre: contenu for autre, contenu in parties.items() if autre != nom}


EMPAQUETAGES = {
    "mimetype_comprime": e.zipper(e.parties_odf(ODS), stockees=()),
    "mimetype_en_second": e.zipper({"a": ""} | e.parties_odf(ODS)),
    "mimetype_suivi_d_une_ligne": e.zipper(e.parties_odf(ODS) | {"mimetype": f"{ODS.value}\n"}),
    "sans_mimetype": e.zipper(sans(e.parties_odf(ODS), "mimetype")),
    "manifeste_d_openoffice_2": e.zipper(
        e.parties_odf(ODS)
        | {
            e.MANIFESTE: e.manifeste(ODS).replace(
                "<manifest:manifest",
                DTD.format("m", "Manifest", "Manifest.dtd") + "<manifest:manifest",
            )
        }
    ),
    "formule_d_openoffice_3": e.ajouter(
        e.ods(), {"Object 1/content.xml": DTD.format("math:math", "Math", "math.dtd") + "<m/>"}
    ),
    "bibliotheque_vide": e.ajouter(
        e.ods(),
        {
            "Basic/Standard/script-lb.xml": DTD.format("l", "OfficeDocument", "library.dtd")
            + "<l/>",
            "Basic/script-lc.xml": DTD.format("l", "OfficeDocument", "libraries.dtd")
            + '<l><library name="Standard" library:link="false" xmlns:library="l"/></l>',
        },
    ),
}


@pytest.mark.parametrize("contenu", EMPAQUETAGES.values(), ids=EMPAQUETAGES.keys())
def test_accepte_un_odf_empaquete_autrement(contenu: bytes) -> None:
    assert verdict(contenu) is ODS


MODULE = DTD.format("script:module", "OfficeDocument", "module.dtd") + "<module/>"
MACROS_ODF: dict[str, e.Parties] = {
    "module_de_libreoffice": {"Basic/Standard/Module1.xml": MODULE},
    "bibliotheque_d_ailleurs": {
        "Basic/script-lc.xml": '<l><library link="true" href="http://a.fr/b"/></l>'
    },
    "macro_appelee": {
        "Object 1/content.xml": '<a href="vnd.sun.star.script:../a.py$b?language=Python"/>'
    },
    "dialogue": {"Dialogs/Standard/Dialog1.xml": "<d/>"},
}


@pytest.mark.parametrize("parties", MACROS_ODF.values(), ids=MACROS_ODF.keys())
def test_les_macros_d_un_odf_sont_appelees_macros(parties: e.Parties) -> None:
    assert verdict(e.ajouter(e.odt(), parties)) == "macros"


def test_un_type_de_document_d_openoffice_ne_declare_rien_d_autre() -> None:
    piege = DTD.format("a", "Math", "math.dtd")[:-1] + ' [<!ENTITY b "c">]><a>&b;</a>'
    ailleurs = DTD.format("a", "Math", "http://a.fr/math.dtd") + "<a/>"
    assert verdict(e.ajouter(e.odt(), {"a.xml": ailleurs})) == "archive_bombe"
    assert verdict(e.ajouter(e.odt(), {"a.xml": DTD.format("a", "M", "../m.dtd") + "<a/>"})) == (
        "archive_bombe"
    )
    assert verdict(e.ajouter(e.odt(), {"a.xml": piege})) == "archive_bombe"


# --- documents inside ---


def pptx() -> bytes:
    parties = e.parties_docx()
    types = str(parties[e.TYPES_CONTENU]).replace(
        "wordprocessingml.document", "presentationml.slide"
    )
    return e.zipper(parties | {e.TYPES_CONTENU: types})


def xlsb() -> bytes:
    parties = e.parties_docx()
    types = str(parties[e.TYPES_CONTENU]).replace(
        f"{e.OOXML}.wordprocessingml.document.main+xml",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
    )
    return e.zipper(parties | {e.TYPES_CONTENU: types})


DEDANS = {"xlsx": e.xlsx(), "odt": e.odt(), "sldx": pptx(), "xlsb": xlsb()}


@pytest.mark.parametrize("dedans", DEDANS.values(), ids=DEDANS.keys())
@pytest.mark.parametrize("nom", ["word/embeddings/a.xlsx", "Obj101", "word/embeddings/a.sldx"])
def test_accepte_un_document_dans_un_document(nom: str, dedans: bytes) -> None:
    assert verdict(e.ajouter(e.docx(), {nom: dedans})) is DOCX
    assert verdict(e.ajouter(e.odt(), {nom: dedans})) is ODT


HOSTILES_DEDANS = {
    "macros": (e.xlsx(PROJET), "macros"),
    "bombe": (e.ajouter(e.xlsx(), {"xl/a.xml": bytes(101 * 1024 * 1024)}), "archive_bombe"),
    "xml": (e.ajouter(e.xlsx(), {"a.xml": '<!DOCTYPE a SYSTEM "b"><a/>'}), "archive_bombe"),
    "etages": (e.ajouter(e.xlsx(), {"xl/embeddings/a.xlsx": e.xlsx()}), "archive_bombe"),
    "zip": (e.zipper({"a": "b"}), "archive_bombe"),
    "rar": (b"Rar!\x1a\x07\x01\0", "archive_bombe"),
    "exe": (b"MZ\x90\0" + bytes(60), "contenu_actif"),
    "doc_a_macros": (o.ole({"WordDocument": b"x", "Macros": b"x"}), "macros"),
    "classeur_chiffre": (o.ole({"EncryptedPackage": b"x"}), "fichier_chiffre"),
    "ole_illisible": (e.ole("Workbook")[:600], "fichier_tronque"),
    "ooxml_a_macros_dans_un_ole": (o.ole({"Package": e.xlsx(PROJET)}), "macros"),
    "paquet_exe": (o.paquet("calc.exe", b"MZ"), "contenu_actif"),
    "paquet_script": (o.paquet("facture.pdf.vbs", b"%PDF-1.4"), "contenu_actif"),
    "paquet_deguise": (o.paquet("facture.pdf", b"MZ\x90\0"), "contenu_actif"),
    "paquet_inconnu": (o.paquet("a.txt", b"bonjour"), "contenu_actif"),
    "paquet_coupe": (o.ole({"\x01Ole10Native": b"\1\0\0\0\2\0" + b"a" * 5000}), "contenu_actif"),
    "paquet_a_macros": (o.paquet("a.docm", e.docx()), "macros"),
    "paquet_zip": (o.paquet("a.zip", e.zipper({"a": "b"})), "archive_bombe"),
}


@pytest.mark.parametrize(("dedans", "code"), HOSTILES_DEDANS.values(), ids=HOSTILES_DEDANS.keys())
def test_ce_qui_est_dans_un_document_est_juge_de_meme(dedans: bytes, code: str) -> None:
    assert verdict(e.ajouter(e.docx(), {"word/embeddings/a.xlsx": dedans})) == code


def test_refuse_des_documents_qui_ensemble_depassent_le_total() -> None:
    grand = e.ajouter(e.docx(), {f"word/{rang}.bin": bytes(99_000_000) for rang in range(2)})
    noms = [f"word/embeddings/{rang}.docx" for rang in range(3)]
    assert verdict(e.ajouter(e.docx(), dict.fromkeys(noms[:2], grand))) is DOCX
    assert verdict(e.ajouter(e.docx(), dict.fromkeys(noms, grand))) == "archive_bombe"


OBJETS = {
    "equation": o.ole({"Equation Native": b"x"}),
    "ancien_doc": o.ole({"WordDocument": b"x"}),
    "dessin_de_paint": o.ole({"\x01Ole10Native": b"\0\1\0\0BM" + bytes(100)}),
    "paquet_pdf": o.paquet("devis.pdf", e.pdf()),
    "paquet_docx": o.paquet("devis.docx", e.docx()),
    "pdf_d_acrobat": o.ole({"CONTENTS": e.pdf()}),
}


@pytest.mark.parametrize("objet", OBJETS.values(), ids=OBJETS.keys())
def test_accepte_les_objets_que_l_on_ne_fait_que_lire(objet: bytes) -> None:
    assert verdict(e.ajouter(e.docx(), {"word/embeddings/oleObject1.bin": objet})) is DOCX


@pytest.mark.parametrize("nom", ["word/embeddings/a.exe", "xl/a.js", "a.lnk", "Pictures/a.HTA"])
def test_refuse_un_programme_par_son_nom(nom: str) -> None:
    assert verdict(e.ajouter(e.docx(), {nom: "bonjour"})) == "contenu_actif"


# --- relations ---


def relie(type_: str, cible: str, mode: str = "External") -> bytes:
    relation = (
        f'<Relationships xmlns="{e.ESPACE}/package/2006/relationships"><Relationship Id="r" '
        f'Type="{e.ESPACE}/officeDocument/2006/relationships/{type_}" Target="{cible}" '
        f'TargetMode="{mode}"/></Relationships>'
    )
    return e.ajouter(e.docx(), {"word/_rels/document.xml.rels": relation})


PASSENT = [
    ("hyperlink", "https://a.fr/"),
    ("hyperlink", "file:///\\\\serveur\\part\\a.docx"),
    ("externalLinkPath", "https://a.sharepoint.com/budget.xlsx"),
    ("externalLinkPath", "file:///\\\\serveur\\part\\budget.xlsx"),
    ("xlPathMissing", "budget.xlsx"),
    ("image", "https://a.fr/logo.png"),
    ("image", "file:///C:\\Images\\logo.png"),
    ("attachedTemplate", "file:///C:\\Users\\a\\Mod%C3%A8le.dotm"),
    ("attachedTemplate", "Normal.dotm"),
    ("attachedTemplate", "file:///Volumes/Disque/Modele.dotx"),
    ("oleObject", "file:///C:\\budget.xlsx"),
]
ARRETES = [
    ("attachedTemplate", "https://a.fr/a.dotm"),
    ("attachedTemplate", "\\\\serveur\\part\\a.dotm"),
    ("attachedTemplate", "file://serveur/part/a.dotm"),
    ("attachedTemplate", "file:////serveur/part/a.dotm"),
    ("oleObject", "mhtml:https://a.fr/a.html!x-usc:https://a.fr/a.html"),
    ("oleObject", "https://a.fr/a.html"),
    ("image", "file://///serveur/part/a.png"),
    ("image", "//serveur/a.png"),
    ("aFChunk", "https://a.fr/a.docx"),
    ("frame", "HTTPS://a.fr/"),
    ("oleObject", quote("\\\\serveur\\a.xlsx")),
]


@pytest.mark.parametrize(("type_", "cible"), PASSENT)
def test_accepte_les_liens_que_l_on_suit_ou_qui_ne_menent_nulle_part(
    type_: str, cible: str
) -> None:
    assert verdict(relie(type_, cible)) is DOCX


@pytest.mark.parametrize(("type_", "cible"), ARRETES)
def test_refuse_ce_qui_va_chercher_ailleurs(type_: str, cible: str) -> None:
    assert verdict(relie(type_, cible)) == "lien_externe"
    assert verdict(relie(type_, cible, "external")) == "lien_externe"


PAGES = {
    "image": '<img src="file://serveur/a.png">',
    "barres": "<IMG SRC='\\\\serveur\\part\\a.png'>",
    "sans guillemets": "<body background=//serveur/a.png>",
    "cadre": '<iframe src = "//serveur/a.html">',
    "style": "<p style='background:url(file:////serveur/a.png)'>",
    "feuille": '<link rel=stylesheet href="//serveur/a.css">',
    "base": '<base href="file://serveur/part/"><img src="a.png">',
}
INOFFENSIVES = {
    "web": '<img src="https://a.fr/a.png"><a href="//serveur/a.pdf">',
    "disque": '<img src="file:///C:/Documents/anne/a.png">',
    "jointe": '<img src="cid:a.png"><img src="data:image/png;base64,//8A//8A">',
}


def _en_mht(page: str) -> bytes:
    message = EmailMessage()
    message.set_content(page, subtype="html", cte="base64")
    message.add_related(e.png(), "image", "png")
    return bytes(message)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_refuse_une_page_importee_qui_va_chercher_sur_un_partage(page: str) -> None:
    for nom, contenu in (("a.htm", page.encode()), ("a.XHTML", page.encode("utf-16"))):
        assert verdict(e.ajouter(e.docx(), {f"word/{nom}": contenu})) == "lien_externe"
    assert verdict(e.ajouter(e.docx(), {"word/afchunk.mht": _en_mht(page)})) == "lien_externe"


@pytest.mark.parametrize("page", INOFFENSIVES.values(), ids=INOFFENSIVES.keys())
def test_accepte_une_page_importee_qui_n_y_va_pas(page: str) -> None:
    """Programs that write documents from web pages import them whole."""
    for nom, contenu in (("a.htm", page.encode()), ("a.mht", _en_mht(page))):
        assert verdict(e.ajouter(e.docx(), {f"word/{nom}": contenu})) is DOCX


def test_refuse_un_rtf_importe() -> None:
    rtf = rb"{\rtf1{\object\objemb{\*\objdata 01050000}}}"
    assert verdict(e.ajouter(e.docx(), {"word/afchunk.rtf": rtf})) == "contenu_actif"


def test_refuse_un_objet_lie_a_un_programme() -> None:
    assert verdict(relie("oleObject", "file:///C:\\Windows\\System32\\calc.exe")) == "contenu_actif"


def test_accepte_des_liens_par_milliers() -> None:
    lien = '<Relationship Id="r" Type="/hyperlink" Target="https://a.fr" TargetMode="External"/>'
    xml = f"<Relationships>{lien * 60_000}</Relationships>"
    assert verdict(e.ajouter(e.xlsx(), {"xl/worksheets/_rels/sheet1.xml.rels": xml})) is XLSX


# --- what starts another program ---

DDE: dict[str, tuple[str, str | bytes]] = {
    "excel": ("xl/externalLinks/externalLink1.xml", '<externalLink><ddeLink ddeService="cmd"/>'),
    "champ": ("word/a.xml", "<w:instrText xml:space='p'> DDEAUTO c:\\\\cmd.exe</w:instrText>"),
    "champ_simple": ("word/a.xml", '<w:fldSimple w:instr=" DDE excel a b"/>'),
    "odf": ("a.xml", '<office:dde-source office:dde-application="soffice"/>'),
    "formule": ("a.xml", '<table:table-cell table:formula="of:=DDE(&quot;cmd&quot;)"/>'),
    "loin": ("a.xml", "<a>" + "b" * 1_048_570 + '<ddeLink ddeService="cmd"/></a>'),
    "utf_16": ("a.xml", "<a><ddeLink/></a>".encode("utf-16")),
}


@pytest.mark.parametrize(("nom", "contenu"), DDE.values(), ids=DDE.keys())
def test_refuse_ce_qui_lance_un_autre_programme(nom: str, contenu: str | bytes) -> None:
    assert verdict(e.ajouter(e.docx(), {nom: contenu})) == "contenu_actif"


def test_accepte_un_texte_qui_parle_de_la_dde() -> None:
    texte = "<w:p><w:t>DDE de l'Aisne : instr. DDE(02)</w:t></w:p>"
    assert verdict(e.ajouter(e.docx(), {"word/a.xml": texte})) is DOCX


# --- encodings ---


@pytest.mark.parametrize("encodage", ["utf-32", "utf-32-le", "utf-32-be", "cp037", "cp500"])
@pytest.mark.parametrize("xml", ["<?xml version='1.0'?><a/>", "<!DOCTYPE a><a/>"])
def test_refuse_un_xml_que_d_autres_liraient_autrement(encodage: str, xml: str) -> None:
    assert verdict(e.ajouter(e.docx(), {"word/a.xml": xml.encode(encodage)})) == "fichier_tronque"


@pytest.mark.parametrize("encodage", ["utf-7", "cp037", "koi8-r"])
def test_refuse_un_xml_qui_se_dit_d_un_autre_encodage(encodage: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encodage}"?><a/>'
    assert verdict(e.ajouter(e.docx(), {"word/a.xml": xml})) == "fichier_tronque"


@pytest.mark.parametrize("encodage", ["UTF-8", "utf-16", "us-ascii", "ISO-8859-1", "windows-1252"])
def test_accepte_un_xml_ou_les_balises_sont_celles_de_l_ascii(encodage: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encodage}"?><a>é</a>'
    brut = xml.encode(encodage, errors="xmlcharrefreplace")
    assert verdict(e.ajouter(e.docx(), {"word/a.xml": brut})) is DOCX


def test_un_binaire_n_est_pas_pris_pour_du_xml() -> None:
    for debut in (b"\x20\0\0\0\1\0", b"\0\0\0\x20ab", b"Lorem ipsum", b"<\0\0\0\1\0\0\0"):
        assert verdict(e.ajouter(e.docx(), {"word/a.bin": debut})) is DOCX


# --- the archive itself ---


def test_accepte_un_commentaire_et_des_blancs_a_la_fin() -> None:
    commente = e.docx()[:-2] + struct.pack("<H", 20) + b"Aspose.Cells v23.5.7"
    for contenu in (commente, e.docx() + b"\n", e.docx() + bytes(80_000), commente + b"\r\n"):
        assert verdict(contenu) is DOCX


def test_accepte_une_entree_vide_dite_comprimee() -> None:
    contenu = e.zipper(
        e.parties_docx() | {"_xmlsignatures/origin.sigs": b""},
        stockees=("_xmlsignatures/origin.sigs",),
    )
    local, central = e.entetes(contenu, "_xmlsignatures/origin.sigs")
    for methode in (local + 8, central + 10):
        contenu = e.rapiecer(contenu, methode, b"\x08\0")
    assert verdict(contenu) is DOCX


def test_accepte_l_image_d_une_page_blanche() -> None:
    assert verdict(e.ajouter(e.docx(), {"word/media/a.bmp": bytes(30_000_000)})) is DOCX


NOMS = ["../../tmp/evil.sh.txt", "/etc/passwd", "C:/a.txt", "word/../../a.xml", "..\\a.txt"]


@pytest.mark.parametrize("nom", NOMS)
def test_refuse_un_nom_qui_mene_dehors(nom: str) -> None:
    assert verdict(e.ajouter(e.docx(), {nom: "x"})) == "archive_bombe"


@pytest.mark.parametrize("nom", ["Word/Document.xml", "word\\document.xml"])
def test_refuse_deux_noms_egaux_a_la_casse_ou_a_la_barre_pres(nom: str) -> None:
    assert verdict(e.ajouter(e.docx(), {nom: "<a/>"})) == "archive_bombe"


def _cachee() -> bytes:
    entiere = e.zipper({"word/vbaProject.bin": "x"})
    return entiere[: entiere.index(b"PK\x01\x02")]


def test_refuse_une_entree_absente_du_repertoire() -> None:
    """Readers that go from entry to entry see it, those that read the directory do not."""
    contenu = e.docx()
    fin = contenu.index(b"PK\x01\x02")
    position = struct.pack("<L", fin + len(_cachee()))
    suite = contenu[fin:-6] + position + contenu[-2:]
    assert verdict(contenu[:fin] + _cachee() + suite) == "archive_bombe"
    assert verdict(contenu[:fin] + b"\0" * len(_cachee()) + suite) is DOCX


def test_refuse_une_entree_cachee_entre_deux_autres() -> None:
    contenu = e.ajouter(e.docx(), {"word/vbaProject.bi_": "x", "word/a.xml": "<a/>"})
    _, debut = e.entetes(contenu, "word/vbaProject.bi_")
    longueur = 46 + len("word/vbaProject.bi_")
    sans_elle = contenu[:debut] + contenu[debut + longueur : -22]
    nombre, taille, position = struct.unpack("<HLL", contenu[-12:-2])
    fin = struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, nombre - 1, nombre - 1, taille - longueur, position, 0
    )
    assert verdict(contenu) is DOCX
    assert verdict(sans_elle + fin) == "archive_bombe"


def test_refuse_un_contenu_abime_au_milieu() -> None:
    """Long after its beginning: only its sum tells."""
    texte = bytes(range(256)) * 2000
    contenu = e.zipper(e.parties_docx() | {"word/a.bin": texte}, stockees=("word/a.bin",))
    milieu = contenu.index(texte) + 300_000
    assert verdict(contenu) is DOCX
    assert verdict(e.rapiecer(contenu, milieu, b"\0\0")) == "fichier_tronque"


def bombe_tardive(taille: int, declaree: int) -> bytes:
    """A main part whose beginning keeps its word, and which grows long after."""
    compresseur = zlib.compressobj(9, wbits=-15)
    debut = b"<w:document>" + bytes(range(256)) * 70
    flux = compresseur.compress(debut) + compresseur.flush(zlib.Z_FULL_FLUSH)
    # A million zeros are the same thousand bytes each time.
    flux += (compresseur.compress(bytes(1_000_000)) + compresseur.flush(zlib.Z_FULL_FLUSH)) * (
        taille // 1_000_000
    )
    flux += compresseur.flush()
    nom = "word/media/a.bmp"
    contenu = e.zipper(e.parties_docx() | {nom: flux}, stockees=(nom,))
    local, central = e.entetes(contenu, nom)
    for methode, longueur in ((local + 8, local + 22), (central + 10, central + 24)):
        contenu = e.rapiecer(contenu, methode, b"\x08\0")
        contenu = e.rapiecer(contenu, longueur, struct.pack("<L", declaree))
    return contenu


def test_refuse_une_bombe_tardive_sans_la_gonfler() -> None:
    contenu = bombe_tardive(300_000_000, 20_000)
    assert len(contenu) < 500_000
    assert verdict(contenu) == "archive_bombe"
    archive, lus = Archive(Octets(contenu)), 0
    with pytest.raises(ContenuRefuse):
        for morceau in archive.contenu("word/media/a.bmp"):
            lus += len(morceau)
    assert lus < 2_000_000
