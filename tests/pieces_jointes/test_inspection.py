"""Every accepted type passes, and each rule refuses with its own code."""

import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from os import urandom

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse, TypeFichier
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.echantillons import verdict

ODT, ODS = TypeFichier.ODT, TypeFichier.ODS
TYPE_PAR_EXTENSION = f'<Default Extension="{{}}" ContentType="{TypeFichier.DOCX}.main+xml"/>'
PHOTO_EN_ZIP = e.zipper({"photo.txt": "bonjour"})


# --- accepted -----------------------------------------------------------------------------


@pytest.mark.parametrize("type_", TypeFichier)
def test_accepte_un_vrai_fichier_de_chaque_type(type_: TypeFichier) -> None:
    assert verdict(e.ACCEPTES[type_]) is type_


@pytest.mark.parametrize(
    "fin", [b"", b"\n", b"\r\n", b"\0" * 3000, b" \n\0"], ids=["rien", "lf", "crlf", "nul", "mixte"]
)
def test_accepte_un_pdf_suivi_de_blancs(fin: bytes) -> None:
    assert verdict(e.pdf() + fin) is TypeFichier.PDF


def test_accepte_un_pdf_mis_a_jour() -> None:
    assert e.pdf_mis_a_jour().count(b"%%EOF") == 2
    assert verdict(e.pdf_mis_a_jour()) is TypeFichier.PDF


@pytest.mark.parametrize(
    "suite",
    [bytes(5000), e.jpeg(), bytes(16) + e.jpeg() + bytes(4) + e.jpeg()],
    ids=["zeros", "apercu", "plusieurs_images"],
)
def test_accepte_un_jpeg_de_telephone(suite: bytes) -> None:
    assert verdict(e.jpeg() + suite) is TypeFichier.JPEG


@pytest.mark.parametrize("entre", [b"\xff\xff", b"\xff\x01"], ids=["remplissage", "seul"])
def test_accepte_un_jpeg_avec_des_marqueurs_sans_longueur(entre: bytes) -> None:
    assert verdict(e.jpeg()[:20] + entre + e.jpeg()[20:]) is TypeFichier.JPEG


