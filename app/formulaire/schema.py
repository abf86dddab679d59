"""JSON Schemas made from the sections: for a deposit (every rule a schema can say), for a draft,
for the libraries that draw a form.

Written in the part of JSON Schema that 2020-12 and draft-07 share; `dialecte` adapts the rest.
"""

import json
from typing import Any, Final, cast

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from app.formulaire.conditions import Contient, ElementsExigent, SaufSi, Si
from app.formulaire.forme import forme
from app.formulaire.motifs import NON_VIDE, motif
from app.formulaire.referentiels import EPCI_ET_EPT, Epci
from app.formulaire.section import Champ, Groupe, Section

Json = dict[str, Any]

DIALECTES: Final = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "draft-07": "http://json-schema.org/draft-07/schema#",
}


def schema_de_depot(section: type[Section]) -> Json:
    """The schema that a deposit of this section must meet (JSON Schema 2020-12)."""
    return section.model_json_schema(schema_generator=SchemaDeDepot)


def schema_de_formulaire(section: type[Section]) -> Json:
    """The rules of a deposit, for a library that draws the form (JSON Schema 2020-12).

    An answer under a condition is described in `then` alone, so that it comes and goes with the
    condition, and nothing is behind a `$ref`. On a dossier without hidden answers, whose SIREN are
    of the list that it offers, it finds what `schema_de_depot` finds; a hidden answer it does not
    read.
    """
    genere = section.model_json_schema(schema_generator=SchemaDeFormulaire)
    return cast(Json, _sans_ref(genere, genere.pop("$defs", {})))


def schema_de_brouillon(section: type[Section]) -> Json:
    """The schema of a draft: shape only (JSON Schema 2020-12)."""
    return forme(section).model_json_schema()


def dialecte(schema: Json, nom: str) -> Json:
    """The same schema in the dialect `nom`: one of `DIALECTES`."""
    converti = schema if nom == "2020-12" else cast(Json, _en_draft_07(schema))
    return {"$schema": DIALECTES[nom], **converti}


def _en_draft_07(noeud: Any) -> Any:
    if isinstance(noeud, list):
        return [_en_draft_07(element) for element in cast(list[Any], noeud)]
    if not isinstance(noeud, dict):
        return noeud
    converti: Json = {}
    for cle, valeur in cast(Json, noeud).items():
        if cle == "$ref":  # draft-07 ignores what stands beside a $ref
            converti["allOf"] = [{"$ref": valeur.replace("#/$defs/", "#/definitions/")}]
        else:
            converti["definitions" if cle == "$defs" else cle] = _en_draft_07(valeur)
    return converti


class SchemaDeDepot(GenerateJsonSchema):
    """Pydantic's generator, plus the conditions that the fields declare."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        genere = super().model_schema(schema)
        if issubclass(groupe := schema["cls"], Groupe):
            _completer(groupe, genere)
        return genere

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        """Yes or no, with the words of the form."""
        choix = [{"const": True, "title": "Oui"}, {"const": False, "title": "Non"}]
        return {"type": "boolean", "oneOf": choix}


class SchemaDeFormulaire(SchemaDeDepot):
    """As for a deposit, without the shape of what is hidden; an EPCI is chosen by its name."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        genere = super().model_schema(schema)
        if issubclass(groupe := schema["cls"], Groupe):
            proprietes = cast(Json, genere["properties"])
            for regle in proprietes.values():
                if "anyOf" in regle:
                    del regle["anyOf"]
                    regle["oneOf"] = [_nomme(epci) for _, epci in sorted(EPCI_ET_EPT.items())]
            caches = [nom for nom, champ in groupe.champs.items() if champ.si]
            for nom in caches:
                del proprietes[nom]
            if caches:  # a library would draw, or drop, what `additionalProperties` speaks of
                del genere["additionalProperties"]
                genere["propertyNames"] = {"enum": list(groupe.champs)}
        return genere


def _nomme(epci: Epci) -> Json:
    # Several bear the same name, never in the same départements.
    return {"const": epci.siren, "title": f"{epci.nom} ({', '.join(epci.departements)})"}


