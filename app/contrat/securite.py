"""What the contract says of access: security schemes, and what each guard may refuse."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from app.acces.droits import Habilitation
from app.acces.gardes import GARDES, Facultative, Garde, Ouverte
from app.acces.refus import (
    AccesInsuffisant,
    AcrInsuffisant,
    AdresseRefusee,
    JetonAbsent,
    JetonMalForme,
    JetonRefuse,
    PorteeInsuffisante,
)
from app.acces.tables import Preuve
from app.kit.web.http import reponses
from app.kit.web.problems import Probleme

Json = dict[str, Any]
SCHEMAS_DE_SECURITE: Final[Json] = {
    "candidat": {
        "type": "http",
        "scheme": "bearer",
        "description": "Le jeton secret d'une candidature (`tic_…`), donné à sa création.",
    },
    "agent": {
        "type": "http",
        "scheme": "bearer",
        "description": "Le jeton d'accès d'un agent public, donné par le fournisseur d'identité "
        "du service (ProConnect, OpenID Connect).",
    },
    "portail": {
        "type": "http",
        "scheme": "bearer",
        "description": "La clé d'API d'un portail (`tip_…`), limitée à ses portées : `x-portee` "
        "dit celle qu'il faut.",
    },
    "instruction": {
        "type": "http",
        "scheme": "bearer",
        "description": "Le jeton d'un agent habilité à instruire, ou une clé faite pour cela, dans "
        "leurs régions.",
    },
    "administration": {
        "type": "http",
        "scheme": "bearer",
        "description": "Le jeton d'un agent habilité à administrer, ou une clé faite pour cela.",
    },
}
_SCHEMAS: Final = {Preuve.JETON: "candidat", Preuve.AGENT: "agent", Preuve.CLE: "portail"}
_HABILITES: Final = {
    Habilitation.LECTURE: "instruction",
    Habilitation.INSTRUCTION: "instruction",
    Habilitation.ADMINISTRATION: "administration",
}


def gardes_de(app: FastAPI) -> dict[tuple[str, str], list[Garde | Ouverte]]:
    """The guards of every route, by method and path: one each, if all is well."""
    trouvees: dict[tuple[str, str], list[Garde | Ouverte]] = {}
    for route in iter_route_contexts(app.routes):
        dependance: Dependant | None = getattr(route, "dependant", None)
        for methode in route.methods or {"*"}:
            trouvees[methode, str(route.path)] = _dans(dependance) if dependance else []
    return trouvees


def garder(chemins: Json, app: FastAPI) -> None:
    """Declare on each operation who may call it, and the refusals of its guard.

    Where a token may be shown and need not be, some generators would ask for one (`{}` among the
    requirements is unknown to them): that is said by an extension.
    """
    gardes = gardes_de(app)
    for chemin, operations in chemins.items():
        for methode, operation in operations.items():
            (garde,) = gardes[methode.upper(), chemin]
            schemas = _securite(garde)
            operation["security"] = [] if isinstance(garde, Facultative) else schemas
            if isinstance(garde, Facultative):
                operation["x-securite-facultative"] = schemas
            if isinstance(garde, Garde) and Preuve.CLE in garde.genres and garde.portee:
                operation["x-portee"] = garde.portee.value
            for statut, declaree in reponses(*_refus(garde)).items():
                declares = operation["responses"].setdefault(str(statut), {"x-problemes": []})
                declares["x-problemes"] += declaree["x-problemes"]


def _securite(garde: Garde | Ouverte) -> list[Json]:
    if isinstance(garde, Ouverte):
        return []
    if garde.habilitation:
        return [{_HABILITES[garde.habilitation]: []}]
    return [{nom: []} for genre, nom in _SCHEMAS.items() if genre in garde.genres]


def _refus(garde: Garde | Ouverte) -> tuple[type[Probleme], ...]:
    """What a caller whom this guard turns away is answered."""
    if isinstance(garde, Ouverte):
        return ()
    absent = () if isinstance(garde, Facultative) else (JetonAbsent,)
    refus = (*absent, JetonMalForme, JetonRefuse, AcrInsuffisant, AccesInsuffisant, AdresseRefusee)
    return (*refus, PorteeInsuffisante) if Preuve.CLE in garde.genres else refus


def _dans(dependance: Dependant) -> list[Garde | Ouverte]:
    trouvees = [garde for garde in GARDES if garde is dependance.call]
    return [*trouvees, *(garde for d in dependance.dependencies for garde in _dans(d))]