def test_accepte_un_jpeg_progressif_plus_long_qu_une_fenetre() -> None:
    debut, fin = e.jpeg()[:-2], e.jpeg()[-2:]
    balayage = e.segment_jpeg(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\xff\xd0" * 200_000
    table = e.segment_jpeg(0xC4, b"\x10\x01" + bytes(15) + b"\0")
    assert verdict(debut + balayage + table + balayage + table + fin) is TypeFichier.JPEG


@pytest.mark.parametrize("zipper", [e.zipper_en_flux, e.zipper_64])
def test_accepte_un_docx_ecrit_en_flux_ou_en_zip64(zipper: Callable[[e.Parties], bytes]) -> None:
    assert verdict(zipper(e.parties_docx())) is TypeFichier.DOCX


def test_accepte_un_docx_dont_le_type_est_celui_de_l_extension() -> None:
    parties = e.parties_docx() | {
        e.TYPES_CONTENU: e.types_contenu(TYPE_PAR_EXTENSION.format("xml")),
        "_rels/.rels": e.relations("/Word/Document.xml"),
    }
    assert verdict(e.zipper(parties)) is TypeFichier.DOCX


def test_accepte_un_docx_avec_le_classeur_d_un_graphique() -> None:
    contenu = e.ajouter(e.docx(), {"word/embeddings/Feuille_Microsoft_Excel.xlsx": e.xlsx()})
    assert verdict(contenu) is TypeFichier.DOCX


def test_accepte_une_entree_qui_ne_gonfle_qu_a_son_debut() -> None:
    """A scanned page begins with a white margin: only the whole tells a bomb."""
    image = bytes(5_000_000) + urandom(200_000)
    assert verdict(e.ajouter(e.docx(), {"word/media/page.bmp": image})) is TypeFichier.DOCX


def test_accepte_une_petite_entree_qui_gonfle_beaucoup() -> None:
    assert verdict(e.ajouter(e.docx(), {"word/media/a.bmp": bytes(900_000)})) is TypeFichier.DOCX


def test_accepte_dix_mille_entrees() -> None:
    vides: e.Parties = {f"word/{rang}.xml": "" for rang in range(10_000 - 3)}
    assert verdict(e.ajouter(e.docx(), vides)) is TypeFichier.DOCX


# --- fichier_vide, type_refuse ------------------------------------------------------------


def test_refuse_un_fichier_vide() -> None:
    assert verdict(b"") == "fichier_vide"


def principale(type_: str) -> e.Parties:
    surcharge = f'<Override PartName="/word/document.xml" ContentType="{e.OOXML}.{type_}"/>'
    return e.parties_docx() | {e.TYPES_CONTENU: e.types_contenu(surcharge)}


def sans(parties: e.Parties, nom: str) -> e.Parties:
    return {autre: contenu for autre, contenu in parties.items() if autre != nom}


AUTRES_TYPES = {
    "gif": b"GIF89a\x01\0\x01\0\0\0\0;",
    "exe": b"MZ\x90\0" + bytes(200),
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "csv": "Axe;Titre\nTransition;Réseau\n".encode(),
    "un_octet": b"%",
    "nuls": bytes(100),
    "pdf_sans_version": b"%PDF-bonjour\nstartxref\n0\n%%EOF",
    "ancien_doc": e.ole("WordDocument", "1Table"),
    "ole_sans_suite": e.ole("Workbook")[:40],
    "zip": PHOTO_EN_ZIP,
    "zip_de_documents": e.zipper({"a.docx": e.docx()}),
    "zip_vide": e.zipper({}),
    "type_d_une_autre_extension": e.zipper(
        e.parties_docx() | {e.TYPES_CONTENU: e.types_contenu(TYPE_PAR_EXTENSION.format("x"))}
    ),
    "xltx": e.zipper(principale("spreadsheetml.template.main+xml")),
    "pptx": e.zipper(principale("presentationml.presentation.main+xml")),
    "ooxml_sans_partie_principale": e.zipper(sans(e.parties_docx(), "word/document.xml")),
    "ooxml_sans_relations": e.zipper(sans(e.parties_docx(), "_rels/.rels")),
    "ooxml_deux_principales": e.zipper(
        e.parties_docx() | {"_rels/.rels": e.relations("word/document.xml", "xl/workbook.xml")}
    ),
    "ooxml_avec_doctype": e.zipper(
        e.parties_docx() | {"_rels/.rels": "<!DOCTYPE r>" + e.relations("word/document.xml")}
    ),
    "odp": e.zipper(e.parties_odf(ODT) | {"mimetype": ODT.value.replace("text", "presentation")}),
    "ott": e.zipper(e.parties_odf(ODT) | {"mimetype": ODT.value + "-template"}),
    "odt_sans_manifeste": e.zipper(sans(e.parties_odf(ODT), e.MANIFESTE)),
    "odt_sans_contenu": e.zipper(sans(e.parties_odf(ODT), "content.xml")),
}


@pytest.mark.parametrize("contenu", AUTRES_TYPES.values(), ids=AUTRES_TYPES.keys())
def test_refuse_un_autre_type(contenu: bytes) -> None:
    assert verdict(contenu) == "type_refuse"


def test_refuse_une_methode_de_compression_etrangere_aux_documents() -> None:
    sortie = BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_BZIP2) as archive:
        for nom, contenu in e.parties_docx().items():
            archive.writestr(nom, contenu)
    assert verdict(sortie.getvalue()) == "type_refuse"


# --- fichier_chiffre ----------------------------------------------------------------------


@pytest.mark.parametrize("entete", ["local", "central"])
def test_refuse_un_zip_chiffre(entete: str) -> None:
    local, central = e.entetes(e.docx(), "word/document.xml")
    position = local + 6 if entete == "local" else central + 8
    assert verdict(e.rapiecer(e.docx(), position, b"\x01\0")) == "fichier_chiffre"


def test_refuse_un_classeur_protege_par_mot_de_passe() -> None:
    assert verdict(e.ole("EncryptionInfo", "EncryptedPackage")) == "fichier_chiffre"


