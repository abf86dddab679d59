"""The contract keeps to the ways of writing that every generator of clients was seen to read.

Each of the others made one that we tried write what does not compile, throw when it is loaded, or
lose what it was given: `docs/contract-tools.md`.
"""

import json
from collections.abc import Iterator
from typing import Any, Final, cast

from tests.client import contrat

Json = dict[str, Any]
_SCHEMAS: Final[Json] = contrat()["components"]["schemas"]
_REFERENCE: Final = "#/components/schemas/"


def _noeuds(valeur: Any) -> Iterator[Json]:
    """Every object of the contract but those of its examples."""
    if isinstance(valeur, list):
        for element in cast(list[Any], valeur):
            yield from _noeuds(element)
    elif isinstance(valeur, dict):
        objet = cast(Json, valeur)
        yield objet
        for cle, membre in objet.items():
            if cle not in ("example", "examples"):
                yield from _noeuds(membre)


_NOEUDS: Final = list(_noeuds(contrat()))


def test_une_constante_est_aussi_une_liste_d_une_valeur() -> None:
    constantes = [noeud for noeud in _NOEUDS if "const" in noeud]
    assert len(constantes) > 100
    assert all(noeud["enum"] == [noeud["const"]] for noeud in constantes)


def test_une_liste_ou_rien_est_un_choix_entre_deux_schemas() -> None:
    genres = [noeud["type"] for noeud in _NOEUDS if isinstance(noeud.get("type"), list)]
    assert ["string", "null"] in genres
    assert not [genre for genre in genres if {"array", "object"} & set(genre)]


def test_un_fichier_n_a_pas_de_longueur_en_caracteres() -> None:
    fichiers = [noeud for noeud in _NOEUDS if noeud.get("format") == "binary"]
    assert fichiers
    assert not [noeud for noeud in fichiers if "maxLength" in noeud]


def test_un_type_qui_se_contient_ne_le_fait_que_par_un_membre_nomme() -> None:
    """Not by keys that nobody names, nor by a union."""
    for nom, schema in _SCHEMAS.items():
        autour = {cle: v for cle, v in schema.items() if cle != "properties"}
        assert nom not in _atteints(autour), nom


def _atteints(schema: Any) -> set[str]:
    trouves: set[str] = set()
    a_voir = [schema]
    while a_voir:
        for nom in _SCHEMAS.keys() - trouves:
            if f'"{_REFERENCE}{nom}"' in json.dumps(a_voir[-1]):
                trouves.add(nom)
                a_voir.insert(0, _SCHEMAS[nom])
        a_voir.pop()
    return trouves
