"""Hypothesis: valid dossiers, each damaged several times over, in one to five places."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, Final, cast

from hypothesis import strategies as st

from app.formulaire.dossier import Dossier
from app.formulaire.section import Champ, Groupe
from tests.formulaire.exemples import Json
from tests.formulaire.fautes import CLES, ETRANGERES, N_IMPORTE_QUOI, fautes
from tests.formulaire.strategies import dossiers

Chemin = tuple[str, ...]
Degat = Callable[[st.DrawFn, Json], None]

SERIE: Final = 5


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
def series_abimees(draw: st.DrawFn) -> list[Json]:
    """`SERIE` dossiers from one, which is slow to draw; one to five damages each.

    Damages may add up, undo each other or do no harm.
    """
    # Through JSON: no part is shared with another any more.
    sain = json.dumps(draw(dossiers()))
    return [_abimer(draw, json.loads(sain)) for _ in range(SERIE)]


def _abimer(draw: st.DrawFn, dossier: Json) -> Json:
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
        parent[cle] = deepcopy([*liste, draw(_etrangeres())] * draw(st.sampled_from([1, 2, 11])))
    elif isinstance(valeur, dict):
        valeur[draw(st.sampled_from(CLES))] = draw(_etrangeres())


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
    return st.sampled_from(ETRANGERES).map(deepcopy) | N_IMPORTE_QUOI


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