def test_refuse_un_odf_protege_par_mot_de_passe() -> None:
    chiffrement = '<manifest:encryption-data manifest:checksum="AA=="/>'
    parties = e.parties_odf(ODS) | {e.MANIFESTE: e.manifeste(ODS, chiffrement)}
    assert verdict(e.zipper(parties)) == "fichier_chiffre"


# --- macros -------------------------------------------------------------------------------

AVEC_MACROS = {
    "xlsm": e.xlsx(b"\xd0\xcf\x11\xe0 projet"),
    "projet_sans_type": e.ajouter(e.docx(), {"word/autre/VBAProject.bin": b"projet"}),
    "projet_dans_un_odf": e.ajouter(e.odt(), {"vbaProject.bin": b"projet"}),
    "type_a_macros": e.zipper(principale("x.document.macroEnabled.main+xml")),
    "feuille_de_macros": e.zipper(
        e.parties_docx()
        | {
            e.TYPES_CONTENU: e.types_contenu(
                '<Default Extension="m" ContentType="application/vnd.ms-excel.macrosheet+xml"/>'
            ),
            "xl/macros/feuille.m": "<feuille/>",
        }
    ),
    "odf_basic": e.ajouter(e.odt(), {"Basic/Standard/Module1.xml": "<module/>"}),
    "odf_scripts": e.ajouter(e.ods(), {"Scripts/python/m.py": "print()"}),
    "odf_basic_d_un_objet": e.ajouter(e.ods(), {"Object 1/Basic/Standard/Module1.xml": "<m/>"}),
}


@pytest.mark.parametrize("contenu", AVEC_MACROS.values(), ids=AVEC_MACROS.keys())
def test_refuse_les_macros(contenu: bytes) -> None:
    assert verdict(contenu) == "macros"


# --- second_format ------------------------------------------------------------------------

DECALE = e.zipper(e.parties_docx())
HTML = b"<script>alert(1)</script>"

POLYGLOTTES = {
    "pdf_puis_zip": e.pdf() + PHOTO_EN_ZIP,
    "pdf_puis_zip_et_commentaire": e.pdf() + PHOTO_EN_ZIP[:-2] + b"\x06\0%%EOF\n",
    "pdf_puis_html": e.pdf() + HTML,
    "html_puis_pdf": HTML + e.pdf(),
    "png_puis_zip": e.png() + PHOTO_EN_ZIP,
    "png_puis_html": e.png() + HTML,
    "zip_dans_un_bloc_png": e.png()[:-12] + e.bloc_png(b"prVt", PHOTO_EN_ZIP) + e.png()[-12:],
    "pdf_dans_un_bloc_png": e.png()[:33] + e.bloc_png(b"tEXt", b"a\0%PDF-1.4") + e.png()[33:],
    "jpeg_puis_zip": e.jpeg() + PHOTO_EN_ZIP,
    "jpeg_puis_pdf": e.jpeg() + bytes(2000) + e.pdf(),
    "jpeg_puis_html": e.jpeg() + HTML,
    "jpeg_puis_apercu_et_html": e.jpeg() + e.jpeg() + HTML,
    "exe_puis_zip": b"MZ\x90\0" + bytes(60) + e.docx(),
    "zip_prefixe": PHOTO_EN_ZIP[:40] + e.docx(),
    "zip_avec_pdf_en_tete": e.zipper({"%PDF-1.7": ""} | e.parties_docx()),
    "zip_suivi": e.docx() + HTML,
    "zip_suivi_d_un_texte": e.docx() + b"bonjour",
    "zip_commentaire_absent": e.docx()[:-2] + b"\x05\0",
    "zip_commente": e.docx()[:-2] + struct.pack("<H", len(HTML)) + HTML,
    "zip_puis_pdf": e.docx() + e.pdf(),
    "odf_et_ooxml": e.zipper(e.parties_odf(ODT) | e.parties_docx()),
}


@pytest.mark.parametrize("contenu", POLYGLOTTES.values(), ids=POLYGLOTTES.keys())
def test_refuse_un_second_format(contenu: bytes) -> None:
    assert verdict(contenu) == "second_format"


# --- fichier_tronque ----------------------------------------------------------------------


