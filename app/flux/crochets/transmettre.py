"""The act of forwarding what the feed says, signed, to a program of a developer's: `ti ecouter`."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from time import perf_counter, sleep
from typing import Final

import httpx2
from pydantic import TypeAdapter

from app.flux.crochets.requete import preparer
from app.flux.crochets.tables import FormatEnvoi
from app.flux.evenement import EvenementPublie
from app.flux.lire import PageDuFlux
from app.kit.clock import Horloge

_ATTENTE: Final = 25  # seconds that one page is waited for
_LECTURE: Final = 2.0 * _ATTENTE
_DELAI: Final = 15.0  # seconds that a receiver has
_PAUSE: Final = 2.0  # seconds before a service that does not answer is asked again
# No event is of that instant: asked for from then on, the feed gives the cursor of its end.
_PLUS_TARD: Final = "2099-12-31T23:59:59Z"
_page: Final = TypeAdapter(PageDuFlux).validate_json


class EcouteRefusee(Exception):
    """The service does not let this key read. The message, in French, says why."""


def transmettre(
    service: str,
    cle: str,
    vers: str,
    secret: str,
    format: FormatEnvoi,
    dire: Callable[[str], object],
) -> None:
    """Post what this key may see, from now on, to `vers`, once each; a line for each to `dire`.

    Raises `EcouteRefusee`; ends in no other way.
    """
    porteur = {"Authorization": f"Bearer {cle}"}
    with (
        httpx2.Client(base_url=service, headers=porteur, timeout=_LECTURE, trust_env=False) as flux,
        httpx2.Client(timeout=_DELAI, trust_env=False) as sortie,
    ):
        for evenement in _suivre(flux, dire):
            entetes, corps = preparer(evenement, format, [secret], Horloge().maintenant())
            debut = perf_counter()
            try:
                issue = str(sortie.post(vers, headers=entetes, content=corps).status_code)
            except (httpx2.TransportError, httpx2.InvalidURL) as erreur:
                issue = type(erreur).__name__
            ms = round(1000 * (perf_counter() - debut))
            candidature = evenement.data.candidature
            dire(f"{evenement.type}  {candidature.numero or candidature.id}  {issue}  {ms} ms")


def _suivre(flux: httpx2.Client, dire: Callable[[str], object]) -> Iterator[EvenementPublie]:
    """What happens from now on, without end."""
    curseur = None
    while True:
        depart = {"apres": curseur, "attente": _ATTENTE} if curseur else {"depuis": _PLUS_TARD}
        try:
            reponse = flux.get("/v1/flux", params=depart)
        except httpx2.TransportError as erreur:
            dire(f"Le service ne répond pas ({type(erreur).__name__}).")
            sleep(_PAUSE)
            continue
        if reponse.status_code == HTTPStatus.GONE:
            dire("Le flux a recommencé : reprise à son bout.")
            curseur = None
        elif reponse.is_server_error or reponse.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            dire(f"Le service répond {reponse.status_code}.")
            attente = reponse.headers.get("Retry-After", "")
            sleep(int(attente) if attente.isdecimal() else _PAUSE)
        elif reponse.is_error:
            raise EcouteRefusee(_motif(reponse))
        else:
            lue = _page(reponse.content)
            if curseur is None:
                dire("J'écoute.")
            yield from lue.evenements
            curseur = lue.suivant


def _motif(reponse: httpx2.Response) -> str:
    try:
        return str(reponse.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"réponse {reponse.status_code}"
