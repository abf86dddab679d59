"""Files that look like what the form takes, and carry something else."""

from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from tests.pieces_jointes import echantillons as e

_SCRIPT = "app.launchURL('https://voleur.example')"


def pdf_avec_piece(contenu: bytes) -> bytes:
    """A PDF with a file attached to it, compressed."""
    ecrivain = PdfWriter(BytesIO(e.pdf()))
    flux = DecodedStreamObject()
    flux.set_data(contenu)
    incorpore = flux.flate_encode()
    incorpore[NameObject("/Type")] = NameObject("/EmbeddedFile")
    fichier = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Filespec"),
            NameObject("/F"): TextStringObject("piece.bin"),
            NameObject("/EF"): DictionaryObject(
                {NameObject("/F"): ecrivain._add_object(incorpore)}  # pyright: ignore[reportPrivateUsage]  # the public way leaves it uncompressed
            ),
        }
    )
    noms = ArrayObject([TextStringObject("piece.bin"), fichier])
    ecrivain.root_object[NameObject("/Names")] = DictionaryObject(
        {NameObject("/EmbeddedFiles"): DictionaryObject({NameObject("/Names"): noms})}
    )
    return _octets(ecrivain)


def pdf_de_pieces(*comprimes: bytes) -> bytes:
    """A PDF without a table, to which these are attached, compressed already."""
    objets = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    for octets in comprimes:
        tete = b"<</Type/EmbeddedFile/Filter/FlateDecode/Length %d>>" % len(octets)
        objets.append(tete + b"stream\n" + octets + b"\nendstream")
        objets.append(b"<</Type/Filespec/F(a.txt)/EF<</F %d 0 R>>>>" % len(objets))
    corps = b"".join(b"%d 0 obj\n%b\nendobj\n" % un for un in enumerate(objets, start=1))
    return b"%PDF-1.7\n" + corps + b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"


def pdf_avec_script() -> bytes:
    """A PDF that runs JavaScript when it is opened."""
    ecrivain = PdfWriter(BytesIO(e.pdf()))
    ecrivain.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(_SCRIPT),
        }
    )
    return _octets(ecrivain)


def poupees(etages: int) -> bytes:
    """A zip of ten zips of ten zips…, the innermost of which hold nothing but zeros."""
    contenu = e.zipper({"zeros.bin": bytes(10_000_000)})
    for _ in range(etages):
        contenu = e.zipper({f"{rang}.zip": contenu for rang in range(10)})
    return contenu


def milliard() -> str:
    """XML that would take gigabytes, were its entities expanded."""
    entites = "".join(f'<!ENTITY a{rang} "{f"&a{rang - 1};" * 10}">' for rang in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a0 "ah">{entites}]><sst>&a9;</sst>'


def fichier_local() -> str:
    """XML that would show a file of whoever reads it."""
    return '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


def _octets(ecrivain: PdfWriter) -> bytes:
    sortie = BytesIO()
    ecrivain.write(sortie)
    return sortie.getvalue()