@pytest.mark.parametrize("type_", TypeFichier)
def test_refuse_un_fichier_coupe_au_milieu(type_: TypeFichier) -> None:
    contenu = e.ACCEPTES[type_]
    assert verdict(contenu[: len(contenu) // 2]) == "fichier_tronque"


JPEG_SANS_BALAYAGE = e.jpeg()[: e.jpeg().index(b"\xff\xda")] + b"\xff\xd9"

ABIMES = {
    "pdf_sans_startxref": e.pdf().replace(b"startxref", b"startxxxx"),
    "pdf_startxref_hors_du_fichier": b"%PDF-1.7\nstartxref\n99\n%%EOF\n",
    "png_sans_iend": e.png()[:-12],
    "png_iend_trop_long": e.png()[:-12] + b"\0\0\0\1" + e.png()[-8:],
    "png_sans_image": e.png()[:33] + e.png()[-12:],
    "png_sans_ihdr": e.png()[:8] + e.png()[33:],
    "png_nom_de_bloc": e.png()[:-12] + e.bloc_png(b"\0\0\0\0", b"") + e.png()[-12:],
    "png_blocs_sans_fin": e.png()[:33] + e.bloc_png(b"IDAT", b"") * 100_001 + e.png()[-12:],
    "jpeg_sans_eoi": e.jpeg()[:-2],
    "jpeg_sans_balayage": JPEG_SANS_BALAYAGE,
    "jpeg_segment_court": e.jpeg()[:2] + b"\xff\xe0\0\0" + e.jpeg()[2:],
    "jpeg_octets_entre_segments": e.jpeg()[:20] + b"\0\xe0\0\2" + e.jpeg()[20:],
    "jpeg_second_debut": e.jpeg()[:20] + b"\xff\xd8\0\2" + e.jpeg()[20:],
    "jpeg_segments_sans_fin": b"\xff\xd8" + b"\xff\xe0\0\2" * 100_001 + e.jpeg()[2:],
    "xml_mal_forme": e.zipper(e.parties_docx() | {"_rels/.rels": "<a>"}),
    "xml_encodage_inconnu": e.zipper(
        e.parties_docx() | {"_rels/.rels": '<?xml version="1.0" encoding="inconnu"?><a/>'}
    ),
    "xml_encodage_sur_plusieurs_octets": e.zipper(
        e.parties_docx() | {"_rels/.rels": '<?xml version="1.0" encoding="shift_jis"?><a/>'}
    ),
}


@pytest.mark.parametrize("contenu", ABIMES.values(), ids=ABIMES.keys())
def test_refuse_un_fichier_abime(contenu: bytes) -> None:
    assert verdict(contenu) == "fichier_tronque"


# --- whatever comes -----------------------------------------------------------------------


def test_chaque_refus_a_un_message_en_francais() -> None:
    messages = {ContenuRefuse(code).message for code in CodeRefus}
    assert len(messages) == len(CodeRefus)
    assert "mot de passe" in ContenuRefuse(CodeRefus.FICHIER_CHIFFRE).message


SIGNATURES = [b"", b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", e.ole()[:8]]
MODELES = [*e.ACCEPTES.values(), e.pdf_mis_a_jour(), e.zipper_64(e.parties_docx()), e.ole("a")]


@settings(deadline=None)
@given(signature=st.sampled_from(SIGNATURES), suite=st.binary(max_size=600))
def test_n_importe_quels_octets_sont_acceptes_ou_refuses(signature: bytes, suite: bytes) -> None:
    assert verdict(signature + suite) in {*TypeFichier, *CodeRefus}


@settings(deadline=None, max_examples=300)
@given(donnees=st.data(), modele=st.sampled_from(MODELES))
def test_un_fichier_altere_est_accepte_ou_refuse(donnees: st.DataObject, modele: bytes) -> None:
    position = st.integers(0, len(modele) - 1)
    altere = bytearray(modele)
    for rang, octet in donnees.draw(st.lists(st.tuples(position, st.integers(0, 255)), max_size=4)):
        altere[rang] = octet
    coupe = donnees.draw(st.just(len(modele)) | position)
    assert verdict(bytes(altere[:coupe])) in {*TypeFichier, *CodeRefus}
