"""OpenAPI links: what the answer of an operation gives to call the next ones with."""

from collections.abc import Sequence
from typing import Any

from app.kit.web.declaration import Declaration

Json = dict[str, Any]


def lier(operations: Sequence[tuple[Json, Declaration]]) -> None:
    """Add to the successful answers of operations the links to those that say they follow them."""
    par_nom = {operation["operationId"]: operation for operation, _ in operations}
    for suite, declaree in operations:
        for suivie, parametres in declaree.suit.items():
            reponses = par_nom[suivie]["responses"]
            for statut in {"200", "201"} & reponses.keys():
                reponses[statut].setdefault("links", {})[suite["operationId"]] = {
                    "operationId": suite["operationId"],
                    "parameters": parametres,
                    "description": f"{suite['summary']}.",
                }
