"""Hypothesis: pairs of snapshots, drawn by chance from the form's declarations.

Few words, so that elements resemble each other and meet again.
"""

from copy import deepcopy
from random import Random
from typing import Any, Final

from hypothesis import strategies as st

from app.formulaire.dossier import Dossier
from app.formulaire.section import Champ, Groupe
from tests.formulaire.exemples import Json

_MOTS: Final = ("a", "b", "c", "d", "Vallée", "Deux mots", "x" * 300)
_SIRENS: Final = ("200084952", "200010700", "200023414", "200040277", "200066462")
# Past what an answer may have in common with so many others and still tell one element.
_LONGUEURS: Final = (0, 1, 1, 2, 2, 3, 4, 5, 25)


def paires() -> st.SearchStrategy[tuple[Json, Json]]:
    """Two snapshots: the second is the first edited, or has nothing of it."""
    return st.randoms(use_true_random=True).map(_paire)


def _paire(alea: Random) -> tuple[Json, Json]:
    avant, refait = _groupe(alea, Dossier), alea.random() < 0.1
    return avant, _groupe(alea, Dossier) if refait else _retoucher(alea, Dossier, avant)


def _groupe(alea: Random, groupe: type[Groupe]) -> Json:
    return {
        nom: _valeur(alea, champ)
        for nom, champ in groupe.champs.items()
        if champ.requis or champ.element or alea.random() < 0.7
    }


def _valeur(alea: Random, champ: Champ) -> Any:
    if champ.element:
        return [_groupe(alea, champ.element) for _ in range(alea.choice(_LONGUEURS))]
    if champ.groupe:
        return _groupe(alea, champ.groupe)
    if champ.choix:
        return alea.choice([*champ.choix]).value
    return {
        bool: alea.random() < 0.5,
        int: alea.choice([0, 1, 450_000]),
        str: alea.choice(_MOTS if champ.texte else _SIRENS),
    }.get(champ.sorte, "2024-01-01")


def _retoucher(alea: Random, groupe: type[Groupe], avant: Json) -> Json:
    apres = deepcopy(avant)
    for nom, champ in groupe.champs.items():
        tire = alea.random()
        if nom not in apres:
            if tire < 0.1:
                apres[nom] = _valeur(alea, champ)
        elif tire < 0.05 and not champ.requis and not champ.element:
            del apres[nom]
        elif champ.element:
            apres[nom] = _rebattre(alea, champ.element, apres[nom])
        elif champ.groupe:
            apres[nom] = _retoucher(alea, champ.groupe, apres[nom])
        elif tire < 0.2:
            apres[nom] = _valeur(alea, champ)
    return apres


def _rebattre(alea: Random, element: type[Groupe], avant: list[Json]) -> list[Json]:
    apres = [_retoucher(alea, element, un) if alea.random() < 0.3 else un for un in avant]
    for geste in alea.choices(("laisser", "ajouter", "retirer", "deplacer", "doubler"), k=3):
        rang = alea.randint(0, len(apres))
        if geste == "ajouter":
            apres.insert(rang, _groupe(alea, element))
        elif geste != "laisser" and apres:
            un = apres[rang % len(apres)] if geste == "doubler" else apres.pop(rang % len(apres))
            if geste != "retirer":
                apres.insert(alea.randint(0, len(apres)), deepcopy(un))
    return apres
