"""Pairs of schemas that differ in one keyword, somewhere; and all the small instances there are.

A kernel is drawn and one of its keywords changed, then both are put into the same surroundings
(member, element, branch of a condition, …), and so is every value of `UNIVERS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from hypothesis import strategies as st

Json = dict[str, Any]
Mots = dict[str, st.SearchStrategy[Any]]
Enveloppe = Callable[[Any], Any]

NOMS: Final = ("p", "q", "r")
_TEXTES: Final = ("", "a", "b", "ab", "abc", "bbbb")
_NOMBRES: Final = (-1, 0, 0.5, 1, 1.5, 2, 3)
_ELEMENTS: Final[tuple[Any, ...]] = ("a", "bbbb", 1, None)
_ABSENT: Final = object()
_OBJETS: Final[list[Json]] = [
    {nom: valeur for nom, valeur in zip(NOMS, valeurs, strict=True) if valeur is not _ABSENT}
    for valeurs in product((_ABSENT, *_ELEMENTS), repeat=len(NOMS))
]
_TABLEAUX: Final[list[list[Any]]] = [
    list(valeurs) for longueur in range(3) for valeurs in product(_ELEMENTS, repeat=longueur)
]
UNIVERS: Final[list[Any]] = [None, True, False, *_TEXTES, *_NOMBRES, *_TABLEAUX, *_OBJETS]

_MEMBRES: Final[list[Json]] = [
    {},
    {"type": "string"},
    {"type": "string", "maxLength": 2},
    {"type": "integer"},
    {"type": ["string", "null"]},
    {"enum": ["a", 1]},
    {"const": "a"},
]
_MEMBRE: Final = st.sampled_from(_MEMBRES)
_PROPRIETES: Final = st.dictionaries(st.sampled_from(NOMS), _MEMBRE, max_size=3)
_REQUISES: Final = st.lists(st.sampled_from(NOMS), unique=True, max_size=2)


def _si(nom: str) -> Json:
    return {"properties": {nom: {"enum": ["a", 1]}}, "required": [nom]}


def _suite(propriete: dict[str, Json], requises: list[str]) -> Json:
    return {"properties": propriete, "required": requises}


_SUITES: Final = st.builds(_suite, _PROPRIETES, _REQUISES)
_CONDITIONS: Final = st.fixed_dictionaries(
    {"if": st.sampled_from(NOMS).map(_si), "then": _SUITES}, optional={"else": _SUITES}
)
_VALEURS: Final = st.lists(st.sampled_from(_ELEMENTS), min_size=1, max_size=3)
# What each kind of kernel is made of; a keyword may be absent.
_SORTES: Final[list[tuple[Json, Mots]]] = [
    (
        {"type": "string"},
        {
            "minLength": st.integers(0, 2),
            "maxLength": st.integers(0, 3),
            "pattern": st.sampled_from(["^a", "b"]),
        },
    ),
    (
        {},
        {
            "type": st.sampled_from(["integer", "number", ["integer", "string"], "string", "null"]),
            "minimum": st.integers(-1, 2),
            "maximum": st.integers(0, 3),
            "exclusiveMaximum": st.integers(1, 3),
        },
    ),
    ({}, {"enum": _VALEURS, "const": st.sampled_from(_ELEMENTS)}),
    (
        {"type": "array"},
        {
            "items": _MEMBRE,
            "prefixItems": st.lists(_MEMBRE, min_size=1, max_size=2),
            "minItems": st.integers(0, 2),
            "maxItems": st.integers(0, 2),
            "contains": _MEMBRE,
            "uniqueItems": st.booleans(),
        },
    ),
    (
        {"type": "object"},
        {
            "properties": _PROPRIETES,
            "required": _REQUISES,
            "additionalProperties": st.one_of(st.booleans(), _MEMBRE),
            "propertyNames": st.sampled_from([{"enum": ["p", "q"]}, {"maxLength": 3}]),
            "minProperties": st.integers(0, 2),
            "allOf": st.lists(_CONDITIONS, min_size=1, max_size=2),
            "not": _SUITES,
        },
    ),
    (
        {},
        {
            "anyOf": st.lists(_MEMBRE, min_size=1, max_size=3),
            "oneOf": st.lists(_MEMBRE, min_size=1, max_size=2),
            "allOf": st.lists(_MEMBRE, min_size=1, max_size=2),
        },
    ),
]


@st.composite
def noyaux(draw: st.DrawFn) -> tuple[Json, Json]:
    """A schema, and the same with one keyword taken out, put in or given another value."""
    base, mots = draw(st.sampled_from(_SORTES))
    avant = base | draw(st.fixed_dictionaries({}, optional=mots))
    cle = draw(st.sampled_from(sorted(mots)))
    apres = {autre: valeur for autre, valeur in avant.items() if autre != cle}
    if cle not in avant or draw(st.booleans()):
        apres[cle] = draw(mots[cle])
    return avant, apres


@dataclass(frozen=True)
class Entourage:
    """Surroundings: what is put around a schema, and around an instance of it."""

    schema: Enveloppe
    instance: Enveloppe


def _dans_une_suite(noyau: Json) -> Json:
    suite: Json = {"if": _si("q"), "then": {"properties": {"p": noyau}}}
    return {"type": "object", "properties": {"p": {}, "q": {}}, "allOf": [suite]}


def _dans_une_alternative(noyau: Json) -> Json:
    une: Json = {"properties": {"k": {"const": "a"}, "p": noyau}, "required": ["k"]}
    autre: Json = {"properties": {"k": {"const": "b"}}, "required": ["k"]}
    return {"oneOf": [{"type": "object", **une}, {"type": "object", **autre}]}


ENTOURAGES: Final = st.sampled_from(
    [
        Entourage(lambda s: s, lambda i: i),
        Entourage(lambda s: {"type": "object", "properties": {"p": s}}, lambda i: {"p": i}),
        Entourage(lambda s: {"type": "array", "items": s}, lambda i: [i]),
        Entourage(lambda s: {"type": "object", "additionalProperties": s}, lambda i: {"z": i}),
        Entourage(lambda s: {"anyOf": [{"type": "null"}, s]}, lambda i: i),
        Entourage(lambda s: {"allOf": [s, {"title": "Aussi"}]}, lambda i: i),
        Entourage(lambda s: {"$ref": "#/$defs/N", "$defs": {"N": s}}, lambda i: i),
        Entourage(_dans_une_suite, lambda i: {"q": "a", "p": i}),
        Entourage(_dans_une_alternative, lambda i: {"k": "a", "p": i}),
    ]
)
