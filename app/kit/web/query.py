"""Names in a query: one that is mistyped is told. A filter that nobody reads would list all."""

from typing import Any

from fastapi import Depends, Request

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
        lus: list[Any] = route.dependant.query_params
        refuser_les_inconnus(requete, *(champ.alias for champ in lus))


PARAMETRES_CONNUS = Depends(_verifier)
"""What a route declares whose query is read by FastAPI."""
