"""The structure of a zip file is held against what the file contains."""

import struct
import zipfile
import zlib
from io import BytesIO
from os import urandom

import pytest

from app.pieces_jointes.verdict import TypeFichier
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.echantillons import verdict

TEXTE = "word/document.xml"
PHOTO_EN_ZIP = e.zipper({"photo.txt": "bonjour"})


def test_refuse_une_entree_qui_gonfle_trop() -> None:
    assert verdict(e.ajouter(e.xlsx(), {"xl/a.xml": bytes(101 * 1024 * 1024)})) == "archive_bombe"


def test_refuse_trop_d_entrees() -> None:
    vides: e.Parties = {f"xl/{rang}.xml": "" for rang in range(10_001)}
    assert verdict(e.ajouter(e.xlsx(), vides)) == "archive_bombe"


def test_refuse_un_total_demesure() -> None:
    pleines: e.Parties = {f"xl/{rang}.xml": bytes(1024 * 1024) for rang in range(501)}
    assert verdict(e.zipper(e.parties_docx() | pleines)) == "archive_bombe"


def test_refuse_un_repertoire_demesure() -> None:
    noms: e.Parties = {f"{rang:02}{'x' * 60_000}": "" for rang in range(80)}
    assert verdict(e.zipper(e.parties_docx() | noms)) == "archive_bombe"


def test_refuse_un_type_de_contenu_demesure() -> None:
    remplissage = f"<!--{urandom(600_000).hex()}-->"
    parties = e.parties_docx() | {e.TYPES_CONTENU: e.types_contenu(remplissage)}
    assert verdict(e.zipper(parties)) == "archive_bombe"


def test_refuse_des_entrees_qui_se_chevauchent() -> None:
    """The second entry lives in the stored data of the first."""
    interieur = e.zipper({"b": "bonjour"}, stockees=("b",))
    local_b, central_b = interieur[: interieur.index(b"PK\x01\x02")], e.entetes(interieur, "b")[1]
    exterieur = e.zipper({"a": local_b}, stockees=("a",))
    repertoire = exterieur.rindex(b"PK\x01\x02")
    entree_b = e.rapiecer(interieur[central_b : central_b + 47], 42, struct.pack("<L", 31))
    fin = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, 94, repertoire, 0)
    contenu = exterieur[: repertoire + 47] + entree_b + fin
    with zipfile.ZipFile(BytesIO(contenu)) as archive:
        assert archive.read("b") == b"bonjour"
    assert verdict(contenu) == "archive_bombe"


@pytest.mark.parametrize("taille", [10, 60_000], ids=["moins", "plus"])
def test_refuse_une_taille_mensongere(taille: int) -> None:
    contenu = e.zipper(e.parties_docx() | {TEXTE: "abc" * 10_000})
    local, central = e.entetes(contenu, TEXTE)
    for position in (local + 22, central + 24):
        contenu = e.rapiecer(contenu, position, struct.pack("<L", taille))
    assert verdict(contenu) == "archive_bombe"


def test_refuse_une_bombe_qui_se_dit_petite() -> None:
    contenu = e.zipper(e.parties_docx() | {TEXTE: bytes(30 * 1024 * 1024)})
    local, central = e.entetes(contenu, TEXTE)
    for position in (local + 22, central + 24):
        contenu = e.rapiecer(contenu, position, struct.pack("<L", 200_000))
    assert verdict(contenu) == "archive_bombe"


def test_refuse_des_tailles_qui_different_entre_les_deux_entetes() -> None:
    local, _ = e.entetes(e.docx(), TEXTE)
    assert verdict(e.rapiecer(e.docx(), local + 22, b"\x01\0\0\0")) == "archive_bombe"


def test_refuse_une_entree_stockee_de_deux_tailles() -> None:
    """Too long for its beginning to tell."""
    contenu = e.zipper(e.parties_docx() | {TEXTE: "x" * 50_000}, stockees=(TEXTE,))
    local, central = e.entetes(contenu, TEXTE)
    for position in (local + 22, central + 24):
        contenu = e.rapiecer(contenu, position, struct.pack("<L", 60_000))
    assert verdict(contenu) == "archive_bombe"


def avec_flux(flux: bytes, contenu: bytes) -> bytes:
    """A docx whose main part declares `contenu`, its compressed data being `flux`."""
    document = e.zipper(e.parties_docx() | {TEXTE: flux}, stockees=(TEXTE,))
    local, central = e.entetes(document, TEXTE)
    for methode, somme in ((local + 8, local + 14), (central + 10, central + 16)):
        document = e.rapiecer(document, methode, b"\x08\0")
        document = e.rapiecer(document, somme, struct.pack("<L", zlib.crc32(contenu)))
        document = e.rapiecer(document, somme + 8, struct.pack("<L", len(contenu)))
    with zipfile.ZipFile(BytesIO(document)) as archive:
        assert archive.read(TEXTE) == contenu
    return document


@pytest.mark.parametrize("longueur", [1, 16 * 1024 - 5])
def test_refuse_des_donnees_cachees_derriere_un_flux_comprime(longueur: int) -> None:
    """The compressed data end before the entry does; also just where the sample ends."""
    contenu = b"x" * longueur
    bloc = struct.pack("<BHH", 1, longueur, longueur ^ 0xFFFF) + contenu
    assert verdict(avec_flux(bloc, contenu)) is TypeFichier.DOCX
    assert verdict(avec_flux(bloc + b"cache", contenu)) == "archive_bombe"


