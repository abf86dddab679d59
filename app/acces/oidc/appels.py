"""Requests to the provider: to its origin alone, within limits of time and size."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import httpx2

from app.acces.oidc.refus import hors_de_portee

REPONSE_MAX: Final = 256 * 1024
_CONNEXIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Reponse:
    """What the provider answered: its status, media type without parameters, and whole body."""

    statut: int
    media: str
    corps: bytes = field(repr=False)


class Appels:
    """A client of one provider.

    Nothing that the provider says sends a token, or the secret of this service, anywhere else: an
    address of another origin than the issuer's is refused, a redirect is not followed.
    """

    def __init__(self, emetteur: str, delai: float) -> None:
        """`delai`, in seconds, is for a whole exchange, however it is spread."""
        self._origine = _origine(httpx2.URL(emetteur))
        self._delai = delai
        self._client = httpx2.AsyncClient(
            trust_env=False,
            follow_redirects=False,
            timeout=None,  # each exchange has one, whole
            limits=httpx2.Limits(max_connections=_CONNEXIONS),
            headers={"Accept-Encoding": "identity"},  # what is compressed is not read
        )

    async def demander(
        self,
        methode: Literal["GET", "POST"],
        adresse: str,
        entetes: Mapping[str, str],
        donnees: Mapping[str, str] | None = None,
    ) -> Reponse:
        """Send a request, with `donnees` as its form. Raises `Indisponible`."""
        try:
            url = httpx2.URL(adresse)
            if _origine(url) != self._origine:
                raise hors_de_portee("autre_origine")
            async with asyncio.timeout(self._delai):
                requete = self._client.build_request(methode, url, headers=entetes, data=donnees)
                return await self._echanger(requete)
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as erreur:
            raise hors_de_portee(type(erreur).__name__) from None

    async def _echanger(self, requete: httpx2.Request) -> Reponse:
        reponse = await self._client.send(requete, stream=True)
        try:
            corps = await _lire(reponse)
        finally:
            await reponse.aclose()
        media = reponse.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Reponse(reponse.status_code, media, corps)

    async def fermer(self) -> None:
        """Close the connections."""
        await self._client.aclose()


async def _lire(reponse: httpx2.Response) -> bytes:
    corps = bytearray()
    async for morceau in reponse.aiter_raw():
        corps += morceau
        if len(corps) > REPONSE_MAX:
            raise hors_de_portee("reponse_trop_grande")
    return bytes(corps)


def _origine(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
