"""OpenAPI links: what the answer of an operation gives to call the next ones with."""

from typing import Any, Final

Json = dict[str, Any]

_CREEE: Final = {"id": "$response.body#/id"}
_ICI: Final = {"id": "$request.path.id"}
_PIECE: Final = {**_ICI, "piece": "$response.body#/id"}
_DEPOT: Final = {**_ICI, "rang": "$response.body#/depot"}

# Operation -> the operations that follow it, and their parameters.
_SUITES: Final[dict[str, dict[str, dict[str, str]]]] = {
    "creerCandidature": dict.fromkeys(
        (
            "lireCandidature",
            "modifierCandidature",
            "validerCandidature",
            "supprimerCandidature",
            "listerEvenements",
            "joindrePiece",
            "listerPieces",
            "importerPlanAction",
            "deposerCandidature",
            "listerDepots",
        ),
        _CREEE,
    ),
    "modifierCandidature": {"validerCandidature": _ICI, "deposerCandidature": _ICI},
    "joindrePiece": dict.fromkeys(("lirePiece", "telechargerPiece", "retirerPiece"), _PIECE),
    "deposerCandidature": {
        **dict.fromkeys(("lireDepot", "lireAccuseReception"), _DEPOT),
        "retirerCandidature": _ICI,
    },
}


def lier(operations: list[Json]) -> None:
    """Add to the successful answers of these operations the links to what follows them."""
    resumes = {operation["operationId"]: operation["summary"] for operation in operations}
    for operation in operations:
        suites = _SUITES.get(operation["operationId"], {})
        for statut in {"200", "201"} & operation["responses"].keys() if suites else ():
            operation["responses"][statut]["links"] = {
                suite: {
                    "operationId": suite,
                    "parameters": parametres,
                    "description": f"{resumes[suite]}.",
                }
                for suite, parametres in suites.items()
            }
