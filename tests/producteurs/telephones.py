"""What telephones and capture tools leave after the image, imitated from public files."""

import struct
from typing import Final

from tests.producteurs import images
from tests.producteurs.fichiers import Producteur, Produits

_FILM: Final = (
    b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + struct.pack(">L4s", 4096, b"mdat") + bytes(4088)
)


def _sef(*blocs: tuple[int, bytes, bytes]) -> bytes:
    """Samsung's trailer: blocks, then their directory, its length and `SEFT`."""
    donnees, lignes = b"", b""
    for genre, nom, valeur in blocs:
        bloc = struct.pack("<HHL", 0, genre, len(nom)) + nom + valeur
        donnees += bloc
        lignes += struct.pack("<HHLL", 0, genre, 0, len(bloc))
    repertoire = b"SEFH" + struct.pack("<LL", 106, len(blocs)) + lignes
    return donnees + repertoire + struct.pack("<L", len(repertoire)) + b"SEFT"


def telephones() -> Produits:
    photo = images.photo()
    date = (0x0A01, b"Image_UTC_Data", b"1642425600000")
    yield "samsung.jpg", photo + _sef(date)
    pays = (0x0AA1, b"MCC_Data", b"208")
    yield "samsung_pays.jpg", photo + _sef(date, pays)
    yield "samsung_mouvement.jpg", photo + _sef(date, (0x0A30, b"MotionPhoto_Data", _FILM))
    yield "pixel_mouvement.jpg", photo + _FILM
    yield "huawei_mouvement.jpg", photo + _FILM + b"v2_f33         LIVE_300      "
    yield "carte_de_gain.jpg", photo + images.enregistrer(images.image("L"), "JPEG")
    yield "bourre_de_ff.jpg", photo + b"\xff" * 512
    yield "bourre_de_zeros.jpg", photo + bytes(2048)
    yield "un_octet.jpg", photo + b"\n"
    capture = images.capture()
    yield "outil_capture.png", capture + images.enregistrer(images.image(), "PNG")[-400:]
    yield "un_octet.png", capture + b"\0"
    yield "fin_de_ligne.png", capture + b"\r\n"


PRODUCTEURS: Final[dict[str, Producteur]] = {"téléphones (imités)": telephones}
