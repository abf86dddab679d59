"""The act of answering a document of GraphQL: a process executes it, and is given what it asks for.

Nothing of it runs on the event loop but the statements by which that is read.
"""

import asyncio
from dataclasses import asdict, replace
from typing import Any, Final

from pydantic_core import from_json, to_json

from app.demarches_simplifiees.demande_graphql import Demande
from app.demarches_simplifiees.lectures import LECTURES, Pour
from app.demarches_simplifiees.refus_de_ds import MAUVAISE_DEMANDE, RefusDeDs
from app.kit.confine import A_BOUT
from app.kit.files.slots import Places
from app.kit.process import Ouvrage
from app.kit.web.patience import Patience
from app.kit.web.problems import Indisponible

REPONDEUR: Final = "app.demarches_simplifiees.repondeur"
_A_LA_FOIS: Final = 2
DELAI: Final = 30.0
"""Seconds by the clock, as on DS; the processor time of who answers has a limit of its own."""
LECTURES_MAX: Final = 20
"""What one document may have read, a page or a dossier each."""
_REPONSE_MAX: Final = 32 * 1024 * 1024
_TROP: Final = {"refus": ["Document trop complexe.", MAUVAISE_DEMANDE]}
_REESSAYER: Final = {"Retry-After": "15"}


def places_des_documents(patience: Patience) -> Places:
    """Where documents are executed, each as long as it may take."""
    return Places(_A_LA_FOIS, replace(patience, tenue=DELAI), de_plus=1)


class TropLourd(Exception):
    """The answer takes more memory, processor time or bytes than one may."""


async def repondre(pour: Pour, abonne: str, demande: Demande) -> tuple[int, bytes]:
    """The HTTP status and the JSON of the answer.

    Raises `Indisponible` when too many wait, or when it does not come in time; `TropLourd`.
    """
    services = pour.services
    # Those who show no key hold up nobody who does.
    places = services.documents if pour.appelant else services.documents_ouverts
    async with places.prendre(abonne) as place:
        try:
            async with asyncio.timeout(DELAI):
                return await place.faire(_executer(pour, demande))
        except (TimeoutError, ConnectionError):
            raise Indisponible("La réponse n'a pas abouti à temps.", entetes=_REESSAYER) from None


async def _executer(pour: Pour, demande: Demande) -> tuple[int, bytes]:
    async with pour.services.pouponniere.ouvrage(REPONDEUR) as ouvrage:
        await ouvrage.donner(to_json(asdict(demande)) + b"\n")
        lues = 0
        while ligne := await ouvrage.lecteur.readline():
            dite = from_json(ligne)
            if "statut" in dite:
                corps = await _corps(ouvrage)
                if await ouvrage.statut():  # it did not end what it had begun to write
                    raise TropLourd
                return dite["statut"], corps
            lues += 1
            rendu = _TROP if lues > LECTURES_MAX else await _lire(pour, **dite)
            await ouvrage.donner(to_json(rendu) + b"\n")
        if await ouvrage.statut() in A_BOUT:
            raise TropLourd
        raise RuntimeError("who answers documents ended without an answer")


async def _lire(pour: Pour, quoi: str, arguments: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"valeur": await LECTURES[quoi](pour, **arguments)}
    except RefusDeDs as refuse:
        return {"refus": [refuse.message, refuse.code]}


async def _corps(ouvrage: Ouvrage) -> bytes:
    recu = bytearray()
    async for morceau in ouvrage.prendre():
        recu += morceau
        if len(recu) > _REPONSE_MAX:
            raise TropLourd
    return bytes(recu)
