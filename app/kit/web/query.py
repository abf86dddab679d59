"""Names in a query: one that is mistyped is told. A filter that nobody reads would list all."""

from collections.abc import Iterator
from typing import Any

from fastapi import Depends, Request
from pydantic import BaseModel

from app.kit.web.problems import ParametreRefuse, RequeteInvalide


def refuser_les_inconnus(requete: Request, *connus: str) -> None:
    """Raise `RequeteInvalide`, naming each parameter of the query that is none of these."""
    inconnus = dict.fromkeys(nom for nom in requete.query_params if nom not in connus)
    if inconnus:
        raise RequeteInvalide(
            f"Paramètres connus ici : {', '.join(connus)}.",
            parametres=[ParametreRefuse("query", nom, "inconnu") for nom in inconnus],
        )


async def _verifier(requete: Request) -> None:
    if requete.scope["query_string"]:
        route: Any = requete.scope["route"]
        refuser_les_inconnus(requete, *_connus(route.dependant.query_params))


def _connus(parametres: list[Any]) -> Iterator[str]:
    """The names that FastAPI reads: those of a model's fields, where one holds them all."""
    for parametre in parametres:
        modele = parametre.field_info.annotation
        if isinstance(modele, type) and issubclass(modele, BaseModel):
            yield from (champ.alias or nom for nom, champ in modele.model_fields.items())
        else:
            yield parametre.alias


PARAMETRES_CONNUS = Depends(_verifier)
"""What a route declares whose query is read by FastAPI."""
