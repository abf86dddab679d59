"""The bodies of requests, as the routes that read them declare them."""

from typing import Any, cast

from pydantic import BaseModel, TypeAdapter
from pydantic_core import to_jsonable_python

from app.config import Settings
from app.contrat.composants import definitions
from app.kit.web.declaration import Corps, reference

Json = dict[str, Any]


def composants_du_corps(corps: Corps, reglages: Settings) -> Json:
    """The components that a body brings, by name."""
    schema = _schema(corps, reglages)
    if isinstance(schema, type):
        return definitions(TypeAdapter(schema), mode="validation")
    return {} if "$ref" in schema else {schema["title"]: schema}


def requete(corps: Corps, reglages: Settings) -> Json:
    """The `requestBody` of the operation."""
    schema = _schema(corps, reglages)
    if isinstance(schema, type):
        schema = reference(schema.__name__)
    elif "$ref" not in schema:
        schema = reference(schema["title"])
    exemple = to_jsonable_python(corps.exemple())
    contenu = {media: {"schema": schema, "example": exemple} for media in corps.medias}
    return {"required": not corps.facultatif, "content": contenu}


def _schema(corps: Corps, reglages: Settings) -> type[BaseModel] | Json:
    schema = corps.schema
    if isinstance(schema, type):
        return schema
    return cast(Json, schema) if isinstance(schema, dict) else schema(reglages)
