"""Each rule on schemas, one by one, for who sends and for who reads."""

from typing import Any, Final

import pytest

from tests.compatibilite.racine import Racine
from tests.compatibilite.regles import Changement, Sens
from tests.compatibilite.schemas import Comparaison

Json = dict[str, Any]
_A: Final[Json] = {"type": "object", "properties": {"a": {"type": "string"}}}
_SI_A: Final[Json] = {"if": {"properties": {"a": {"const": "x"}}, "required": ["a"]}}
_B_REQUIS: Final[Json] = {"then": {"required": ["b"]}}
_DE_K: Final[Json] = {
    "oneOf": [
        {"properties": {"k": {"const": k}}, "required": ["k"], "type": "object"} for k in ("m", "n")
    ]
}
_UN_K: Final[Json] = {"oneOf": _DE_K["oneOf"][:1]}


def _a(**autres: Any) -> Json:
    return {**_A, **autres}


def _avec(nom: str, schema: Any, **autres: Any) -> Json:
    return _a(properties={**_A["properties"], nom: schema}, **autres)


# What changed, the rule, whether it breaks a request, whether it breaks a response.
CAS: Final[list[tuple[Any, Any, str, bool, bool]]] = [
    ({"type": ["string", "integer"]}, {"type": "string"}, "type-removed", True, False),
    ({"type": "string"}, {"type": ["string", "integer"]}, "type-added", False, True),
    ({"type": "number"}, {"type": "integer"}, "type-removed", True, False),
    ({"type": "integer"}, {"type": "number"}, "type-added", False, True),
    ({"type": ["string", "null"]}, {"type": "string"}, "null-removed", True, False),
    ({"type": "string"}, {"type": ["string", "null"]}, "null-added", False, True),
    ({"enum": ["a", "b"]}, {"enum": ["a"]}, "value-removed", True, False),
    ({"enum": ["a"]}, {"enum": ["a", "b"]}, "value-added", False, True),
    ({"type": "string"}, {"enum": ["a"], "type": "string"}, "value-removed", True, False),
    ({"const": "a"}, {"type": "string"}, "value-added", False, True),
    ({"maxLength": 9}, {"maxLength": 8}, "limit-tightened", True, False),
    ({"maxLength": 8}, {"maxLength": 9}, "limit-loosened", False, True),
    ({"minItems": 1}, {"minItems": 2}, "limit-tightened", True, False),
    ({"minimum": 1}, {}, "limit-loosened", False, True),
    ({}, {"exclusiveMaximum": 1}, "limit-tightened", True, False),
    ({"type": "string"}, {"type": "string", "pattern": "^a"}, "pattern-added", True, False),
    ({"type": "string", "pattern": "^a"}, {"type": "string"}, "pattern-removed", False, True),
    ({"pattern": "^a"}, {"pattern": "^b"}, "pattern-changed", True, True),
    ({"format": "date", "type": "string"}, {"type": "string"}, "pattern-removed", False, True),
    (_A, _a(allOf=[{**_SI_A, **_B_REQUIS}]), "condition-added", True, False),
    (_a(allOf=[{**_SI_A, **_B_REQUIS}]), _A, "condition-removed", False, True),
    (
        {"type": "array"},
        {"type": "array", "contains": {"const": 1}},
        "condition-added",
        True,
        False,
    ),
    ({"not": {"const": 1}}, {}, "condition-removed", False, True),
    ({"type": "array"}, {"type": "array", "uniqueItems": True}, "condition-added", True, False),
    (_DE_K, _UN_K, "alternative-removed", True, False),
    (_UN_K, _DE_K, "alternative-added", False, True),
    (_A, _avec("b", {"type": "string"}), "property-added", False, False),
    (_A, _avec("b", {}, required=["b"]), "required-property-added", True, False),
    (_avec("b", {}), _A, "property-removed", True, True),
    (_A, _a(required=["a"]), "property-made-required", True, False),
    (_a(required=["a"]), _A, "property-made-optional", False, True),
    (_A, _a(additionalProperties=False), "object-closed", True, False),
    (_a(additionalProperties=False), _A, "object-opened", False, False),
    (_A, _a(propertyNames={"enum": ["a"]}), "object-closed", True, False),
]


def differences(avant: Any, apres: Any, sens: Sens) -> list[Changement]:
    return list(Comparaison(Racine(avant), Racine(apres), sens).comparer(avant, apres, ""))


@pytest.mark.parametrize(("avant", "apres", "regle", "requete", "reponse"), CAS)
def test_chaque_regle_dit_ce_qu_elle_casse(
    avant: Any, apres: Any, regle: str, requete: bool, reponse: bool
) -> None:
    for sens, casse in ((Sens.REQUETE, requete), (Sens.REPONSE, reponse)):
        trouves = differences(avant, apres, sens)
        assert regle in {trouve.regle for trouve in trouves}, trouves
        assert any(trouve.casse for trouve in trouves) is casse, trouves


@pytest.mark.parametrize(
    "place", ["propriete", "element", "surplus", "alternative", "suite", "ref"]
)
def test_une_regle_vaut_a_toute_profondeur(place: str) -> None:
    avant, apres = (_place(place, {"type": "string", "maxLength": n}) for n in (9, 8))
    (trouve,) = {c.regle: c for c in differences(avant, apres, Sens.REQUETE)}.values()
    assert (trouve.regle, trouve.casse) == ("limit-tightened", True)
    assert not any(c.casse for c in differences(avant, apres, Sens.REPONSE))


