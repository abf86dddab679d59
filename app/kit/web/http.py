"""Between FastAPI and the acts: bodies read within limits, dependencies, answers."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated, Final, cast
from uuid import UUID

from fastapi import Depends, Header, Path, Request, Response
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from app.kit.services import Services
from app.kit.web import tickets
from app.kit.web.call import appel_de
from app.kit.web.headers import ENTETE_MAX, FORME_CLE, FORME_ETIQUETTES
from app.kit.web.problems import CorpsTropGrand, TypeDeContenuRefuse
from app.kit.web.reception import recevoir

JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
_BOM: Final = b"\xef\xbb\xbf"
_UUID: Final = 36  # characters


def services_de(requete: Request) -> Services:
    """The service's own database, store, clock and settings."""
    return cast(Services, requete.app.state.services)


# Coroutines: FastAPI would run plain functions in threads.
async def _services(requete: Request) -> Services:
    return services_de(requete)


async def _arrivee(requete: Request) -> datetime:
    return appel_de(requete).arrivee


def _canonique(texte: str) -> str:
    """One resource, one address: Python reads a UUID without hyphens or within braces, too."""
    if len(texte) != _UUID:
        raise PydanticCustomError("uuid_parsing", "36 caractères attendus")
    return texte


Identifiant = Annotated[UUID, BeforeValidator(_canonique)]
IdCandidature = Annotated[
    Identifiant,
    Path(
        description="L'identifiant de la candidature, donné à sa création.",
        examples=["018c2f6e-7d0a-4c1e-9b52-3f6a1d2e4c5b"],
    ),
]
LesServices = Annotated[Services, Depends(_services)]
Arrivee = Annotated[datetime, Depends(_arrivee)]
SiVersion = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description='Version attendue, telle que donnée par `ETag` : `"3"`. Sans cet en-tête, '
        "les modifications de plusieurs personnes s'ajoutent.",
        examples=['"3"'],
        json_schema_extra={
            "pattern": FORME_ETIQUETTES,
            "minLength": 1,
            "maxLength": ENTETE_MAX,
        },
    ),
]
SaufVersion = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        description="`*` : créer, et ne rien changer à ce qui existe déjà.",
        examples=["*"],
        json_schema_extra={
            "pattern": FORME_ETIQUETTES,
            "minLength": 1,
            "maxLength": ENTETE_MAX,
        },
    ),
]
CleIdempotence = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Clé tirée au hasard (un UUID) : la même requête répétée sous la même clé "
        "reçoit la première réponse, dans sa forme d'alors quoi que dise `erreurs`, marquée "
        "`Idempotency-Replayed: true`. Gardée 24 h.",
        examples=["0f8e0b6c-3f5e-4f0a-9a4e-2f5a6c1d7e90"],
        json_schema_extra={"pattern": FORME_CLE, "maxLength": ENTETE_MAX},
    ),
]
TicketArrivee = Annotated[
    str | None,
    Header(
        alias=tickets.ENTETE,
        description="Le ticket reçu avec un refus 429 ou 503 : c'est l'instant qu'il atteste qui "
        f"compte, si la même demande revient dans les {tickets.MINUTES} minutes.",
        examples=["1695419998123456.q7Yz0b1mCk3v2c8Jw5dXh4e9a6f0g1h2i3j4k5l6m7n"],
        json_schema_extra={"pattern": tickets.FORME, "maxLength": ENTETE_MAX},
    ),
]


def type_de_contenu(requete: Request) -> str:
    """The media type of the body, in lower case, without parameters."""
    return requete.headers.get("content-type", "").partition(";")[0].strip().lower()


def exiger_en_clair(requete: Request) -> None:
    """Raise `TypeDeContenuRefuse` for a compressed body (RFC 9110, 15.5.16)."""
    codage = requete.headers.get("content-encoding", "identity").strip().lower()
    if codage not in ("", "identity"):
        raise TypeDeContenuRefuse(
            "Le corps est compressé : envoyez-le tel quel, sans « Content-Encoding ».",
            entetes={"Accept-Encoding": "identity"},
        )


async def lire_corps(requete: Request, maximum: int) -> bytes:
    """The whole body, of `maximum` bytes at most.

    Raises `CorpsTropGrand` before reading more, `TypeDeContenuRefuse` for one that is compressed.
    """
    exiger_en_clair(requete)
    trop_grand = CorpsTropGrand(f"Le corps dépasse {maximum} octets.")
    annonce = requete.headers.get("content-length", "0")
    if annonce.isdigit() and int(annonce) > maximum:
        raise trop_grand
    morceaux, lu = list[bytes](), 0
    services = services_de(requete)
    async for morceau in recevoir(requete, services.patience, services.presse):
        morceaux.append(morceau)
        lu += len(morceau)
        if lu > maximum:
            raise trop_grand
    return b"".join(morceaux)


async def corps_json(requete: Request, maximum: int, *types: str) -> bytes:
    """The body of a request that must be sent as one of `types`; what reads it checks it.

    Without the mark that some editors and clients put before it (RFC 8259, 8.1).
    """
    _exiger_le_type(requete, types)
    return (await lire_corps(requete, maximum)).removeprefix(_BOM)


async def corps_json_facultatif(requete: Request, maximum: int, *types: str) -> bytes:
    """The same of a request that may have none, whose bytes alone say so: empty then."""
    if corps := (await lire_corps(requete, maximum)).removeprefix(_BOM):
        _exiger_le_type(requete, types)
    return corps


def _exiger_le_type(requete: Request, types: Collection[str]) -> None:
    if type_de_contenu(requete) not in types:
        raise TypeDeContenuRefuse(f"Types acceptés : {', '.join(types)}.")


def repondre_json(
    corps: bytes, statut: int = 200, entetes: Mapping[str, str] | None = None
) -> Response:
    """An answer whose JSON is written already."""
    return Response(corps, statut, entetes, media_type=JSON)
