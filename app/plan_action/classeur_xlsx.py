"""The cells of an Office Open XML workbook (ECMA-376, part 1, chapter 18), transitional or strict.

Our own: the readers that are kept give an error, or a formula that was never computed, as an empty
cell, and an applicant would lose an answer without a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from typing import Final
from xml.etree.ElementTree import Element

from app.plan_action.affichage import INTEGRES, jour, nombre
from app.plan_action.cellules import LIGNE_MASQUEE, Cellule, Grille, Signalee, en_texte
from app.plan_action.grille import COLONNES_MAX, LIGNES_MAX, TEXTE_MAX, Cellules, en_grille
from app.plan_action.paquet import FichierIllisible, Paquet, elements

_ADRESSE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ECHAPPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
Fusion = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class _Commun:
    """What the sheets share: texts, the format of each style, the origin of dates."""

    textes: list[str]
    formats: list[str]
    depuis_1904: bool


def lire_xlsx(paquet: Paquet) -> dict[str, Grille]:
    """The rows of each sheet, by its name, in the order of the workbook."""
    racine = next(_liees(paquet, "", "/officeDocument"), "xl/workbook.xml")
    if racine not in paquet or racine.endswith(".bin"):
        raise FichierIllisible("format")
    liees = dict(_relations(paquet, racine))
    feuilles = dict[str, str]()
    depuis_1904 = False
    for element in elements(paquet.lire(racine), ("sheet", "workbookPr")):
        if element.tag == "workbookPr":
            depuis_1904 = element.get("date1904") in ("1", "true")
        elif chemin := liees.get(element.get("id", "")):
            feuilles[element.get("name", "")] = chemin
    textes = next(_liees(paquet, racine, "/sharedStrings"), "")
    styles = next(_liees(paquet, racine, "/styles"), "")
    commun = _Commun(_textes(paquet, textes), _formats(paquet, styles), depuis_1904)
    return {
        nom: _grille(paquet.lire(chemin), commun)
        for nom, chemin in feuilles.items()
        if paquet.lire(chemin)
    }


def _relations(paquet: Paquet, partie: str, genre: str = "") -> Iterator[tuple[str, str]]:
    """Identifier and path of what a part leads to (part 2, 9.3)."""
    dossier, _, nom = partie.rpartition("/")
    liens = paquet.lire(join(dossier, "_rels", f"{nom}.rels"))
    for lien in elements(liens, ("Relationship",)) if liens else ():
        if lien.get("Type", "").endswith(genre):
            cible = lien.get("Target", "").replace("\\", "/")
            yield lien.get("Id", ""), normpath(join("/", dirname(partie), cible))[1:]


def _liees(paquet: Paquet, partie: str, genre: str) -> Iterator[str]:
    return (chemin for _, chemin in _relations(paquet, partie, genre))


def _textes(paquet: Paquet, chemin: str) -> list[str]:
    xml = paquet.lire(chemin)
    return [_texte(si) for si in elements(xml, ("si",))] if xml else []


def _texte(si: Element) -> str:
    """The text of a string, rich or not, without its phonetic guide (18.4)."""
    morceaux = [t.text or "" for t in (*si.findall("t"), *si.findall("r/t"))]
    return _ECHAPPE.sub(_caractere, "".join(morceaux))


def _caractere(trouve: re.Match[str]) -> str:
    """What XML cannot hold is written `_x000D_` (22.9.2.19); half a character stays as it is."""
    point = int(trouve[1], 16)
    return trouve[0] if 0xD800 <= point <= 0xDFFF else chr(point)


def _formats(paquet: Paquet, chemin: str) -> list[str]:
    """The format of the numbers in each style of cells."""
    if not (xml := paquet.lire(chemin)):
        return []
    codes = dict(INTEGRES)
    formats: list[str] = []
    for element in elements(xml, ("numFmt", "cellXfs")):
        if element.tag == "numFmt":
            codes[_entier(element.get("numFmtId"))] = element.get("formatCode", "")
        else:
            formats = [codes.get(_entier(xf.get("numFmtId")), "General") for xf in element]
    return formats


def _grille(xml: bytes, commun: _Commun) -> Grille:
    lues: Cellules = {}
    ligne = 0
    fusions: list[Fusion] = []
    for element in elements(xml, ("row", "mergeCell")):
        if element.tag == "mergeCell":
            fusions += _fusion(element.get("ref", ""))
            continue
        ligne = _entier(element.get("r"), ligne + 1)
        masquee = element.get("hidden") in ("1", "true")
        if ligne <= LIGNES_MAX and (rangee := _rangee(element, commun, masquee=masquee)):
            lues[ligne] = rangee
    return en_grille(lues, fusions)


def _rangee(element: Element, commun: _Commun, *, masquee: bool) -> dict[int, Cellule]:
    rangee: dict[int, Cellule] = {}
    rang = -1
    for c in element.iterfind("c"):
        trouve = _ADRESSE.fullmatch(c.get("r", ""))
        rang = _rang(trouve[1]) if trouve else rang + 1
        if rang >= COLONNES_MAX:
            continue
        valeur = _cellule(c, commun)
        if masquee and valeur is not None and not isinstance(valeur, Signalee):
            valeur = Signalee(LIGNE_MASQUEE, en_texte(valeur))
        rangee[rang] = valeur
    return rangee


def _cellule(c: Element, commun: _Commun) -> Cellule:
    """One cell (18.3.1.4), by the kind that it says to be (18.18.11)."""
    genre, valeur, formule = c.get("t", "n"), c.findtext("v"), c.find("f")
    if genre == "inlineStr":
        texte = c.find("is")
        return None if texte is None else _texte(texte)[:TEXTE_MAX]
    if formule is not None and (valeur is None or (valeur == "" and genre != "str")):
        return Signalee("formule_sans_resultat", f"={formule.text or ''}"[:TEXTE_MAX])
    if not valeur:
        return None
    match genre:
        case "e":
            return Signalee("cellule_en_erreur", valeur[:TEXTE_MAX])
        case "s":
            rang = _entier(valeur, -1)
            connue = 0 <= rang < len(commun.textes)
            return commun.textes[rang][:TEXTE_MAX] if connue else Signalee("cellule_en_erreur", "?")
        case "b":
            return valeur in ("1", "true")
        case "n":
            return _nombre(c, valeur, commun)
        case "d":
            return jour(valeur, "")
        case _:  # the text of a formula
            return _ECHAPPE.sub(_caractere, valeur)[:TEXTE_MAX]


def _nombre(c: Element, valeur: str, commun: _Commun) -> Cellule:
    try:
        lu = float(valeur)
    except ValueError:
        return valeur[:TEXTE_MAX]
    style = _entier(c.get("s"), 0)
    code = commun.formats[style] if style < len(commun.formats) else "General"
    return nombre(lu, code, depuis_1904=commun.depuis_1904)


def _fusion(reference: str) -> Iterator[Fusion]:
    """First and last row, first and last column, from 1 and from 0."""
    bornes = [_ADRESSE.fullmatch(borne) for borne in reference.split(":")]
    match bornes:
        case [re.Match() as debut, re.Match() as fin]:
            yield int(debut[2]), int(fin[2]), _rang(debut[1]), _rang(fin[1])
        case _:
            return


def _rang(lettres: str) -> int:
    rang = 0
    for lettre in lettres.upper():
        rang = 26 * rang + ord(lettre) - ord("A") + 1
    return rang - 1


def _entier(texte: str | None, defaut: int = 0) -> int:
    serre = (texte or "").strip()
    return int(serre) if serre.isascii() and serre.isdigit() else defaut
