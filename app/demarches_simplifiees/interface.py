"""The types of DS's API, and how values become theirs. Loaded by who answers, in its process.

`interface.graphql` has the names and the signatures, which are facts; no resolver is written where
a member of a value has the name of the field.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
)

from app.demarches_simplifiees.resolutions import RESOLUTIONS, refuser_d_ecrire

# DS gives the older type to a document that has no fragment on the newer one.
_A_DEFAUT: Final = {
    "DropDownListChamp": "TextChamp",
    "HeaderSectionChamp": "TextChamp",
    "YesNoChamp": "CheckboxChamp",
}


def _batir() -> GraphQLSchema:
    texte = Path(__file__).with_name("interface.graphql").read_text(encoding="utf-8")
    schema = build_schema(texte, assume_valid=True)
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLInterfaceType):
            type_.resolve_type = _type_de
    for champ in cast(GraphQLObjectType, schema.mutation_type).fields.values():
        champ.resolve = refuser_d_ecrire
    for (nom, membre), resolution in RESOLUTIONS.items():
        objet = cast(GraphQLObjectType, schema.type_map[nom])
        objet.fields[membre].resolve = resolution
    return schema


def _type_de(valeur: Mapping[str, Any], info: Any, _: Any) -> str:
    nom: str = valeur["__typename"]
    return nom if nom in info.context.fragments else _A_DEFAUT.get(nom, nom)


SCHEMA: Final = _batir()
