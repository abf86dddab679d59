"""Reads a foreign workbook and judges its actions, in a process of its own that may die of it."""

from typing import IO, Final

from pydantic_core import to_json

from app.kit.confine import se_limiter
from app.plan_action.cellules import Grille
from app.plan_action.classeur_ods import lire_ods
from app.plan_action.classeur_xlsx import lire_xlsx
from app.plan_action.defauts import illisible
from app.plan_action.depouillement import depouiller
from app.plan_action.paquet import FichierIllisible, Paquet

MEMOIRE: Final = 512 * 1024 * 1024
SECONDES: Final = 10  # of processor time
_OLE: Final = b"\xd0\xcf\x11\xe0"
_CHIFFRE: Final = "EncryptedPackage".encode("utf-16-le")


def principal(entree: IO[bytes], sortie: IO[bytes]) -> None:
    """Write a `Lecture` in JSON. Any failure ends it with a status other than 0."""
    se_limiter(MEMOIRE, SECONDES)
    try:
        actions, defauts = depouiller(feuilles_de(entree))
    except FichierIllisible as refus:
        actions, defauts = [], [illisible(str(refus))]
    sortie.write(to_json({"actions": actions, "defauts": defauts}))


def feuilles_de(fichier: IO[bytes]) -> dict[str, Grille]:
    """The rows of each sheet, by its name; FichierIllisible for what is no workbook."""
    if fichier.read(len(_OLE)) == _OLE:  # a workbook with a password, or one of Excel 97
        raise FichierIllisible("chiffre" if _CHIFFRE in fichier.read() else "format")
    fichier.seek(0)
    paquet = Paquet(fichier)
    return lire_ods(paquet) if "content.xml" in paquet else lire_xlsx(paquet)
