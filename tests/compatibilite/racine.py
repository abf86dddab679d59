"""A JSON Schema as a union of branches, each of one JSON type: the form in which two are compared.

`$ref`, `allOf`, `anyOf`, disjoint `oneOf`, lists of types and `const` are ways of writing; they are
gone here. What says nothing about an instance (titles, descriptions, examples, …) is left out, and
what is not understood is kept as it is: it can only be compared for equality.
"""

import json
import re
from dataclasses import replace
from itertools import combinations
from typing import Any, Final, cast

from tests.compatibilite.branches import (
    PLAFONDS,
    PLANCHERS,
    TYPES,
    Branche,
    Json,
    Schema,
    croiser,
    regrouper,
    type_de,
    universelle,
    valeur_json,
)

_ANNOTATIONS: Final = frozenset(
    [
        "title",
        "description",
        "default",
        "example",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "externalDocs",
        "xml",
        "discriminator",
        "$comment",
        "$id",
        "$schema",
        "$defs",
        "definitions",
    ]
)
_ECHAPPEMENT: Final = re.compile(r"\\u([0-9a-f]{4})|\\x([0-9a-f]{2})")
_MOTIFS: Final = ("pattern", "format", "contentMediaType")
_COMBINAISONS: Final = frozenset(
    [
        "$ref",
        "allOf",
        "anyOf",
        "oneOf",
        "type",
        "const",
        "enum",
        "if",
        "then",
        "else",
        "properties",
        "required",
        "additionalProperties",
        "propertyNames",
        "items",
        "prefixItems",
    ]
)
_DE_TYPE: Final = {
    "string": frozenset(["minLength", "maxLength", "pattern", "format", "contentMediaType"]),
    "number": frozenset(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "format"]),
    "array": frozenset(
        ["minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains"]
    ),
    "object": frozenset(
        ["minProperties", "maxProperties", "patternProperties", "dependentRequired"]
    ),
}


