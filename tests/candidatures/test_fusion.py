"""JSON Merge Patch, RFC 7396: its own examples, then any JSON at all."""

from copy import deepcopy
from typing import Any, Final, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.candidatures.fusion import fusionner, sans_nuls
from tests.client import Json

ABSENT: Final = object()
reproductible = settings(derandomize=True, database=None, deadline=None, max_examples=120)


# Appendix A. Target and patch are objects here; where the RFC has something else, it is put
# under the key "x", which changes nothing to what the RFC says of it.
@pytest.mark.parametrize(
    ("cible", "correctif", "resultat", "pointeurs"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}, ["/a"]),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}, ["/b"]),
        ({"a": "b"}, {"a": None}, {}, ["/a"]),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}, ["/a"]),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}, ["/a"]),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}, ["/a"]),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}, ["/a/b"]),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}, ["/a"]),
        ({"x": ["a", "b"]}, {"x": ["c", "d"]}, {"x": ["c", "d"]}, ["/x"]),
        ({"x": {"a": "b"}}, {"x": ["c"]}, {"x": ["c"]}, ["/x"]),
        ({"x": {"a": "foo"}}, {"x": None}, {}, ["/x"]),
        ({"x": {"a": "foo"}}, {"x": "bar"}, {"x": "bar"}, ["/x"]),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}, ["/a"]),
        ({"x": [1, 2]}, {"x": {"a": "b", "c": None}}, {"x": {"a": "b"}}, ["/x/a"]),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}, ["/a/bb"]),
    ],
)
def test_exemples_de_la_rfc(
    cible: Json, correctif: Json, resultat: Json, pointeurs: list[str]
) -> None:
    assert fusionner(cible, correctif) == (resultat, pointeurs)


@pytest.mark.parametrize(
    ("cible", "correctif"),
    [
        ({}, {}),
        ({"a": 2}, {"a": 2}),
        ({}, {"a": None}),
        ({"a": {}}, {"a": {}}),
        ({"a": {"b": 2}}, {"a": {}}),
        ({"a": {"b": 2}}, {"a": {"c": None}}),
        ({"a": [{"b": 2}]}, {"a": [{"b": 2, "c": None}]}),
    ],
)
def test_ce_qui_ne_change_rien_ne_nomme_rien(cible: Json, correctif: Json) -> None:
    assert fusionner(cible, correctif) == (cible, [])


@pytest.mark.parametrize(("ancien", "nouveau"), [(True, 1), (False, 0), (1, True), ("1", 1)])
def test_un_type_qui_change_est_un_changement(ancien: object, nouveau: object) -> None:
    resultat, pointeurs = fusionner({"a": ancien}, {"a": nouveau})
    assert type(resultat["a"]) is type(nouveau)
    assert pointeurs == ["/a"]


def test_null_dans_un_element_de_liste_vaut_absence() -> None:
    correctif = {"a": [{"b": None, "c": {"d": None, "e": [{"f": None, "g": 2}]}}]}
    assert fusionner({}, correctif)[0] == {"a": [{"c": {"e": [{"g": 2}]}}]}


def test_un_pointeur_echappe_barre_oblique_et_tilde() -> None:
    assert fusionner({}, {"a/b": {"~": 2}})[1] == ["/a~1b/~0"]


# Without 0, 1 and fractions, which Python does not tell from false, true and integers.
SCALAIRES: Final = st.booleans() | st.integers(2, 4) | st.sampled_from(["", "a", "é"])
CLES: Final = st.sampled_from(["a", "b", "c", "", "a/b", "m~n"])


def _json(feuilles: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        feuilles,
        lambda dedans: st.lists(dedans, max_size=2) | st.dictionaries(CLES, dedans, max_size=3),
        max_leaves=8,
    )


@st.composite
def _objets(draw: st.DrawFn, valeurs: st.SearchStrategy[Any]) -> Json:
    return draw(st.dictionaries(CLES, valeurs, max_size=4))


PLEINS: Final = _json(SCALAIRES)
CIBLES: Final = _objets(PLEINS)
# null stands anywhere but below a list, where the RFC keeps it and a draft does not.
CORRECTIFS: Final = _objets(
    st.recursive(
        PLEINS | st.none(), lambda dedans: st.dictionaries(CLES, dedans, max_size=3), max_leaves=8
    )
)
QUELCONQUES: Final = _objets(_json(SCALAIRES | st.none()))


def _rfc(cible: Any, correctif: Any) -> Any:
    """`MergePatch` of RFC 7396, section 2, word for word."""
    if not isinstance(correctif, dict):
        return correctif
    resultat: Json = dict(cast(Json, cible)) if isinstance(cible, dict) else {}
    for nom, valeur in cast(Json, correctif).items():
        if valeur is None:
            resultat.pop(nom, None)
        else:
            resultat[nom] = _rfc(resultat.get(nom), valeur)
    return resultat


@given(CIBLES, CORRECTIFS)
@reproductible
def test_le_resultat_est_celui_de_la_rfc(cible: Json, correctif: Json) -> None:
    assert fusionner(cible, correctif)[0] == _rfc(cible, correctif)


@given(CIBLES, QUELCONQUES)
@reproductible
def test_repeter_un_correctif_ne_change_rien(cible: Json, correctif: Json) -> None:
    une_fois, _ = fusionner(cible, correctif)
    assert fusionner(une_fois, correctif) == (une_fois, [])


@given(CIBLES, QUELCONQUES)
@reproductible
def test_cible_et_correctif_restent_comme_ils_sont(cible: Json, correctif: Json) -> None:
    avant = deepcopy((cible, correctif))
    fusionner(cible, correctif)
    assert (cible, correctif) == avant


@given(CIBLES, QUELCONQUES)
@reproductible
def test_aucun_membre_nul_ne_subsiste(cible: Json, correctif: Json) -> None:
    resultat, _ = fusionner(cible, correctif)
    assert sans_nuls(resultat) == resultat


@given(CIBLES, QUELCONQUES)
@reproductible
def test_les_pointeurs_sont_ceux_des_valeurs_qui_different(cible: Json, correctif: Json) -> None:
    resultat, pointeurs = fusionner(cible, correctif)
    assert len(set(pointeurs)) == len(pointeurs)
    for ici in pointeurs:
        assert _lire(cible, ici) != _lire(resultat, ici)
        assert not any(autre.startswith(ici + "/") for autre in pointeurs)
    assert _reporter(cible, resultat, pointeurs) == resultat


def _parties(pointeur: str) -> list[str]:
    return [p.replace("~1", "/").replace("~0", "~") for p in pointeur.split("/")[1:]]


def _lire(noeud: Any, pointeur: str) -> Any:
    for partie in _parties(pointeur):
        noeud = cast(Json, noeud).get(partie, ABSENT) if isinstance(noeud, dict) else ABSENT
    return noeud


def _reporter(cible: Json, resultat: Json, pointeurs: list[str]) -> Json:
    """The target with nothing but the values at these pointers taken from the result."""
    copie: Json = deepcopy(cible)
    for ici in pointeurs:
        *chemin, cle = _parties(ici)
        noeud = copie
        for partie in chemin:
            if not isinstance(noeud.get(partie), dict):
                noeud[partie] = {}
            noeud = noeud[partie]
        valeur = _lire(resultat, ici)
        if valeur is ABSENT:
            del noeud[cle]
        else:
            noeud[cle] = deepcopy(valeur)
    return copie