def _place(place: str, schema: Json) -> Json:
    return {
        "propriete": {"properties": {"p": schema}},
        "element": {"type": "array", "items": schema},
        "surplus": {"type": "object", "additionalProperties": schema},
        "alternative": {"anyOf": [schema, {"type": "null"}]},
        "suite": {"type": "object", **_SI_A, "then": {"properties": {"p": schema}}},
        "ref": {"$ref": "#/$defs/S", "$defs": {"S": schema}},
    }[place]


@pytest.mark.parametrize(
    ("une", "autre"),
    [
        ({"type": ["string", "null"]}, {"anyOf": [{"type": "null"}, {"type": "string"}]}),
        ({"const": "a"}, {"enum": ["a"]}),
        ({"oneOf": [{"const": "a", "title": "A"}, {"const": "b"}]}, {"enum": ["b", "a"]}),
        ({"$ref": "#/$defs/A", "$defs": {"A": _A}}, {"allOf": [_A]}),
        ({"$ref": "#/$defs/A", "$defs": {"A": _A}}, {"$ref": "#/$defs/B", "$defs": {"B": _A}}),
        ({"$ref": "#/definitions/A", "definitions": {"A": _A}}, _A),
        ({"allOf": [{"minLength": 1}, {"minLength": 2}]}, {"minLength": 2}),
        ({"type": "string", "minimum": 3}, {"type": "string"}),
        ({"pattern": r"[^\u0000\u202f]"}, {"pattern": "[^\\x00\u202f]"}),
        ({"title": "A", "description": "B", "examples": [1], "x-c": 1}, {}),
    ],
)
def test_deux_facons_d_ecrire_la_meme_chose_sont_la_meme(une: Json, autre: Json) -> None:
    for sens in Sens:
        assert not differences(une, autre, sens)
        assert not differences(autre, une, sens)


def test_un_schema_qui_se_contient_se_compare() -> None:
    def arbre(maximum: int) -> Json:
        noeud: Json = {
            "type": "object",
            "properties": {
                "nom": {"type": "string", "maxLength": maximum},
                "enfants": {"type": "array", "items": {"$ref": "#/$defs/Noeud"}},
            },
        }
        return {"$ref": "#/$defs/Noeud", "$defs": {"Noeud": noeud}}

    assert not differences(arbre(9), arbre(9), Sens.REQUETE)
    assert {c.ou for c in differences(arbre(9), arbre(8), Sens.REQUETE)} == {
        "/nom",
        "/enfants/*/nom",
    }


def test_une_question_sous_condition_d_une_question_nouvelle_ne_casse_rien() -> None:
    suite = {"properties": {"raison": {"type": "string"}}, "required": ["raison"]}
    nouvelle: Json = {"if": {"properties": {"b": {"const": True}}, "required": ["b"]}}
    apres = _avec("b", {"type": "boolean"}, allOf=[{**nouvelle, "then": suite}])
    trouves = differences(_A, apres, Sens.REQUETE)
    assert {c.regle for c in trouves} == {"property-added", "condition-on-new-property"}
    assert not any(c.casse for c in trouves)


def test_une_condition_sur_un_membre_qui_pouvait_deja_venir_casse_la_requete() -> None:
    table: Json = {"type": "object", "additionalProperties": {"type": "string"}}
    apres = {**table, "allOf": [{**_SI_A, **_B_REQUIS}]}
    assert [c.regle for c in differences(table, apres, Sens.REQUETE)] == ["condition-added"]


def test_une_table_dont_les_cles_sont_nommees_reste_lisible() -> None:
    avant: Json = {"type": "object", "additionalProperties": {"type": ["string", "integer"]}}
    apres: Json = {"type": "object", "properties": {"nom": {"type": "string"}}}
    assert not any(c.casse for c in differences(avant, apres, Sens.REPONSE))
    apres["properties"]["nom"] = {"type": "boolean"}
    assert any(c.casse for c in differences(avant, apres, Sens.REPONSE))
    assert any(c.casse for c in differences(avant, {"type": "object"}, Sens.REPONSE))
    apres = {"type": "object", "properties": {"nom": {"type": "string"}}, **_SI_A}
    assert any(c.casse for c in differences(avant, apres, Sens.REPONSE)), "`a` may come as well"


def test_une_regle_de_plus_dans_une_condition_casse_la_requete() -> None:
    suites: list[Json] = [{"c": {}}, {"c": {}, "b": {"maxLength": 3}}]
    avant, apres = (
        _avec("b", {"type": "string"}, allOf=[{**_SI_A, "then": {"properties": suite}}])
        for suite in suites
    )
    assert [c.regle for c in differences(avant, apres, Sens.REQUETE) if c.casse] == [
        "limit-tightened"
    ]


@pytest.mark.parametrize(
    ("une", "ancienne", "nouvelle"),
    [
        ({"minimum": 1}, {"minimum": 2}, {"minimum": 3}),
        ({"enum": ["a", "b"]}, {"enum": ["b", "c"]}, {"enum": ["a", "c"]}),
    ],
)
def test_des_alternatives_qui_se_recouvrent_ne_se_comparent_qu_a_l_identique(
    une: Json, ancienne: Json, nouvelle: Json
) -> None:
    avant, apres = {"oneOf": [une, ancienne]}, {"oneOf": [une, nouvelle]}
    assert not differences(avant, avant, Sens.REQUETE)
    for sens in Sens:
        assert any(c.casse for c in differences(avant, apres, sens))