def test_refuse_un_flux_comprime_sans_fin() -> None:
    compresseur = zlib.compressobj(wbits=-15)
    flux = compresseur.compress(b"bonjour") + compresseur.flush(zlib.Z_SYNC_FLUSH)
    assert verdict(avec_flux(flux, b"bonjour")) == "fichier_tronque"


@pytest.mark.parametrize("nom", ["word/media/a.bin", "word/embeddings/a.zip", "xl/a.xlsx"])
@pytest.mark.parametrize(
    "interieur", [PHOTO_EN_ZIP, b"Rar!\x1a\x07\x01\0", b"7z\xbc\xaf\x27\x1c\0"]
)
def test_refuse_une_archive_imbriquee(nom: str, interieur: bytes) -> None:
    assert verdict(e.ajouter(e.docx(), {nom: interieur})) == "archive_bombe"


def test_refuse_deux_entrees_du_meme_nom() -> None:
    assert verdict(e.ajouter(e.docx(), {TEXTE: "<autre/>"})) == "archive_bombe"


def test_refuse_deux_fins_zip64_qui_se_contredisent() -> None:
    contenu = e.zipper_64(e.parties_docx())
    assert verdict(e.rapiecer(contenu, len(contenu) - 12, b"\x01\0")) == "archive_bombe"


def test_refuse_un_zip_prefixe_dont_les_positions_sont_corrigees() -> None:
    """What `zip -A` makes of a prefixed archive: it reads well everywhere."""
    prefixe = e.zipper({"leurre": "x"})[:37]
    contenu = prefixe + e.docx()
    repertoire = contenu.index(b"PK\x01\x02")
    for nom in e.parties_docx():
        local, central = e.entetes(contenu, nom)
        contenu = e.rapiecer(contenu, central + 42, struct.pack("<L", local))
    contenu = e.rapiecer(contenu, len(contenu) - 6, struct.pack("<L", repertoire))
    assert verdict(contenu) == "second_format"


ABIMES = {
    "sans_repertoire": e.docx()[: e.docx().index(b"PK\x01\x02")],
    "trou": e.docx()[:60] + e.docx()[80:],
    "autre_nom": e.docx().replace(b"word/document.xml", b"word/Document.xml", 1),
    "contenu_abime": e.rapiecer(e.ods(), 40, b"X"),
    "autre_disque": e.rapiecer(e.docx(), len(e.docx()) - 18, b"\1"),
    "repertoire_sur_un_autre_disque": e.rapiecer(e.docx(), len(e.docx()) - 16, b"\1"),
    "entrees_sur_un_autre_disque": e.rapiecer(e.docx(), len(e.docx()) - 14, b"\1"),
    "compte_trop_petit": e.rapiecer(e.docx(), len(e.docx()) - 14, b"\2\0\2\0"),
    "compte_trop_grand": e.rapiecer(e.docx(), len(e.docx()) - 14, b"\4\0\4\0"),
    "entree_sur_un_autre_disque": e.rapiecer(e.docx(), e.entetes(e.docx(), TEXTE)[1] + 34, b"\1"),
    "nuls_au_lieu_de_la_fin": e.docx()[:-22] + bytes(22),
    "signature_centrale": e.docx().replace(b"PK\x01\x02", b"PK\x01\x01", 1),
    "signature_locale": e.rapiecer(e.docx(), e.entetes(e.docx(), TEXTE)[0], b"X"),
}


@pytest.mark.parametrize("contenu", ABIMES.values(), ids=ABIMES.keys())
def test_refuse_une_archive_abimee(contenu: bytes) -> None:
    assert verdict(contenu) == "fichier_tronque"


@pytest.mark.parametrize(
    ("depuis_la_fin", "valeur"),
    [
        (98, b"X"),
        (34, b"\xff" * 8),
        (94, b"\x2d"),
        (82, b"\1"),
        (78, b"\1"),
        (74, b"\1"),
        (38, b"\1"),
        (26, b"\2"),
    ],
    ids=[
        "signature",
        "position",
        "taille",
        "disque",
        "disque_repertoire",
        "nombre_ici",
        "renvoi",
        "disques",
    ],
)
def test_refuse_une_fin_zip64_abimee(depuis_la_fin: int, valeur: bytes) -> None:
    contenu = e.zipper_64(e.parties_docx())
    abime = e.rapiecer(contenu, len(contenu) - depuis_la_fin, valeur)
    assert verdict(abime) == "fichier_tronque"


def test_refuse_une_entree_qui_deborde_sur_le_repertoire() -> None:
    contenu = e.zipper(e.parties_docx() | {TEXTE: "x" * 50_000}, stockees=(TEXTE,))
    local, central = e.entetes(contenu, TEXTE)
    for position in (local + 18, local + 22, central + 20, central + 24):
        contenu = e.rapiecer(contenu, position, struct.pack("<L", 50_010))
    assert verdict(contenu) == "fichier_tronque"


def test_refuse_une_entree_hors_du_fichier() -> None:
    _, central = e.entetes(e.docx(), TEXTE)
    contenu = e.rapiecer(e.docx(), central + 42, struct.pack("<L", 1_000_000))
    assert verdict(contenu) == "archive_bombe"
