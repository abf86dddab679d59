"""Searching the reference data: accents, case and punctuation do not matter."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

from app.formulaire.choix import (
    Axe,
    ChefProjetEnPoste,
    Choix,
    Qualite,
    RebondIndustriel,
    Region,
    Rubrique,
    SouhaitCofinancement,
    TypeActeur,
    TypePerimetre,
)
from app.formulaire.referentiels import EPCI, EPT, Epci
from app.kit.glossary import decrit

_CHOIX: Final[dict[str, type[Choix]]] = {
    "regions": Region,
    "axes": Axe,
    "types-perimetre": TypePerimetre,
    "types-acteur": TypeActeur,
    "qualites": Qualite,
    "rubriques": Rubrique,
    "chef-projet-en-poste": ChefProjetEnPoste,
    "souhaits-cofinancement": SouhaitCofinancement,
    "rebond-industriel": RebondIndustriel,
}
NOMS: Final = ("epci", "ept", *_CHOIX)


@decrit("Un élément d'un référentiel.")
@dataclass(frozen=True, slots=True)
class Element:
    """An entry: its code (a SIREN for EPCI and EPT), its label.

    `type`, `regions` and `departements` (INSEE codes) are given for EPCI and EPT, else null.
    """

    code: str
    libelle: str
    type: str | None
    regions: tuple[str, ...] | None
    departements: tuple[str, ...] | None


@decrit("Une page d'éléments.")
@dataclass(frozen=True, slots=True)
class Elements:
    """A page of entries; `suivant` is the cursor of the next page, if any."""

    elements: list[Element]
    suivant: str | None


def chercher(nom: str, q: str, apres: str | None, limite: int) -> Elements:
    """Entries whose code or label holds every word of `q`, after the entry of code `apres`.

    KeyError for a name that is not in `NOMS`, ValueError for a code that is none of these entries.
    """
    mots = simplifier(q).split()
    trouves = [e for texte, e in _index(nom) if all(mot in texte for mot in mots)]
    codes = [e.code for e in trouves]
    debut = 0 if apres is None else codes.index(apres) + 1
    page = trouves[debut : debut + limite]
    reste = len(trouves) > debut + limite
    return Elements(page, page[-1].code if reste else None)


@cache
def _index(nom: str) -> list[tuple[str, Element]]:
    if nom in ("epci", "ept"):
        elements = [_element(epci) for epci in (EPCI if nom == "epci" else EPT).values()]
        elements.sort(key=lambda e: (simplifier(e.libelle), e.code))
    else:
        elements = [Element(c.value, c.libelle, None, None, None) for c in _CHOIX[nom]]
    return [(f"{e.code} {simplifier(e.libelle)}", e) for e in elements]


def _element(epci: Epci) -> Element:
    return Element(epci.siren, epci.nom, epci.type, epci.regions, epci.departements)


class _SansMarques(dict[str, str]):
    """Of each character what is left without its marks (NFKD), found once for usual ones.

    One by one: to put those piled on a letter in order takes the square of their number.
    """

    def __missing__(self, lettre: str) -> str:
        decompose = unicodedata.normalize("NFKD", lettre)
        nu = "".join(c for c in decompose if not unicodedata.combining(c))
        if lettre < _USUELLES:
            self[lettre] = nu
        return nu


_USUELLES: Final = "\u2000"  # the alphabets of Europe come before
# Unicode does not take ligatures apart.
_SANS_MARQUES: Final = _SansMarques({"œ": "oe", "æ": "ae"})
_MARQUEE: Final = re.compile(r"[^\0-\x7f]")
_ENTRE_MOTS: Final = re.compile(r"[\W_]+")


def sans_accents(texte: str) -> str:
    """A text in lower case, without accents or ligatures."""
    return _MARQUEE.sub(lambda lettre: _SANS_MARQUES[lettre[0]], texte.casefold())


def simplifier(texte: str) -> str:
    """Words in lower case, without accents or punctuation, one space between them."""
    return _ENTRE_MOTS.sub(" ", sans_accents(texte)).strip()
