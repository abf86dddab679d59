"""Reading the lines of a lot from a sheet, as people's spreadsheets write them."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from app.decisions.ligne import LIGNES_MAX, LigneAInscrire, Voulue
from app.decisions.lignes_csv import COLONNES, NUMERO, dit
from app.decisions.refus_de_ligne import CODES_DE_LIGNE, RefusDeLigne
from app.kit.web.problems import (
    CorpsIllisible,
    CorpsTropGrand,
    ParametreRefuse,
    RequeteInvalide,
)
from app.publication.referentiels import simplifier

# Accents and apostrophes of UTF-8, which nobody means as Windows reads them (« Ã© », « â€ »).
_EN_UTF8: Final = re.compile(rb"\xc3[\x80-\xbf]|\xe2\x80")
_SEPARES: Final = re.compile(r"[\s,;|]+")
# A spreadsheet takes the zeros off what looks like a number.
_CHIFFRES: Final = {"retenu_communes": 5, "retenu_region_pilote": 2}
_DECISION: Final = ("sens", "motifs", "motivation")
_RETENU: Final = tuple(nom for nom in COLONNES if nom.startswith("retenu_"))
# Rows, blank ones included, and cells of the first one, that are worth looking at.
_RANGEES_MAX: Final = 5 * LIGNES_MAX
_COLONNES_MAX: Final = 50
# Some four times those of a full lot, its reasons written with as many: a cell of a byte takes
# fifty once read.
_SEPARATEURS_MAX: Final = 100_000
_PERSONNE: Final = "00000000-0000-0000-0000-000000000000"


def lire_csv(octets: bytes) -> tuple[list[Voulue], list[RefusDeLigne]]:
    """The lines, and why those that cannot be read cannot, by their place in the sheet.

    Separated by `;` or `,`, in UTF-8 or as old Windows writes it; columns in any order, none that
    is unknown. Raises `CorpsIllisible`, `CorpsTropGrand`, `RequeteInvalide`.
    """
    try:
        return _lire(_rangees(octets, "utf-8-sig"))
    except UnicodeDecodeError:
        if _EN_UTF8.search(octets):
            raise CorpsIllisible("La feuille mêle UTF-8 et un autre codage.") from None
        return _lire(_rangees(octets, "cp1252", fautes="replace"))


def _lire(rangees: Iterator[Sequence[str]]) -> tuple[list[Voulue], list[RefusDeLigne]]:
    lues, refus = list[Voulue](), list[RefusDeLigne]()
    colonnes = _entete(next(rangees, ()))
    for place, rangee in enumerate(rangees, start=2):
        if place > _RANGEES_MAX or len(lues) + len(refus) > LIGNES_MAX:
            raise CorpsIllisible(f"La feuille a plus de {LIGNES_MAX} lignes.")
        if not any(cellule.strip() for cellule in rangee):
            continue
        if any(cellule.strip() for cellule in rangee[len(colonnes) :]):
            refus.append(_refus(place, "cellule-en-trop"))
            continue
        cellules = {nom: dit(c).strip() for nom, c in zip(colonnes, rangee, strict=False)}
        try:
            lues.append(_ligne(place, cellules))
        except ValidationError as faute:
            noms = dict.fromkeys(_colonne(une["loc"]) for une in faute.errors(include_url=False))
            refus += [_refus(place, "cellule-invalide", cellules, nom) for nom in noms]
    return lues, refus


def _rangees(octets: bytes, encodage: str, fautes: str = "strict") -> Iterator[Sequence[str]]:
    """The rows, decoded as they are read: a sheet is held once."""
    fin = octets.find(b"\n")
    separateur = ";" if octets.find(b";", 0, len(octets) if fin < 0 else fin) >= 0 else ","
    if octets.count(separateur.encode()) > _SEPARATEURS_MAX:
        raise CorpsTropGrand("La feuille compte trop de cellules.")
    texte = io.TextIOWrapper(io.BytesIO(octets), encodage, errors=fautes, newline="")
    feuille = csv.reader(texte, delimiter=separateur, strict=True)
    try:
        yield from feuille
    except csv.Error:
        ici = f"CSV illisible à la ligne {feuille.line_num} du fichier."
        raise CorpsIllisible(ici) from None


def _entete(rangee: Sequence[str]) -> list[str]:
    """The columns. Each is known, and stands once; that of the number is there."""
    noms = [cellule.strip().lower() for cellule in rangee[:_COLONNES_MAX]]
    while noms and not noms[-1]:
        noms.pop()
    fautes = [
        ParametreRefuse("body", f"/1/{rang}", "doublon" if nom in COLONNES else "colonne_inconnue")
        for rang, nom in enumerate(noms, start=1)
        if nom not in COLONNES or noms.index(nom) < rang - 1
    ]
    if NUMERO not in noms:
        fautes.append(ParametreRefuse("body", "/1", "colonne_numero_absente"))
    if fautes:
        raise RequeteInvalide(f"Colonnes connues : {', '.join(COLONNES)}.", parametres=fautes)
    return noms


def _ligne(place: int, cellules: Mapping[str, str]) -> Voulue:
    lue = LigneAInscrire.model_validate(
        {
            "candidature": _PERSONNE,
            "decision": _decision(cellules),
            "code": cellules.get("code") or None,
            "admis": cellules.get("admis") or None,
        }
    )
    numero = cellules.get(NUMERO, "").upper()
    return Voulue(place, numero, lue.decision, lue.code, lue.admis)


def _decision(cellules: Mapping[str, str]) -> dict[str, Any] | None:
    donnees = {nom: cellules.get(nom, "") for nom in (*_DECISION, *_RETENU)}
    if not any(donnees.values()):
        return None
    retenu = {
        "nom": donnees["retenu_nom"],
        "epci": _liste("retenu_epci", donnees),
        "communes": _liste("retenu_communes", donnees),
        "region_pilote": " ".join(_liste("retenu_region_pilote", donnees)) or None,
    }
    return {
        "sens": simplifier(donnees["sens"]).replace(" ", "_"),
        "motifs": _liste("motifs", donnees),
        "motivation": donnees["motivation"] or None,
        "territoire_retenu": retenu if any(donnees[nom] for nom in _RETENU) else None,
    }


def _liste(nom: str, cellules: Mapping[str, str]) -> list[str]:
    valeurs = [valeur for valeur in _SEPARES.split(cellules[nom]) if valeur]
    chiffres = _CHIFFRES.get(nom, 0)
    return [valeur.zfill(chiffres) if valeur.isdigit() else valeur for valeur in valeurs]


def _colonne(lieu: tuple[int | str, ...]) -> str:
    """The column of a member of a `LigneAInscrire`."""
    noms = [str(nom) for nom in lieu]
    if "territoire_retenu" in noms[:-1]:
        return f"retenu_{noms[noms.index('territoire_retenu') + 1]}"
    return next((nom for nom in noms if nom in COLONNES), "sens")


def _refus(
    place: int, code: str, cellules: Mapping[str, str] | None = None, colonne: str | None = None
) -> RefusDeLigne:
    numero = (cellules or {}).get(NUMERO) or None
    return RefusDeLigne(
        place, None, numero and numero[:20], code, colonne, False, CODES_DE_LIGNE[code]
    )
