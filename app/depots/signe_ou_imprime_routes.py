"""HTTP of signed documents, as `Accept` asks: the original (JSON), or a copy to print (PDF)."""

import asyncio
from collections.abc import Callable
from typing import Any, Final, NamedTuple
from uuid import UUID

from fastapi import Request, Response

from app.acces.appelant import Appelant
from app.candidatures.quotas import COPIES, compte_de
from app.kit.web.declaration import Ensemble, reponses
from app.kit.web.http import JSON, repondre_json
from app.kit.web.limits import compter_sous
from app.kit.web.negotiation import choisir
from app.kit.web.problems import FormatNonDisponible, Probleme, TropDeRequetes

PDF: Final = "application/pdf"


class Copie(NamedTuple):
    """A copy to print, and the name of its file."""

    nom: str
    octets: bytes


def reponses_d_un_signe(
    description: str, *refus: type[Probleme] | Ensemble
) -> dict[int | str, dict[str, Any]]:
    """What a route that gives a signed document declares of its answers."""
    return {
        200: {"description": description, "content": {PDF: {"schema": {}}}},
        **reponses(*refus, FormatNonDisponible, TropDeRequetes),
    }


async def repondre_signe(
    requete: Request, appelant: Appelant, id: UUID, signe: str, imprimer: Callable[[str], Copie]
) -> Response:
    """A document of a candidature that the caller may read.

    `signe`: its JSON, passed through; `imprimer` makes the copy of it, in a thread. Raises
    `FormatNonDisponible`, and `TropDeRequetes` for copies.
    """
    if choisir(requete.headers.get("accept"), (JSON, PDF)) == JSON:
        return repondre_json(signe.encode(), entetes={"Vary": "Accept"})
    compter_sous(requete, COPIES, compte_de(appelant, id))
    copie = await asyncio.to_thread(imprimer, signe)
    entetes = {"Content-Disposition": f'attachment; filename="{copie.nom}"', "Vary": "Accept"}
    return Response(copie.octets, headers=entetes, media_type=PDF)
