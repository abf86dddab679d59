"""What stands around a PDF, what it takes to open it, and what it may not carry."""

import zipfile
from io import BytesIO
from zlib import compress

import pytest

from app.pieces_jointes.verdict import TypeFichier
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes import hostiles as h
from tests.pieces_jointes import objets as o
from tests.pieces_jointes.echantillons import verdict

PDF = TypeFichier.PDF
ZIP = e.zipper({"photo.txt": "bonjour"})
PJL = b"\x1b%-12345X@PJL SET COPIES=1\r\n@PJL ENTER LANGUAGE=PDF\r\n"

# --- before and after ---

AUTOUR = {
    "bom": (b"\xef\xbb\xbf", b""),
    "ligne": (b"\r\n", b""),
    "ticket_d_impression": (PJL, b"\x1b%-12345X"),
    "ticket_francais": (b"%%DEBUT_INSTRU\nJOB 12\n%%FIN_INSTRU\n", b""),
    "applesingle": (b"\0\x05\x16\0\0\2\0\0" + bytes(70), b""),
    "presque_1024": (b"x" * 1000, b""),
    "ctrl_z": (b"", b"\x1a"),
    "distiller": (b"", b"\r\xff"),
    "seconde_fin": (b"", b"\n%%EOF\n%%EOF"),
    "commentaire": (b"", b"\n% envoi 12\n"),
    "commentaire_html": (b"", b"<!-- servi en 0,2 s -->"),
    "nuls_sans_fin": (b"", bytes(80_000)),
}


@pytest.mark.parametrize(("avant", "apres"), AUTOUR.values(), ids=AUTOUR.keys())
def test_accepte_un_pdf_entre_des_octets_que_rien_n_ouvre(avant: bytes, apres: bytes) -> None:
    assert verdict(avant + e.pdf() + apres) is PDF


AILLEURS = {
    "gif_devant": b"GIF89a\x01\0\x01\0\0\0\0;" + e.pdf(),
    "exe_devant": b"MZ\x90\0" + bytes(60) + e.pdf(),
    "script_devant": b"#!/bin/sh\nrm -rf ~\n" + e.pdf(),
    "html_apres_un_bom": b"\xef\xbb\xbf\n<p>a</p>" + e.pdf(),
    "php_devant": b"bonjour <?php phpinfo(); ?>" + e.pdf(),
    "film_devant": b"\0\0\0\x18ftypisom" + bytes(12) + e.pdf(),
    "exe_derriere": e.pdf() + b"\n\nMZ\x90\0" + bytes(60),
    "html_derriere": e.pdf() + b"\n<HTML><script>a()</script>",
    "php_derriere": e.pdf() + b"\nbonjour <?php phpinfo();",
    "rar_derriere": e.pdf() + b"Rar!\x1a\x07\x01\0",
    "longue_suite": e.pdf() + b"x" * 1025,
    "zip_derriere": e.pdf() + ZIP,
    "zip_dont_le_commentaire_finit_un_pdf": e.pdf() + ZIP[:-2] + b"\x12\0\nstartxref\n0\n%%EOF\n",
    "tar": e.pdf()[:257] + b"ustar" + e.pdf()[262:],
}


@pytest.mark.parametrize("contenu", AILLEURS.values(), ids=AILLEURS.keys())
def test_refuse_un_pdf_qui_s_ouvre_aussi_autrement(contenu: bytes) -> None:
    assert verdict(contenu) == "second_format"


def test_accepte_une_archive_jointe_au_pdf_et_laissee_telle_quelle() -> None:
    """pypdf and pdfkit leave it uncompressed: its end record is in the tail of the file."""
    contenu = o.pdf_avec_fichier("budget.xlsx", e.xlsx())
    assert b"PK\x05\x06" in contenu[-65_557:]
    assert verdict(contenu) is PDF


