"""Between FastAPI and the acts: bodies read within limits, dependencies, answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, cast

from fastapi import Depends, Header, Request, Response

from app.kit.problems import (
    CorpsTropGrand,
    Probleme,
    TypeDeContenuRefuse,
)
from app.kit.services import Services

JSON = "application/json"


def services_de(requete: Request) -> Services:
    """The service's own database, store, clock and settings."""
    return cast(Services, requete.app.state.services)


def arrivee_de(requete: Request) -> datetime:
    """When the request reached the service."""
    return cast(datetime, requete.state.arrivee)


# Coroutines: FastAPI would run plain functions in threads.
async def _services(requete: Request) -> Services:
    return services_de(requete)


async def _arrivee(requete: Request) -> datetime:
    return arrivee_de(requete)


LesServices = Annotated[Services, Depends(_services)]
Arrivee = Annotated[datetime, Depends(_arrivee)]
SiVersion = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description='Version attendue, telle que donnée par `ETag` : `"3"`. Sans cet en-tête, '
        "les modifications de plusieurs personnes s'ajoutent.",
        examples=['"3"'],
    ),
]
CleIdempotence = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Clé tirée au hasard (un UUID) : la même requête répétée sous la même clé "
        "reçoit la première réponse, marquée `Idempotency-Replayed: true`. Gardée 24 h.",
        examples=["0f8e0b6c-3f5e-4f0a-9a4e-2f5a6c1d7e90"],
    ),
]


def type_de_contenu(requete: Request) -> str:
    """The media type of the body, in lower case, without parameters."""
    return requete.headers.get("content-type", "").partition(";")[0].strip().lower()


async def lire_corps(requete: Request, maximum: int) -> bytes:
    """The whole body, of `maximum` bytes at most; raises `CorpsTropGrand` before reading more."""
    trop_grand = CorpsTropGrand(f"Le corps dépasse {maximum} octets.")
    annonce = requete.headers.get("content-length", "0")
    if annonce.isdigit() and int(annonce) > maximum:
        raise trop_grand
    morceaux, lu = list[bytes](), 0
    async for morceau in requete.stream():
        morceaux.append(morceau)
        lu += len(morceau)
        if lu > maximum:
            raise trop_grand
    return b"".join(morceaux)


async def corps_json(requete: Request, maximum: int, *types: str) -> bytes:
    """The body of a request that must be sent as one of `types`; `lire_json` reads it."""
    if type_de_contenu(requete) not in types:
        raise TypeDeContenuRefuse(f"Types acceptés : {', '.join(types)}.")
    return await lire_corps(requete, maximum)


def repondre_json(
    corps: bytes, statut: int = 200, entetes: Mapping[str, str] | None = None
) -> Response:
    """An answer whose JSON is written already."""
    return Response(corps, statut, entetes, media_type=JSON)


def reponses(*problemes: type[Probleme]) -> dict[int | str, dict[str, Any]]:
    """What a route declares of its refusals; grouped by status in the OpenAPI document."""
    par_statut: dict[int | str, dict[str, Any]] = {}
    for probleme in problemes:
        declare = par_statut.setdefault(int(probleme.statut), {"x-problemes": []})
        declare["x-problemes"].append(probleme.code)
    return par_statut
