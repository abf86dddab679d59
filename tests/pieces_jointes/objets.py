"""OLE files and packages that a document may carry, and the PDF that carry something."""

import struct
import zlib
from io import BytesIO
from itertools import count

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.pieces_jointes import echantillons as e

_VIDE = 0xFFFFFFFF
_FIN = 0xFFFFFFFE
_SECTEUR = 512


def ole(flux: dict[str, bytes]) -> bytes:
    """An OLE file of these streams ([MS-CFB]), one within a storage where its path has a slash."""
    assert len(flux) <= 3
    secteurs, fat, entrees = b"", [0xFFFFFFFD, _FIN], [_entree("Root Entry", 5, _VIDE, 1, _FIN, 0)]
    for rang, (nom, contenu) in enumerate(flux.items(), 1):
        # Below 4,096 bytes they would be kept in a stream of small ones.
        contenu = contenu.ljust(4096, b"\0")
        contenu += bytes(-len(contenu) % _SECTEUR)
        debut, nombre = len(fat), len(contenu) // _SECTEUR
        fat += [*range(debut + 1, debut + nombre), _FIN]
        secteurs += contenu
        suivant = rang + 1 if rang < len(flux) else _VIDE
        entrees.append(_entree(nom, 2, suivant, _VIDE, debut, len(contenu)))
    entete = bytearray(_SECTEUR)
    entete[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<5H", entete, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<9L", entete, 44, 1, 1, 0, 4096, _FIN, 0, _FIN, 0, 0)
    entete[80:] = b"\xff" * (_SECTEUR - 80)
    table = struct.pack(f"<{len(fat)}L", *fat).ljust(_SECTEUR, b"\xff")
    assert len(table) == _SECTEUR
    return bytes(entete) + table + b"".join(entrees).ljust(_SECTEUR, b"\0") + secteurs


def _entree(nom: str, genre: int, suivant: int, enfant: int, debut: int, taille: int) -> bytes:
    brut = nom.encode("utf-16-le")
    return (
        brut.ljust(64, b"\0")
        + struct.pack("<HBB3L", len(brut) + 2, genre, 1, _VIDE, suivant, enfant)
        + bytes(36)
        + struct.pack("<LQ", debut, taille)
    )


def paquet(nom: str, contenu: bytes) -> bytes:
    """An OLE object as Office makes of a file that is dropped into a document."""
    brut = nom.encode("latin-1") + b"\0"
    chemin = b"C:\\Temp\\" + brut
    suite = (
        b"\2\0" + brut + chemin + struct.pack("<2HL", 0, 3, len(chemin)) + chemin
    ) + struct.pack("<L", len(contenu))
    natif = suite + contenu
    return ole({"\x01Ole10Native": struct.pack("<L", len(natif)) + natif})


def pdf_protege(mot_de_passe: str, algorithme: str) -> bytes:
    """A PDF encrypted for who reads it; only for who changes it when the password is empty."""
    ecrivain = PdfWriter(BytesIO(e.pdf()))
    ecrivain.encrypt(mot_de_passe, "propriétaire", algorithm=algorithme)
    return ecrire(ecrivain)


def pdf_qui_lance(cible: str) -> bytes:
    """A PDF that opens a file, or runs it, when it is opened."""
    ecrivain = PdfWriter(BytesIO(e.pdf()))
    ecrivain.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject(cible)}
    )
    return ecrire(ecrivain)


def _objets(catalogue: bytes) -> list[bytes]:
    return [
        b"<</Type/Catalog/Pages 2 0 R" + catalogue + b">>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]


def _flux(numero: int, contenu: bytes, entete: bytes = b"") -> bytes:
    tete = b"%d 0 obj<<%b/Length %d>>stream\n" % (numero, entete, len(contenu))
    return tete + contenu + b"\nendstream endobj\n"


def pdf_en_clair(catalogue: bytes, *flux: bytes) -> bytes:
    """A PDF whose catalogue holds this too, without a table; these streams are numbered from 6."""
    corps = b"".join(b"%d 0 obj%bendobj\n" % un for un in enumerate(_objets(catalogue), start=1))
    corps += b"".join(_flux(numero, contenu) for numero, contenu in enumerate(flux, start=6))
    return b"%PDF-1.5\n" + corps + b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


def pdf_comprime(catalogue: bytes, *flux: bytes) -> bytes:
    """The same, its objects in a compressed stream (7.5.7), with a table."""
    objets = _objets(catalogue)
    positions = [sum(len(objet) + 1 for objet in objets[:rang]) for rang in range(3)]
    tete = " ".join(f"{rang} {position}" for rang, position in enumerate(positions, 1)).encode()
    contenu = zlib.compress(tete + b" " + b" ".join(objets))
    entete = b"/Type/ObjStm/N 3/First %d/Filter/FlateDecode" % (len(tete) + 1)
    sortie, debuts = b"%PDF-1.5\n", list[int]()
    for octets in (_flux(4, contenu, entete), *map(_flux, count(6), flux)):
        debuts.append(len(sortie))
        sortie += octets
    fin = len(sortie)
    dedans, dehors = [(2, 4, rang) for rang in range(3)], [(1, ou, 0) for ou in (*debuts, fin)]
    dehors.insert(1, dehors.pop())  # the table itself is 5
    table = b"".join(struct.pack(">BLH", *renvoi) for renvoi in [(0, 0, 0), *dedans, *dehors])
    entete = b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R" % (len(table) // 7)
    return sortie + _flux(5, table, entete) + b"startxref\n%d\n%%%%EOF\n" % fin


def pdf_avec_fichier(nom: str, contenu: bytes) -> bytes:
    """A PDF with a file attached to it, as pypdf attaches it: uncompressed."""
    ecrivain = PdfWriter(BytesIO(e.pdf()))
    ecrivain.add_attachment(nom, contenu)
    return ecrire(ecrivain)


def ecrire(ecrivain: PdfWriter) -> bytes:
    sortie = BytesIO()
    ecrivain.write(sortie)
    return sortie.getvalue()