def test_refuse_un_pdf_qui_est_un_zip_depuis_son_premier_octet() -> None:
    """The archive in the attached stream, its positions counted from the start of the file."""
    contenu = o.pdf_avec_fichier("a.zip", ZIP)
    debut = contenu.index(ZIP)
    sortie = BytesIO(contenu[:debut])
    with zipfile.ZipFile(sortie, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photo.txt", "bonjour")
    recale = sortie.getvalue()[debut:]
    assert len(recale) == len(ZIP)
    assert verdict(contenu.replace(ZIP, recale)) == "second_format"


def test_refuse_un_pdf_qui_commence_trop_loin() -> None:
    assert verdict(b"x" * 1025 + e.pdf()) == "type_refuse"


# --- passwords ---


@pytest.mark.parametrize("algorithme", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_refuse_un_pdf_qui_demande_un_mot_de_passe(algorithme: str) -> None:
    assert verdict(o.pdf_protege("secret", algorithme)) == "fichier_chiffre"


@pytest.mark.parametrize("algorithme", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_accepte_un_pdf_qui_s_ouvre_sans_mot_de_passe(algorithme: str) -> None:
    """Only changing it takes one."""
    assert verdict(o.pdf_protege("", algorithme)) is PDF


def test_refuse_un_pdf_chiffre_par_un_certificat() -> None:
    contenu = o.pdf_protege("", "RC4-128").replace(b"/Filter /Standard", b"/Filter /Adobe.P ")
    assert verdict(contenu) == "fichier_chiffre"


# --- a PDF at all ---

RIEN = {
    "vingt_six_octets": b"%PDF-1.4 startxref 0 %%EOF",
    "du_texte": b"%PDF-1.4\nBonjour, ceci est du texte.\nstartxref\n9\n%%EOF\n",
    "sans_page": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R/Size 3>>\n"
    b"startxref\n0\n%%EOF\n",
    "sans_racine": e.pdf().replace(b"/Root", b"/Toor").replace(b"/Page", b"/Egap"),
    "sans_fin": e.pdf()[: e.pdf().rindex(b"%%EOF")],
}


@pytest.mark.parametrize("contenu", RIEN.values(), ids=RIEN.keys())
def test_refuse_ce_qui_n_a_d_un_pdf_que_le_nom(contenu: bytes) -> None:
    assert verdict(contenu) == "fichier_tronque"


def test_accepte_un_pdf_dont_la_table_est_mal_placee() -> None:
    """Readers look for the objects."""
    avant, _, apres = e.pdf().rpartition(b"startxref\n")
    assert verdict(avant + b"startxref\n1" + apres) is PDF


def test_accepte_un_pdf_que_la_bibliotheque_ne_lit_pas_et_ou_rien_n_est_cache() -> None:
    contenu = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type /Page>>endobj\n"
    )
    table = b"xref\n%s\ntrailer<</Root 1 0 R/Size 4>>\n" % (b"0" * 100)
    fin = b"startxref\n%d\n%%%%EOF\n" % len(contenu)
    assert verdict(contenu + table + fin) is PDF
    for cache in (b"/Launch", b"/ObjStm", b"/Encrypt", b"/L#61unch"):
        assert verdict(contenu + table + b"%" + cache + b"\n" + fin) == "fichier_tronque"


# --- what it carries ---

PROGRAMMES = {
    "nom": ("facture.exe", b"bonjour"),
    "nom_script": ("facture.pdf.js", b"WScript.Echo(1)"),
    "raccourci": ("facture.lnk", b"bonjour"),
    "contenu": ("facture.pdf", b"MZ\x90\0" + bytes(60)),
    "elf": ("facture", b"\x7fELF\x02\x01"),
}


@pytest.mark.parametrize(("nom", "contenu"), PROGRAMMES.values(), ids=PROGRAMMES.keys())
def test_refuse_un_pdf_auquel_un_programme_est_joint(nom: str, contenu: bytes) -> None:
    assert verdict(o.pdf_avec_fichier(nom, contenu)) == "contenu_actif"


@pytest.mark.parametrize(
    ("nom", "contenu"),
    [
        ("budget.xlsm", b"x"),
        ("budget.xlsx", e.xlsx(b"\xd0\xcf\x11\xe0 projet")),
        ("lettre.doc", o.ole({"_VBA_PROJECT": b"x"})),
    ],
    ids=["nom", "xlsx", "doc"],
)
def test_refuse_un_pdf_auquel_des_macros_sont_jointes(nom: str, contenu: bytes) -> None:
    assert verdict(o.pdf_avec_fichier(nom, contenu)) == "macros"


def test_refuse_un_programme_joint_et_comprime() -> None:
    assert verdict(h.pdf_avec_piece(b"MZ\x90\0" + bytes(60))) == "contenu_actif"


FICHIERS = {
    "sans type": b"/AF[<</Type/Filespec/F(a.txt)/EF<</F 6 0 R>>>>]",
    "ecrit autrement": b"/AF[<</F(a.txt)/E#46<</UF 6 0 R>>>>]",
    "qui va avec un autre": b"/AF[<</F(a.txt)/RF<</F[(b.txt)6 0 R]>>>>]",
    "par son nom": b"/AF[<</F(a.txt)/RF<</F[(b.exe)7 0 R]>>>>]",
    "loin": b"/Perso<</A[[<</B<</EF<</F 6 0 R>>>>>>]]>>",
}


@pytest.mark.parametrize("comprime", [True, False])
@pytest.mark.parametrize("catalogue", FICHIERS.values(), ids=FICHIERS.keys())
def test_refuse_un_programme_que_rien_n_annonce(catalogue: bytes, *, comprime: bool) -> None:
    """`/Type /EmbeddedFile` is optional, and readers save what comes without."""
    ecrire = o.pdf_comprime if comprime else o.pdf_en_clair
    assert verdict(ecrire(catalogue, b"MZ\x90\0" + bytes(60), b"bonjour")) == "contenu_actif"
    anodin = verdict(ecrire(catalogue, b"bonjour", b"bonjour"))
    assert anodin == ("contenu_actif" if b".exe" in catalogue else PDF)


def test_refuse_ce_qui_gonfle_sans_mesure_avec_la_taille() -> None:
    """Each within what one stream may hold."""
    zeros = compress(bytes(40_000_000))
    assert verdict(h.pdf_de_pieces(zeros, zeros)) is PDF
    assert verdict(h.pdf_de_pieces(zeros, zeros, zeros)) == "archive_bombe"


def test_accepte_autant_que_la_taille_le_merite() -> None:
    assert verdict(h.pdf_de_pieces(*[compress(bytes(30_000_000), 0)] * 4)) is PDF


@pytest.mark.parametrize("contenu", [b"<facture/>", e.pdf(), e.odt(), ZIP, o.ole({"a": b"x"})])
def test_accepte_un_pdf_auquel_autre_chose_est_joint(contenu: bytes) -> None:
    """An invoice in XML (Factur-X), the document that it was made of (LibreOffice)."""
    assert verdict(o.pdf_avec_fichier("source", contenu)) is PDF


@pytest.mark.parametrize(
    "cible", ["cmd.exe", "a.bat", "//serveur/part/a.pdf", "https://a.fr/a.pdf"]
)
def test_refuse_un_pdf_qui_lance_un_programme(cible: str) -> None:
    assert verdict(o.pdf_qui_lance(cible)) == "contenu_actif"


def test_refuse_un_lancement_ecrit_autrement_ou_comprime() -> None:
    lancement = b"/OpenAction<</S/Launch/Win<</F(cmd.exe)/P(/c calc)>>>>"
    assert verdict(o.pdf_comprime(b"")) is PDF
    assert verdict(o.pdf_comprime(lancement)) == "contenu_actif"
    assert verdict(o.pdf_comprime(lancement.replace(b"Launch", b"L#61unch"))) == "contenu_actif"


def test_accepte_un_pdf_qui_renvoie_a_un_document_voisin() -> None:
    assert verdict(o.pdf_qui_lance("annexes/budget.xlsx")) is PDF


def test_accepte_un_pdf_a_scripts() -> None:
    assert verdict(h.pdf_avec_script()) is PDF
