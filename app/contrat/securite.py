"""What the contract says of access: security schemes, and what each guard may refuse."""

from typing import Any, Final

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from app.acces.admission import Facultative, Garde, Ouverte
from app.acces.droits import Habilitation
from app.acces.gardes import GARDES
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
from app.contrat.problemes import ajouter
from app.kit.web.declaration import Ensemble

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
    "decision": {
        "type": "http",
        "scheme": "bearer",
        "description": "Le jeton d'un agent habilité à décider, ou une clé faite pour cela.",
    },
    "avis": {
        "type": "http",
        "scheme": "bearer",
        "description": "Le jeton d'un avis demandé (`tiv_…`), donné en échange du lien reçu par "
        "courriel.",
    },
    "administration": {
        "type": "http",
        "scheme": "bearer",
        "description": "Le jeton d'un agent habilité à administrer, ou une clé faite pour cela.",
    },
}
_SCHEMAS: Final = {
    Preuve.JETON: "candidat",
    Preuve.AGENT: "agent",
    Preuve.CLE: "portail",
    Preuve.AVIS: "avis",
}
_HABILITES: Final = {
    Habilitation.LECTURE: "instruction",
    Habilitation.INSTRUCTION: "instruction",
    Habilitation.DECISION: "decision",
    Habilitation.ADMINISTRATION: "administration",
}

_JETON_REFUSE: Final = Ensemble(
    "JetonRefuse",
    "Le jeton manque, est mal formé ou n'est pas accepté.",
    (JetonAbsent, JetonMalForme, JetonRefuse, AcrInsuffisant),
)
_JETON_NON_ACCEPTE: Final = Ensemble(
    "JetonNonAccepte",
    "Le jeton est mal formé ou n'est pas accepté.",
    (JetonMalForme, JetonRefuse, AcrInsuffisant),
)
_ACCES_REFUSE: Final = Ensemble(
    "AccesRefuse",
    "Le rôle ou l'adresse ne le permet pas.",
    (AccesInsuffisant, AdresseRefusee),
)
_ACCES_DE_CLE_REFUSE: Final = Ensemble(
    "AccesDeCleRefuse",
    "Le rôle, la clé ou l'adresse ne le permet pas.",
    (AccesInsuffisant, AdresseRefusee, PorteeInsuffisante),
)


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
            ajouter(operation, *_refus(garde))


def _securite(garde: Garde | Ouverte) -> list[Json]:
    if isinstance(garde, Ouverte):
        return []
    if garde.habilitation:
        return [{_HABILITES[garde.habilitation]: []}]
    return [{nom: []} for genre, nom in _SCHEMAS.items() if genre in garde.genres]


def _refus(garde: Garde | Ouverte) -> tuple[Ensemble, ...]:
    """What a caller whom this guard turns away is answered."""
    if isinstance(garde, Ouverte):
        return ()
    jeton = _JETON_NON_ACCEPTE if isinstance(garde, Facultative) else _JETON_REFUSE
    return jeton, _ACCES_DE_CLE_REFUSE if Preuve.CLE in garde.genres else _ACCES_REFUSE


def _dans(dependance: Dependant) -> list[Garde | Ouverte]:
    trouvees = [garde for garde in GARDES if garde is dependance.call]
    return [*trouvees, *(garde for d in dependance.dependencies for garde in _dans(d))]
