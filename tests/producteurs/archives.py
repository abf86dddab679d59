"""Office documents that somebody packed again, and the models that the service gives."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Final

from app.plan_action.modele import modele_ods, modele_xlsx
from tests.pieces_jointes import echantillons as e
from tests.producteurs import classeurs, textes
from tests.producteurs.fichiers import Producteur, Produits


def modeles() -> Produits:
    yield "plan_action.xlsx", modele_xlsx()
    yield "plan_action.ods", modele_ods()


def recomprimes() -> Produits:
    """Packed by Python's zipfile: in another order, stored, streamed, zip64, with a comment."""
    for nom, contenu in documents():
        lues = parties(contenu)
        base, _, extension = nom.rpartition(".")
        yield f"{base}_a_l_envers.{extension}", e.zipper(dict(reversed(lues.items())))
        yield f"{base}_sans_compression.{extension}", e.zipper(lues, stockees=tuple(lues))
        yield f"{base}_en_flux.{extension}", e.zipper_en_flux(lues)
        yield f"{base}_zip64.{extension}", e.zipper_64(lues)
        yield f"{base}_commente.{extension}", _commenter(contenu)


def documents() -> Produits:
    """One document of each office type."""
    for nom, producteur in {
        "openpyxl": classeurs.openpyxl,
        "odfpy_ods": classeurs.odfpy,
        "docx": textes.python_docx,
        "odfpy_odt": textes.odfpy,
    }.items():
        variante, contenu = next(producteur())
        yield f"{nom}_{variante}", contenu


def parties(contenu: bytes) -> dict[str, str | bytes]:
    """What a document holds, by name, in its order."""
    with zipfile.ZipFile(BytesIO(contenu)) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def deballer(contenu: bytes, dossier: Path) -> None:
    """Unpack a document into a new folder."""
    with zipfile.ZipFile(BytesIO(contenu)) as archive:
        archive.extractall(dossier)


def _commenter(contenu: bytes) -> bytes:
    sortie = BytesIO(contenu)
    with zipfile.ZipFile(sortie, "a") as archive:
        archive.comment = b"Aspose.Cells v23.5.7"
    return sortie.getvalue()


PRODUCTEURS: Final[dict[str, Producteur]] = {
    "le service": modeles,
    "zipfile": recomprimes,
}