class Racine:
    """A document in which `$ref` points; remembers the branches of its schemas."""

    def __init__(self, document: Schema) -> None:
        self._document = document
        self._connues: dict[int, tuple[Schema, list[Branche]]] = {}

    def cible(self, ref: str) -> Any:
        """What a local `$ref` points at; KeyError when there is nothing."""
        noeud: Any = self._document
        for partie in ref.removeprefix("#").split("/")[1:]:
            noeud = noeud[partie.replace("~1", "/").replace("~0", "~")]
        return noeud

    def resolu(self, objet: Json) -> Json:
        """The object itself, or what its `$ref` points at."""
        return self.cible(objet["$ref"]) if "$ref" in objet else objet

    def branches(self, schema: Schema) -> list[Branche]:
        """The ways of being valid; none for `false`."""
        if id(schema) not in self._connues:
            self._connues[id(schema)] = (schema, regrouper(self._branches(schema)))
        return self._connues[id(schema)][1]

    def _branches(self, schema: Schema) -> list[Branche]:
        if isinstance(schema, bool):
            return [universelle(type_) for type_ in TYPES] if schema else []
        trouvees = self._propres(schema)
        for partie in schema.get("allOf", []):
            trouvees = croiser(trouvees, self.branches(partie))
        if ref := schema.get("$ref"):
            trouvees = croiser(trouvees, self.branches(self.cible(ref)))
        for combinaison in ("anyOf", "oneOf"):
            if combinaison in schema:
                trouvees = croiser(trouvees, self._union(combinaison, schema[combinaison]))
        return trouvees

    def _propres(self, schema: Json) -> list[Branche]:
        """The branches of a schema's own keywords, without its combinations."""
        declares = schema.get("type", list(TYPES))
        noms = [declares] if isinstance(declares, str) else cast(list[str], declares)
        types = {"number" if nom == "integer" else nom for nom in noms}
        entier = "integer" in noms and "number" not in noms
        listes = [[schema["const"]]] if "const" in schema else []
        listes += [schema["enum"]] if "enum" in schema else []
        types = types.intersection(*({type_de(valeur) for valeur in liste} for liste in listes))
        branches = [self._typee(schema, type_, entier) for type_ in types]
        for liste in listes:
            permises = [
                Branche(type_, frozenset(valeur_json(v) for v in liste if type_de(v) == type_))
                for type_ in {type_de(valeur) for valeur in liste}
            ]
            branches = croiser(branches, permises)
        return branches

    def _typee(self, schema: Json, type_: str, entier: bool) -> Branche:
        propres = _DE_TYPE.get(type_, frozenset())
        etrangers = frozenset[str]().union(*_DE_TYPE.values()) - propres
        mots = {
            cle: v for cle, v in schema.items() if not est_annotation(cle) and cle not in etrangers
        }
        connus = _COMBINAISONS | PLANCHERS | PLAFONDS | set(_MOTIFS)
        condition = {cle: mots.get(cle, True) for cle in ("if", "then", "else")}
        commune = replace(
            universelle(type_),
            entier=entier and type_ == "number",
            bornes={cle: v for cle, v in mots.items() if cle in PLANCHERS | PLAFONDS},
            motifs=frozenset((cle, _sans_echappement(mots[cle])) for cle in _MOTIFS if cle in mots),
            conditions=(condition,) if "if" in mots else (),
            autres=frozenset(self.texte({cle: v}) for cle, v in mots.items() if cle not in connus),
        )
        if type_ == "object":
            return replace(
                commune,
                proprietes=schema.get("properties", {}),
                requises=frozenset(schema.get("required", [])),
                surplus=schema.get("additionalProperties", True),
                noms=schema.get("propertyNames", True),
            )
        if type_ == "array":
            rangs = tuple(schema.get("prefixItems", []))
            return replace(commune, rangs=rangs, elements=schema.get("items", True))
        return commune

    def _union(self, combinaison: str, choix: list[Schema]) -> list[Branche]:
        separees = [self.branches(un) for un in choix]
        if combinaison == "oneOf" and not self._disjointes(separees):
            opaque = frozenset({self.texte({"oneOf": choix})})
            return [replace(universelle(type_), autres=opaque) for type_ in TYPES]
        return [branche for branches in separees for branche in branches]

    def _disjointes(self, separees: list[list[Branche]]) -> bool:
        if all(b.valeurs is not None for branches in separees for b in branches):
            return _sans_commune(separees)  # a list of choices: too long to be taken two by two
        return all(
            self._exclusives(une, autre)
            for gauche, droite in combinations(separees, 2)
            for une in gauche
            for autre in droite
        )

    def _exclusives(self, une: Branche, autre: Branche) -> bool:
        if une.type != autre.type:
            return True
        if une.valeurs is not None and autre.valeurs is not None:
            return not une.valeurs & autre.valeurs
        gauche, droite = self.etiquettes(une), self.etiquettes(autre)
        return any(not gauche[nom] & droite[nom] for nom in gauche.keys() & droite.keys())

    def etiquettes(self, branche: Branche) -> dict[str, frozenset[str]]:
        """The required members whose values are listed: what tells an alternative from another."""
        listes: dict[str, frozenset[str]] = {}
        for nom in branche.requises & branche.proprietes.keys():
            valeurs = [b.valeurs for b in self.branches(branche.proprietes[nom])]
            if valeurs and None not in valeurs:
                listes[nom] = frozenset[str]().union(*cast(list[frozenset[str]], valeurs))
        return listes

    def texte(self, schema: Any) -> str:
        """A text that two schemas share when they are written alike, references followed."""
        return json.dumps(self._inscrire(schema, ()), sort_keys=True, ensure_ascii=False)

    def _inscrire(self, noeud: Any, suivies: tuple[str, ...]) -> Any:
        if isinstance(noeud, list):
            return [self._inscrire(element, suivies) for element in cast(list[Any], noeud)]
        if not isinstance(noeud, dict):
            return noeud
        schema = cast(Json, noeud)
        ref = schema.get("$ref")
        if isinstance(ref, str) and ref not in suivies:
            cible = self._inscrire(self.cible(ref), (*suivies, ref))
            schema = {**{cle: v for cle, v in schema.items() if cle != "$ref"}, "$ref": cible}
            return {cle: schema[cle] for cle in schema if not est_annotation(cle)}
        return {
            cle: {nom: self._inscrire(v, suivies) for nom, v in cast(Json, valeur).items()}
            if cle in ("properties", "patternProperties") and isinstance(valeur, dict)
            else self._inscrire(valeur, suivies)
            for cle, valeur in schema.items()
            if not est_annotation(cle)
        }


def _sans_echappement(motif: str) -> str:
    """A pattern with each character as itself, however it was written."""
    return _ECHAPPEMENT.sub(lambda trouve: chr(int(trouve[1] or trouve[2], 16)), motif)


def _sans_commune(separees: list[list[Branche]]) -> bool:
    """Whether no value is listed by two of them."""
    listees = [
        {(b.type, valeur) for b in branches for valeur in b.valeurs or ()} for branches in separees
    ]
    return sum(map(len, listees)) == len(set[tuple[str, str]]().union(*listees))


def est_annotation(cle: str) -> bool:
    """Whether a keyword says nothing about which instances are valid."""
    return cle in _ANNOTATIONS or cle.startswith("x-")
