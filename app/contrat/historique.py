"""The schemas of the record of a candidature, from the kinds of event that its owner sees."""

from typing import Any, Final, get_type_hints

from pydantic import TypeAdapter

from app.candidatures.details import SansDetail
from app.candidatures.genres import Genre, Public
from app.kit.web.declaration import COMPOSANTS, reference

Json = dict[str, Any]
# Who may read that of a candidature.
_DU_DOSSIER: Final = {Public.DEMANDEUR, Public.PORTAIL}
# Empty. Of an object without members some generators make one that may hold anything.
_VIDE: Final[Json] = {"additionalProperties": {"type": "string"}, "maxProperties": 0}


def schemas_des_evenements(evenement: Json) -> Json:
    """The components, from that of an event of any kind, which they replace."""
    genres = [genre for genre in Genre.__subclasses__() if genre.vu_par & _DU_DOSSIER]
    refs = {genre.genre: COMPOSANTS + genre.__name__ for genre in genres}
    union = {
        "title": "Evenement",
        "description": "Quelque chose qui est arrivé à une candidature ; `genre` dit quoi.",
        "oneOf": [{"$ref": ref} for ref in refs.values()],
        "discriminator": {"propertyName": "genre", "mapping": refs},
    }
    schemas: Json = {"Evenement": union}
    for genre in genres:
        detail = get_type_hints(genre)["details"]
        schemas[detail.__name__] = _detail(detail)
        schemas[genre.__name__] = _genre(evenement, genre, detail)
    return schemas


def _genre(evenement: Json, genre: type[Genre], detail: type[Any]) -> Json:
    propres: Json = {
        "genre": {"type": "string", "const": genre.genre},
        "details": reference(detail.__name__),
    }
    membres: Json = evenement["properties"] | propres
    titre = {"title": genre.__name__, "description": genre.__doc__}
    return {**evenement, **titre, "properties": membres}


def _detail(detail: type[Any]) -> Json:
    schema = TypeAdapter(detail).json_schema(ref_template=COMPOSANTS + "{model}")
    schema.pop("$defs", None)
    return schema | (_VIDE if detail is SansDetail else {"additionalProperties": False})
