"""The parameter `erreurs`: errors in the shape of a form library as well."""

from typing import Any, Final

from fastapi import Request

from app.formulaire.projections import Projection
from app.kit.web.problems import ParametreRefuse, RequeteInvalide
from app.kit.web.query import refuser_les_inconnus

# What a route that tells errors declares; `projection_de` reads it. To have it read by FastAPI
# would cost every save 17 µs, for a parameter that is hardly ever there.
ERREURS_PROJETEES: Final[dict[str, Any]] = {
    "parameters": [
        {
            "name": "erreurs",
            "in": "query",
            "required": False,
            "description": "Donner aussi les erreurs dans la forme d'une bibliothèque de "
            "formulaires : `ajv` pour `additionalErrors` (JSON Forms), `rjsf` pour `extraErrors` "
            "(RJSF).",
            "schema": {"$ref": "#/components/schemas/Projection"},
            "example": Projection.AJV.value,
        }
    ]
}


def projection_de(requete: Request, *autres: str) -> Projection | None:
    """The shape that the parameter `erreurs` asks for.

    `autres`: what else the query may hold. Raises `RequeteInvalide` for another shape or name.
    """
    if not requete.scope["query_string"]:
        return None
    refuser_les_inconnus(requete, "erreurs", *autres)
    demandee = requete.query_params.get("erreurs")
    if demandee is None:
        return None
    try:
        return Projection(demandee)
    except ValueError:
        refuse = ParametreRefuse("query", "erreurs", "enum")
        raise RequeteInvalide(parametres=[refuse]) from None
