"""One way of being valid under a JSON Schema, for values of one type; two of them put together."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

Json = dict[str, Any]
Schema = Json | bool

TYPES: Final = ("null", "boolean", "number", "string", "array", "object")
PLANCHERS: Final = frozenset(
    ["minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum"]
)
PLAFONDS: Final = frozenset(
    ["maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum"]
)


@dataclass(frozen=True, slots=True)
class Branche:
    """What one way of being valid asks of a value of one type; all of it must hold.

    `valeurs` (JSON texts) when they are listed; `conditions` are pairs of `if` and what follows;
    `autres` what is compared for equality only.
    """

    type: str
    valeurs: frozenset[str] | None = None
    entier: bool = False
    bornes: dict[str, float] = field(default_factory=dict[str, float])
    motifs: frozenset[tuple[str, str]] = frozenset()
    proprietes: Json = field(default_factory=dict[str, Any])
    requises: frozenset[str] = frozenset()
    surplus: Schema = True
    noms: Schema = True
    rangs: tuple[Schema, ...] = ()
    elements: Schema = True
    conditions: tuple[Json, ...] = ()
    autres: frozenset[str] = frozenset()


def valeur_json(valeur: object) -> str:
    """The JSON text by which listed values are compared."""
    return json.dumps(valeur, sort_keys=True, ensure_ascii=False)


def universelle(type_: str) -> Branche:
    """Any value of a type."""
    listees: dict[str, list[bool | None]] = {"null": [None], "boolean": [True, False]}
    valeurs = frozenset(valeur_json(valeur) for valeur in listees.get(type_, []))
    return Branche(type_, valeurs or None)


def type_de(valeur: object) -> str:
    """The JSON type of a value; integers are numbers."""
    if valeur is None:
        return "null"
    if isinstance(valeur, bool):
        return "boolean"
    if isinstance(valeur, int | float):
        return "number"
    if isinstance(valeur, str):
        return "string"
    return "array" if isinstance(valeur, list) else "object"


def croiser(gauche: list[Branche], droite: list[Branche]) -> list[Branche]:
    """The ways of being valid under two schemas at once."""
    croisees = [_conjonction(g, d) for g in gauche for d in droite if g.type == d.type]
    return [branche for branche in croisees if branche.valeurs != frozenset()]


def _conjonction(une: Branche, autre: Branche) -> Branche:
    bornes = dict(une.bornes)
    for cle, valeur in autre.bornes.items():
        plus_serree = max if cle in PLANCHERS else min
        bornes[cle] = plus_serree(valeur, bornes.get(cle, valeur))
    rangs = range(max(len(une.rangs), len(autre.rangs)))
    return Branche(
        type=une.type,
        valeurs=_communes(une.valeurs, autre.valeurs),
        entier=une.entier or autre.entier,
        bornes=bornes,
        motifs=une.motifs | autre.motifs,
        proprietes={
            nom: et(une.proprietes.get(nom, une.surplus), autre.proprietes.get(nom, autre.surplus))
            for nom in {**une.proprietes, **autre.proprietes}
        },
        requises=une.requises | autre.requises,
        surplus=et(une.surplus, autre.surplus),
        noms=et(une.noms, autre.noms),
        rangs=tuple(et(element(une, rang), element(autre, rang)) for rang in rangs),
        elements=et(une.elements, autre.elements),
        conditions=une.conditions + autre.conditions,
        autres=une.autres | autre.autres,
    )


def _communes(unes: frozenset[str] | None, autres: frozenset[str] | None) -> frozenset[str] | None:
    if unes is None or autres is None:
        return autres if unes is None else unes
    return unes & autres


def et(un: Schema, autre: Schema) -> Schema:
    """Both schemas at once: the same object each time, for a cycle to be seen."""
    parties = {valeur_json(p): p for p in (*_parties(un), *_parties(autre))}
    if len(parties) < 2:
        return next(iter(parties.values()), True)
    return _ensemble(valeur_json({"allOf": [parties[texte] for texte in sorted(parties)]}))


def _parties(schema: Schema) -> list[Schema]:
    if schema is True or schema == {}:
        return []
    return schema["allOf"] if isinstance(schema, dict) and set(schema) == {"allOf"} else [schema]


@cache
def _ensemble(texte: str) -> Json:
    return json.loads(texte)


def element(branche: Branche, rang: int) -> Schema:
    """The schema of the element at this index of a list."""
    return branche.rangs[rang] if rang < len(branche.rangs) else branche.elements


def regrouper(branches: list[Branche]) -> list[Branche]:
    """One branch for all the values that are merely listed, by type."""
    listees: dict[str, frozenset[str]] = {}
    reste: list[Branche] = []
    for branche in branches:
        if branche.valeurs is not None and branche == Branche(branche.type, branche.valeurs):
            listees[branche.type] = listees.get(branche.type, frozenset()) | branche.valeurs
        else:
            reste.append(branche)
    return [Branche(type_, valeurs) for type_, valeurs in listees.items()] + reste
