"""Hypothesis: valid dossiers, damaged in one to five places."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, Final, cast

from hypothesis import strategies as st

from app.formulaire.dossier import Dossier
from app.formulaire.section import Champ, Groupe
from tests.formulaire.exemples import Json
from tests.formulaire.strategies import dossiers

Chemin = tuple[str, ...]
Degat = Callable[[st.DrawFn, Json], None]

ETRANGERES: Final[list[Any]] = [
    None,
    True,
    False,
    0,
    1,
    -1,
    2**53,
    3.5,
    1e300,
    "",
    " \u2028\u00a0",
    "oui",
    "a_recruter",
    "nouveau",
    "identique",
    "11",
    "28",
    "collectivites_outre_mer",
    "elu",
    "autre",
    "200057867",
    "2022-12-31",
    "2024-01-01",
    "2023-02-30",
    "a@b",
    "a@b.fr",
    "02 35",
    "a\0",
    "73282932000074",
    *("x" * longueur for longueur in (250, 251, 255, 1_001, 2_001, 8_001, 10_001, 40_001)),
    *(fin.join("abcdefghijk") for fin in ("\n", "\r\n", "\r", "\u2028", "\u2029")),
    [],
    {},
    [None],
    [{}],
    ["x"],
    {"inconnu": None},
    {"nom": "x", "type": "epci"},
]


def fautes(champ: Champ) -> list[Any]:
    """Values at and past the limits of a field."""
    if texte := champ.texte:
        dix = fins_melangees(10)
        return [
            *("x" * texte.limite, "x" * (texte.limite + 1), "x" * (4 * texte.limite + 1)),
            *(dix, f"{dix}\n \r\n", fins_melangees(11), "", " \u2028\u00a0", "a\0b", "abc", None),
            *FAUTES_PAR_GENRE.get(texte.genre, []),
        ]
    if champ.element:
        return [[], [None], [{}], {}, [[]], "x", None, *([{}] * n for n in (10, 11, 50, 51, 201))]
    if champ.groupe:
        return [{}, None, "x", [], {"inconnu": 1}]
    if champ.choix:
        return ["", "autre chose", champ.choix.__name__, 1, None, "x" * 1_001]
    if champ.sorte is bool:
        return [None, "oui", 0, 1, "true", []]
    if champ.sorte is int:
        return [-1, 0, 0.0, 0.5, 2**53 - 1, 2**53, 10**25, 1e300, "3", True, None]
    return ["", "123456789", " 200084952", "200084952", 200084952, None]


FAUTES_PAR_GENRE: Final = {
    "date": ["2022-12-31", "2028-01-01", "2024-13-01", "2024-02-30", "1899-12-31", " 2024-01-01"],
    "siret": ["7328293200007", "73282932000075", "732829320000740", "73282932 0000 74"],
    "telephone": ["02 35", "0000000000", "02 35 12 34 5x", "+33 (0)2 35 12 34 56"],
    "courriel": ["a@b", "a b@c.fr", "a..b@c.fr", "A <a@b.fr>", "a@b.fr"],
    "categorie_juridique": ["734", "73480", "7 348"],
}


def fins_melangees(lignes: int) -> str:
    fins = ["\n", "\r\n", "\r", "\u2028", "\u2029"]
    return "".join(f"l{fins[rang % 5]}" for rang in range(lignes - 1)) + "l"


def _declares(groupe: type[Groupe], ici: Chemin = ()) -> list[tuple[Chemin, Champ]]:
    """Every field outside lists, with where it is."""
    return [
        trouve
        for nom, champ in groupe.champs.items()
        for trouve in (
            ((*ici, nom), champ),
            *(_declares(champ.groupe, (*ici, nom)) if champ.groupe else ()),
        )
    ]


DECLARES: Final = _declares(Dossier)
CONDITIONNELS: Final = [chemin for chemin, champ in DECLARES if champ.si or champ.sauf_si]
REPONSES_FERMEES: Final[list[tuple[Chemin, list[Any]]]] = [
    (chemin, [choix.value for choix in champ.choix] if champ.choix else [True, False])
    for chemin, champ in DECLARES
    if champ.choix or champ.sorte is bool
]


@st.composite
def dossiers_abimes(draw: st.DrawFn) -> Json:
    """Dossiers with one to five damages, which may add up, undo each other or do no harm."""
    # Through JSON: no part is shared with another any more.
    dossier = json.loads(json.dumps(draw(dossiers())))
    for _ in range(draw(st.integers(1, 5))):
        draw(st.sampled_from(DEGATS))(draw, dossier)
    return dossier


def _retirer(draw: st.DrawFn, dossier: Json) -> None:
    parent, cle = draw(_endroits(dossier))
    del parent[cle]


def _remplacer(draw: st.DrawFn, dossier: Json) -> None:
    parent, cle = draw(_endroits(dossier))
    parent[cle] = draw(_etrangeres())


def _allonger(draw: st.DrawFn, dossier: Json) -> None:
    """One line more than ten, one element too many, one key that nobody knows."""
    parent, cle = draw(_endroits(dossier))
    valeur = parent[cle]
    if isinstance(valeur, str):
        fin = draw(st.sampled_from(["\n", "\r\n", "\r", "\u2028", "\u2029"]))
        lignes = draw(st.integers(1, 10))
        parent[cle] = valeur + (fin + draw(st.sampled_from(["x", "", " "]))) * lignes
    elif isinstance(valeur, list):
        liste = cast(list[Any], valeur)
        parent[cle] = [*liste, draw(_etrangeres())] * draw(st.sampled_from([1, 11]))
    elif isinstance(valeur, dict):
        valeur[draw(st.sampled_from(["inconnu", "nom", "a/b~c"]))] = draw(_etrangeres())


def _basculer(draw: st.DrawFn, dossier: Json) -> None:
    """Another closed answer: conditions flip."""
    chemin, valeurs = draw(st.sampled_from(REPONSES_FERMEES))
    _poser(dossier, chemin, draw(st.sampled_from(valeurs)))


def _encombrer(draw: st.DrawFn, dossier: Json) -> None:
    """Anything at all where a field may be hidden."""
    _poser(dossier, draw(st.sampled_from(CONDITIONNELS)), draw(_etrangeres()))


def _fauter(draw: st.DrawFn, dossier: Json) -> None:
    """The wrong value, or the last right one, for the kind of the field."""
    places: dict[str, list[tuple[Json, Champ]]] = {}
    for reponses, champ in _champs_de(Dossier, dossier):
        places.setdefault(_sorte(champ), []).append((reponses, champ))
    reponses, champ = draw(st.sampled_from(places[draw(st.sampled_from(sorted(places)))]))
    reponses[champ.nom] = deepcopy(draw(st.sampled_from(fautes(champ))))


DEGATS: Final[list[Degat]] = [
    *(_fauter, _fauter, _fauter, _fauter),
    *(_retirer, _remplacer, _allonger, _basculer, _encombrer),
]


def _etrangeres() -> st.SearchStrategy[Any]:
    return st.sampled_from(ETRANGERES).map(deepcopy)


def _endroits(dossier: Json) -> st.SearchStrategy[tuple[Any, Any]]:
    """Places (container and key) at any depth."""
    return st.sampled_from(_lister({"tout": dossier})[1:])


def _lister(conteneur: Any) -> list[tuple[Any, Any]]:
    places: list[tuple[Any, Any]] = []
    if isinstance(conteneur, dict):
        places = [(conteneur, cle) for cle in cast(Json, conteneur)]
    elif isinstance(conteneur, list):
        places = [(conteneur, rang) for rang in range(len(cast(list[Any], conteneur)))]
    return places + [plus for parent, cle in places for plus in _lister(parent[cle])]


def _sorte(champ: Champ) -> str:
    if champ.texte:
        return champ.texte.genre
    return "liste" if champ.element else "groupe" if champ.groupe else _scalaire(champ)


def _scalaire(champ: Champ) -> str:
    return "choix" if champ.choix else str(champ.sorte)


def _champs_de(groupe: type[Groupe], reponses: Any) -> Iterator[tuple[Json, Champ]]:
    """Every field of a group and of what it holds, with the answers where it belongs."""
    if not isinstance(reponses, dict):
        return
    ici = cast(Json, reponses)
    for nom, champ in groupe.champs.items():
        yield ici, champ
        if champ.groupe:
            yield from _champs_de(champ.groupe, ici.get(nom))
        if champ.element and isinstance(ici.get(nom), list):
            for brut in ici[nom]:
                yield from _champs_de(champ.element, brut)


def _poser(dossier: Json, chemin: Chemin, valeur: Any) -> None:
    noeud: Any = dossier
    for cle in chemin[:-1]:
        if not isinstance(noeud, dict):
            return
        noeud = cast(Json, noeud).setdefault(cle, {})
    if isinstance(noeud, dict):
        noeud[chemin[-1]] = valeur
