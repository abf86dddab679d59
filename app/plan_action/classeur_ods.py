"""The cells of an OpenDocument spreadsheet (ISO/IEC 26300-1:2015, chapters 6, 9 and 19).

Our own, for the reason of `classeur_xlsx.py`; and a note or an annotation is not the text of its
cell, nor does a tabulation glue two words.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from app.plan_action.affichage import jour
from app.plan_action.cellules import LIGNE_MASQUEE, Cellule, Formatee, Grille, Signalee, en_texte
from app.plan_action.grille import (
    COLONNES_MAX,
    LIGNES_MAX,
    REMPLIES_MAX,
    TEXTE_MAX,
    Cellules,
    en_grille,
)
from app.plan_action.paquet import FichierIllisible, Paquet, elements

_LIGNE: Final = "table:table-row"
_FEUILLE: Final = "table:table"
_CELLULES: Final = ("table:table-cell", "table:covered-table-cell")
# What is shown beside a text, not in it.
_A_COTE: Final = frozenset(["text:note", "office:annotation", "text:ruby-text"])
_BLANCS: Final = re.compile("[ \t\r\n]+")  # 6.1.2: one space in all
_ERREUR: Final = re.compile(r"#[A-ZÀÉÈ/0]+[!?]?|(?:Err|Erreur)\s?:\s?[0-9]{3}")


def lire_ods(paquet: Paquet) -> dict[str, Grille]:
    """The rows of each sheet, by its name, in the order of the workbook."""
    if b"encryption-data" in paquet.lire("META-INF/manifest.xml"):
        raise FichierIllisible("chiffre")
    contenu = paquet.lire("content.xml")
    feuilles: dict[str, _Feuille] = {}
    courante: _Feuille | None = None
    for element in elements(contenu, (_LIGNE,), (_FEUILLE,), qualifies=True):
        if element.tag == _FEUILLE:
            courante = feuilles.setdefault(element.get("table:name", ""), _Feuille())
        elif courante is not None:
            courante.ajouter(element)
    return {nom: feuille.grille() for nom, feuille in feuilles.items()}


class _Feuille:
    """A sheet, as its rows come."""

    def __init__(self) -> None:
        self._lues: Cellules = {}
        self._fusions: list[tuple[int, int, int, int]] = []
        self._ligne = 0

    def ajouter(self, element: Element) -> None:
        fois = _entier(element, "table:number-rows-repeated")
        masquee = element.get("table:visibility", "visible") != "visible"
        rangee = self._rangee(element, masquee=masquee)
        if any(cellule is not None for cellule in rangee.values()):
            derniere = min(self._ligne + min(fois, REMPLIES_MAX + 1), LIGNES_MAX)
            for ligne in range(self._ligne + 1, derniere + 1):
                self._lues[ligne] = rangee
        self._ligne += fois

    def grille(self) -> Grille:
        return en_grille(self._lues, self._fusions)

    def _rangee(self, element: Element, *, masquee: bool) -> dict[int, Cellule]:
        rangee: dict[int, Cellule] = {}
        rang = 0
        for cellule in element:
            if cellule.tag not in _CELLULES:
                continue
            fois = _entier(cellule, "table:number-columns-repeated")
            valeur = _cellule(cellule)
            if masquee and valeur is not None and not isinstance(valeur, Signalee):
                valeur = Signalee(LIGNE_MASQUEE, en_texte(valeur))
            if valeur is not None:
                self._noter_la_fusion(cellule, rang)
                rangee |= dict.fromkeys(range(rang, min(rang + fois, COLONNES_MAX)), valeur)
            rang += fois
        return rangee

    def _noter_la_fusion(self, cellule: Element, rang: int) -> None:
        hauteur = _entier(cellule, "table:number-rows-spanned")
        largeur = _entier(cellule, "table:number-columns-spanned")
        if hauteur > 1 or largeur > 1 or cellule.tag == _CELLULES[1]:
            ici = self._ligne + 1
            self._fusions.append((ici, ici + hauteur - 1, rang, rang + largeur - 1))


def _cellule(cellule: Element) -> Cellule:
    """One cell, by the kind of its value (19.389)."""
    alineas = ("".join(_texte(p)).strip(" ") for p in cellule if p.tag == "text:p")
    texte = "\n".join(alineas)[:TEXTE_MAX]
    formule = cellule.get("table:formula")
    if _en_erreur(cellule, texte, formule):
        return Signalee("cellule_en_erreur", texte or "?")
    genre = cellule.get("office:value-type")
    if formule and genre is None and not texte:
        return Signalee("formule_sans_resultat", formule[:TEXTE_MAX])
    match genre:
        case "float" | "percentage" | "currency":
            return _nombre(cellule.get("office:value", ""), texte)
        case "date":
            return jour(cellule.get("office:date-value", ""), texte)
        case "time":
            return Signalee("saisie_transformee", texte or "?")
        case "boolean":
            return cellule.get("office:boolean-value") == "true"
        case _:
            # 19.385: where there is one, it counts, whatever the paragraphs show.
            return cellule.get("office:string-value", "")[:TEXTE_MAX] or texte or None


def _en_erreur(cellule: Element, texte: str, formule: str | None) -> bool:
    dite = cellule.get("calcext:value-type") == "error"
    return dite or bool(formule and _ERREUR.fullmatch(texte))


def _nombre(valeur: str, texte: str) -> Cellule:
    try:
        lu = float(valeur)
    except ValueError:
        return texte or None
    return Formatee(lu, texte) if texte else lu


def _texte(noeud: Element) -> Iterator[str]:
    yield _BLANCS.sub(" ", noeud.text or "")
    for enfant in noeud:
        match enfant.tag:
            case "text:s":
                yield " " * min(_entier(enfant, "text:c"), TEXTE_MAX)
            case "text:tab":
                yield "\t"
            case "text:line-break":
                yield "\n"
            case tag if tag not in _A_COTE and not tag.startswith("drawing:"):
                yield from _texte(enfant)
            case _:
                pass
        yield _BLANCS.sub(" ", enfant.tail or "")


def _entier(element: Element, attribut: str) -> int:
    texte = element.get(attribut, "1")
    return int(texte) if texte.isascii() and texte.isdigit() else 1
