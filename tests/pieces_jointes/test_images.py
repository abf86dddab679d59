"""What follows an image, and how large it may be."""

import struct
import zlib

import pytest

from app.pieces_jointes.verdict import TypeFichier
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.echantillons import verdict

PNG, JPEG = TypeFichier.PNG, TypeFichier.JPEG
FILM = b"\0\0\0\x18ftypmp42" + bytes(12) + b"\0\0\0\x08mdat" + bytes(range(256)) * 40

# What telephones and programs leave after an image.
SUITES = {
    "samsung": b"\0\0\x01\x0a\x0e\0\0\0Image_UTC_Data1650000000000SEFHk\0\0\0\x01\0\0\0SEFT",
    "film": FILM,
    "un_octet": b"\n",
    "remplissage": b"\xff" * 16,
    "nuls": bytes(3000),
    "apercu_coupe": e.jpeg()[:100],
    "fin_de_capture": e.png()[40:],
}
AILLEURS = {
    "exe": b"MZ\x90\0" + bytes(60),
    "exe_plus_loin": bytes(5000) + b"MZ".ljust(60, b"x") + b"\x40\0\0\0PE\0\0",
    "elf": b"\x7fELF\x02\x01",
    "elf_plus_loin": b"x" * 5000 + b"\x7fELF\x02\x01\x01",
    "script": b"\n#!/bin/sh\n",
    "html": b"bonjour <script>alert(1)</script>",
    "php": bytes(100) + b"<?php phpinfo(); ?>",
    "rar": b"x" * 5000 + b"Rar!\x1a\x07\x01\0",
    "7z": b"7z\xbc\xaf\x27\x1c\0\4",
    "ole": b"x" + e.ole("Workbook"),
    "pdf": bytes(5000) + e.pdf(),
    "zip": e.zipper({"a": "b"}),
}


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES.keys())
def test_accepte_une_image_suivie_de_ce_que_rien_n_ouvre(suite: bytes) -> None:
    assert verdict(e.jpeg() + suite) is JPEG
    assert verdict(e.png() + suite) is PNG


@pytest.mark.parametrize("suite", AILLEURS.values(), ids=AILLEURS.keys())
def test_refuse_une_image_suivie_d_un_autre_fichier(suite: bytes) -> None:
    assert verdict(e.jpeg() + suite) == "second_format"
    assert verdict(e.png() + suite) == "second_format"


def png(largeur: int, hauteur: int, *blocs: bytes, image: bytes | None = None) -> bytes:
    donnees = zlib.compress(b"\0\xff\0\0\xff\0\0" * 2) if image is None else image
    return (
        b"\x89PNG\r\n\x1a\n"
        + e.bloc_png(b"IHDR", struct.pack(">2L5B", largeur, hauteur, 8, 2, 0, 0, 0))
        + b"".join(blocs)
        + e.bloc_png(b"IDAT", donnees)
        + e.bloc_png(b"IEND", b"")
    )


def jpeg(largeur: int, hauteur: int) -> bytes:
    trame = e.jpeg().index(b"\xff\xc0")
    return e.rapiecer(e.jpeg(), trame + 5, struct.pack(">2H", hauteur, largeur))


@pytest.mark.parametrize(("largeur", "hauteur"), [(16_320, 12_240), (14_043, 9_933)])
def test_accepte_la_photo_d_un_telephone_et_un_plan_numerise(largeur: int, hauteur: int) -> None:
    assert verdict(jpeg(largeur, hauteur)) is JPEG
    assert verdict(png(largeur, hauteur)) is PNG


def test_refuse_une_image_qui_ne_tient_pas_en_memoire() -> None:
    assert verdict(png(60_000, 60_000)) == "image_demesuree"
    assert verdict(jpeg(60_000, 60_000)) == "image_demesuree"


@pytest.mark.parametrize(
    ("nom", "avant"),
    [(b"zTXt", b"a\0\0"), (b"iCCP", b"a\0\0"), (b"iTXt", b"a\0\1\0fr\0titre\0")],
)
def test_refuse_un_texte_comprime_demesure(nom: bytes, avant: bytes) -> None:
    petit, grand = (zlib.compress(bytes(taille)) for taille in (1000, 9_000_000))
    assert verdict(png(2, 2, e.bloc_png(nom, avant + petit))) is PNG
    assert verdict(png(2, 2, e.bloc_png(nom, avant + grand))) == "image_demesuree"


def test_accepte_un_texte_qui_n_est_pas_comprime_ou_mal() -> None:
    assert verdict(png(2, 2, e.bloc_png(b"iTXt", b"a\0\0\0fr\0titre\0bonjour"))) is PNG
    assert verdict(png(2, 2, e.bloc_png(b"zTXt", b"a\0\0bonjour"))) is PNG


ABIMEES = {
    "sans_largeur": png(0, 2),
    "sans_hauteur": png(2, 0),
    "image_vide": png(2, 2, image=b""),
    "somme_de_ihdr": e.rapiecer(png(2, 2), 29, b"\0\0\0\0"),
    "somme_de_idat": e.rapiecer(png(2, 2), 41, b"X"),
    "jpeg_sans_trame": e.jpeg().replace(b"\xff\xc0", b"\xff\xe5"),
}


@pytest.mark.parametrize("contenu", ABIMEES.values(), ids=ABIMEES.keys())
def test_refuse_une_image_abimee(contenu: bytes) -> None:
    assert verdict(contenu) == "fichier_tronque"


def test_accepte_la_somme_fausse_d_un_bloc_dont_on_se_passe() -> None:
    """As every reader does (13.2)."""
    texte = e.bloc_png(b"tEXt", b"a\0b")
    assert verdict(png(2, 2, texte[:-4] + b"\0\0\0\0")) is PNG
