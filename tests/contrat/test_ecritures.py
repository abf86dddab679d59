"""The contract keeps to the ways of writing that every generator of clients was seen to read.

Each of the others made one that we tried write what does not compile, throw when it is loaded, or
lose what it was given: `docs/contract-tools.md`.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, cast

import pytest

from tests.client import contrat
from tests.formulaire.ajv import reconnus
from tests.formulaire.expressions import selon_pcre, selon_re2

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


_MOTIFS: Final = sorted({n["pattern"] for n in _NOEUDS if isinstance(n.get("pattern"), str)})
_TEXTES: Final = (
    *("", " ", "\0", "a", "é", "-", "7348", "_", "‐", "\u200b", "\u2028", "\ufeff", "🏭"),
    *("Clé du portail", "Clé\x85", "Clé\u200b du portail", "maire@exemple.fr", "a@b.fr\u200b"),
    *('"12"', '"12", W/"13"', "*", "bytes 0-9/10", "192.0.2.0/24", "2001:db8::1", "Bearer x"),
    *(
        "20008495200013",
        "200084952",
        "2A004",
        "2A",
        "moi",
        "0" * 32,
        "a" * 54,
        "a" * 64,
        "til_" + "a" * 43,
        "tia_" + "a" * 43,
        "tis_" + "a" * 43,
        "tid_" + "a" * 43,
        "TI-2023-0Z4K-9XYT",
        "ti-2801",
        "https://exemple.fr/crochet",
        "v1,AAAA",
        "evt_" + "a" * 32,
        "018c2f76-8192-4304-a5b6-c7d8e9f01234",
        "ti-2801",
    ),
    *("2023-09-22T23:59:59+02:00", "2023-02-30T00:00:00Z", "1695419998123456." + "a" * 43),
)


@pytest.mark.parametrize("motif", _MOTIFS)
def test_un_motif_veut_dire_la_meme_chose_pour_tous_les_moteurs(motif: str) -> None:
    attendus = [re.search(motif, texte) is not None for texte in _TEXTES]
    assert set(attendus) == {True, False}
    assert "\ufeff" not in motif, "Go ne prend aucun source où il se trouve"
    assert selon_re2(motif, _TEXTES) == attendus
    assert selon_pcre(motif, _TEXTES) == attendus
    assert reconnus([motif], _TEXTES, ["u", ""]) == [[attendus], [attendus]]


def test_une_constante_est_aussi_une_liste_d_une_valeur() -> None:
    constantes = [noeud for noeud in _NOEUDS if "const" in noeud]
    assert len(constantes) > 100
    assert all(noeud["enum"] == [noeud["const"]] for noeud in constantes)


def test_une_liste_ou_rien_est_un_choix_entre_deux_schemas() -> None:
    genres = [noeud["type"] for noeud in _NOEUDS if isinstance(noeud.get("type"), list)]
    assert ["string", "null"] in genres
    assert not [genre for genre in genres if {"array", "object"} & set(genre)]


def test_null_n_est_la_valeur_par_defaut_de_rien() -> None:
    assert not [noeud for noeud in _NOEUDS if noeud.get("default", ...) is None]


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