def _completer(groupe: type[Groupe], genere: Json) -> None:
    genere.pop("description", None)
    if issubclass(groupe, Section):
        genere["title"] = groupe.titre
        if groupe.aide:
            genere["description"] = groupe.aide
    proprietes, conditions = cast(Json, genere["properties"]), cast(list[Json], [])
    for nom, champ in groupe.champs.items():
        regle = cast(Json, proprietes[nom])
        regle.pop("default", None)
        if champ.texte and champ.requis:
            regle["pattern"] = champ.texte.motif
        if champ.si:
            proprietes[nom] = _forme_du_champ(groupe, nom)
            conditions.append(_si_montre(champ, champ.si, regle))
        if champ.sauf_si:
            conditions.append(_requis_sauf(nom, champ.sauf_si))
        for exigence in champ.regles:
            if isinstance(exigence, Contient):
                regle.setdefault("allOf", []).append(_contient(exigence))
            else:
                conditions.append(_exige(nom, exigence))
    if conditions:
        genere["allOf"] = _fusionner(conditions)


def _forme_du_champ(groupe: type[Groupe], nom: str) -> Json:
    """What a hidden answer must still be: of the right shape."""
    schema = forme(groupe).model_json_schema()
    return _sans_ref(schema["properties"][nom], schema.get("$defs", {}))


def _sans_ref(noeud: Any, definitions: Json) -> Any:
    if isinstance(noeud, list):
        return [_sans_ref(element, definitions) for element in cast(list[Any], noeud)]
    if not isinstance(noeud, dict):
        return noeud
    schema = cast(Json, noeud)
    if ref := schema.get("$ref"):
        cible = definitions[ref.removeprefix("#/$defs/")]
        schema = {**cible, **{cle: v for cle, v in schema.items() if cle != "$ref"}}
    return {cle: _sans_ref(valeur, definitions) for cle, valeur in schema.items()}


def _condition(si: Si) -> Json:
    cle, _, reste = si.chemin.partition("/")
    valeurs = [str(v) if isinstance(v, str) else v for v in si.valeurs]
    interieur = _condition(Si(reste, *si.valeurs)) if reste else {"enum": valeurs}
    return {"type": "object", "properties": {cle: interieur}, "required": [cle]}


def _si_montre(champ: Champ, si: Si, regle: Json) -> Json:
    requis = [champ.nom] if champ.requis else []
    return {"if": _condition(si), "then": {"properties": {champ.nom: regle}, "required": requis}}


def _requis_sauf(nom: str, sauf: SaufSi) -> Json:
    sinon: Json = {"properties": {nom: {"type": "array", "minItems": 1}}, "required": [nom]}
    condition = {"allOf": [_condition(si) for si in sauf.conditions]}
    return {"if": condition, "else": sinon}


def _contient(exigence: Contient) -> Json:
    cle, valeur = exigence.cle, str(exigence.valeur)
    element = {"type": "object", "properties": {cle: {"const": valeur}}, "required": [cle]}
    return {"contains": element}


def _exige(nom: str, exigence: ElementsExigent) -> Json:
    cle = exigence.cle
    texte = {"type": "string", "pattern": motif(NON_VIDE)}
    element = {"type": "object", "properties": {cle: texte}, "required": [cle]}
    effet: Json = {"properties": {nom: {"type": "array", "items": element}}}
    return {"if": _condition(exigence.quand), "then" if exigence.tient else "else": effet}


def _fusionner(conditions: list[Json]) -> list[Json]:
    """One `if` for all the fields that share a condition."""
    fusion: dict[str, Json] = {}
    for condition in conditions:
        commune = fusion.setdefault(json.dumps(condition["if"]), {"if": condition["if"]})
        for branche in condition.keys() - {"if"}:
            effet = commune.setdefault(branche, {"properties": {}, "required": []})
            effet["properties"] |= condition[branche]["properties"]
            effet["required"] += condition[branche].get("required", [])
    for commune in fusion.values():
        for branche in commune.keys() - {"if"}:
            if not commune[branche]["required"]:
                del commune[branche]["required"]
    return list(fusion.values())
