"""The columns and tables that the form makes: no column is written here by hand.

The key of a column is the pointer of its question, the heading the words of the form. A question
that a newer version asks no more keeps its column, at the end of its section: keys are stable.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from pydantic_core import to_json

from app.exports.colonnes_exportees import Colonne, Json, Nature, Table
from app.formulaire.description import ChampDecrit, formulaire_decrit
from app.formulaire.dossier import VERSION
from app.formulaire.lieux import lieux, poser
from app.formulaire.versions import (
    ETAPES,
    Change,
    Deplace,
    Retire,
    VersionInconnue,
    rebaser,
)
from app.kit.json_pointer import parties, pointeur

INSTANTANE: Final = "instantane"
_NATURES: Final = {
    "montant": Nature.NOMBRE,
    "date": Nature.JOUR,
    "oui_non": Nature.OUI_NON,
    "telephone": Nature.TELEPHONE,
}
_FICHIERS: Final = "fichiers"


@dataclass(frozen=True, slots=True)
class _Ancienne:
    """A question that is asked no more, or not so: where it was, the key and heading it keeps."""

    lieu: str
    cle: str
    titre: str


@cache
def du_formulaire() -> tuple[list[Colonne], list[Table]]:
    """The columns of the table of dossiers, and the tables that its lists make."""
    colonnes, tables = list[Colonne](), list[Table]()
    for section in formulaire_decrit().sections:
        scalaires, listes = _deplier(section.champs, "", ())
        tables += listes
        colonnes += scalaires
        colonnes += _anciennes_sous(f"{section.pointeur}/", "")
    return colonnes, tables


def _deplier(
    champs: Sequence[ChampDecrit], base: str, au_dessus: tuple[ChampDecrit, ...]
) -> tuple[list[Colonne], list[Table]]:
    """The columns of these fields, whose elements are at `base`, and the lists below them."""
    colonnes, tables = list[Colonne](), list[Table]()
    for champ in champs:
        if champ.genre == "liste":
            tables += _tables(champ, au_dessus)
        elif champ.champs:
            dedans, listes = _deplier(champ.champs, base, au_dessus)
            colonnes, tables = colonnes + dedans, tables + listes
        elif champ.genre != _FICHIERS:
            colonnes.append(_colonne(champ, base))
    return colonnes, tables


def _tables(champ: ChampDecrit, au_dessus: tuple[ChampDecrit, ...]) -> list[Table]:
    listes, base = (*au_dessus, champ), f"{champ.pointeur}/*"
    colonnes, dessous = _deplier(champ.champs or [], base, listes)
    colonnes += _anciennes_sous(f"{base}/", base)
    chemins, avant = list[tuple[str, ...]](), ""
    for liste in listes:
        chemins.append((*(() if avant else (INSTANTANE,)), *parties(liste.pointeur[len(avant) :])))
        avant = f"{liste.pointeur}/*"
    rangs = [
        Colonne(f"{liste.pointeur}/*", f"{liste.libelle} : rang", (), Nature.NOMBRE)
        for liste in listes
    ]
    nom = "_".join(liste.nom for liste in listes)
    return [Table(nom, champ.libelle, colonnes, chemins, rangs), *dessous]


def _colonne(champ: ChampDecrit, base: str) -> Colonne:
    return Colonne(
        champ.pointeur,
        champ.libelle,
        _chemin(champ.pointeur, base),
        _NATURES.get(champ.genre, Nature.TEXTE),
        {option.code: option.libelle for option in champ.choix} if champ.choix else None,
        champ.pointeur,
    )


def _chemin(lieu: str, base: str) -> tuple[str, ...]:
    return (*(() if base else (INSTANTANE,)), *parties(lieu[len(base) :]))


def _anciennes_sous(prefixe: str, base: str) -> Iterator[Colonne]:
    """Those of the dossier, or of the elements of one list, that newer versions ask no more."""
    for ancienne in anciennes():
        if ancienne.lieu.startswith(prefixe) and ancienne.lieu.rpartition("*")[0] == base[:-1]:
            parent = ancienne.lieu.rpartition("/")[0]
            chemin = (*_chemin(parent, base), ancienne.cle)
            yield Colonne(ancienne.cle, ancienne.titre, chemin, nomme=ancienne.lieu)


def anciennes() -> Iterator[_Ancienne]:
    """What each version of the form asks no more, or asks elsewhere, or otherwise."""
    for etape in ETAPES[1:]:
        for operation in etape.operations:
            match operation:
                case Retire(lieu, libelle):
                    yield _Ancienne(lieu, lieu, f"{libelle} (retiré en {etape.version})")
                case Deplace(lieu, _, libelle):
                    yield _Ancienne(lieu, lieu, f"{libelle} (déplacé en {etape.version})")
                case Change(lieu, libelle):
                    cle = f"{lieu}#{etape.version}"
                    yield _Ancienne(lieu, cle, f"{libelle} (changé en {etape.version})")
                case _:
                    pass


def a_jour(instantane: Json, version: str) -> Json:
    """A snapshot as today's form reads it; beside, what was answered to questions asked no more.

    One of a version that this code does not know stays as it is.
    """
    if version == VERSION:
        return instantane
    try:
        neuf = rebaser(instantane, version).dossier
    except VersionInconnue:
        return instantane
    for ancienne in anciennes():
        for lieu in lieux(instantane, ancienne.lieu):
            parent = lieu.pointeur.rpartition("/")[0]
            poser(neuf, parent + pointeur(ancienne.cle), _texte(lieu.valeur))
    return neuf


def _texte(valeur: Any) -> str:
    return valeur if isinstance(valeur, str) else to_json(valeur).decode()
