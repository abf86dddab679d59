"""What the contract says of the routes that are to disappear."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from app.kit.web.deprecation import obsolescence_de

Json = dict[str, Any]

_ENTETES: Final[dict[str, Json]] = {
    "Deprecation": {
        "description": "Depuis quand cette adresse est déconseillée (RFC 9745), en secondes Unix.",
        "schema": {"type": "string", "pattern": "^@[0-9]{1,12}$", "maxLength": 13},
        "example": "@1767225600",
    },
    "Sunset": {
        "description": "Quand cette adresse cessera de répondre (RFC 8594).",
        "schema": {"type": "string", "maxLength": 29},
        "example": "Thu, 31 Dec 2026 23:00:00 GMT",
    },
    "Link": {
        "description": "Ce qu'il faut en savoir (`deprecation`, `sunset`) et l'adresse qui "
        "remplace celle-ci (`successor-version`).",
        "schema": {"type": "string", "maxLength": 1000},
        "example": '</v2/campagne>; rel="successor-version"',
    },
}


def marquer(genere: Json, app: FastAPI) -> None:
    """Mark the operations of obsolete routes, and declare the headers of all their answers."""
    for route in iter_route_contexts(app.routes):
        operations = genere["paths"].get(route.path_format, {})
        if obsolescence_de(route.endpoint) is None:
            continue
        genere["components"]["headers"] = {**genere["components"]["headers"], **_ENTETES}
        for methode in route.methods or ():
            operation = operations[methode.lower()]
            operation["deprecated"] = True
            for reponse in operation["responses"].values():
                reponse["headers"] |= {
                    nom: {"$ref": f"#/components/headers/{nom}"} for nom in _ENTETES
                }
