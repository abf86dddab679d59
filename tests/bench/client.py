"""A load generator as light as Python allows: requests written beforehand, answers barely read."""

import asyncio
import gc
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from time import perf_counter
from types import TracebackType
from typing import Self

import httptools

Requete = Sequence[bytes]
"""The bytes of a request in parts: a large body is shared, not copied."""


@dataclass(slots=True)
class Reponse:
    """Status and body of an answer, how long it took in seconds."""

    statut: int
    corps: bytes
    duree: float


@dataclass(slots=True)
class Salve:
    """What a volley of requests gave; `duree` in seconds from the first sent to the last answer."""

    duree: float
    reponses: list[Reponse] = field(default_factory=list[Reponse])

    @property
    def refus(self) -> list[Reponse]:
        """The answers other than 2xx."""
        return [r for r in self.reponses if not 200 <= r.statut < 300]

    def exiger(self, nom: str) -> None:
        """Raise `RuntimeError`, with the first refusal, unless every answer is 2xx."""
        if self.refus:
            premier = self.refus[0]
            raise RuntimeError(
                f"{nom}: {len(self.refus)} refusals, the first {premier.statut} "
                f"{premier.corps[:2000].decode(errors='replace')}"
            )

    def quantile(self, part: float) -> float:
        """The time within which this part of the requests was answered, in seconds."""
        durees = sorted(reponse.duree for reponse in self.reponses)
        return durees[min(int(part * len(durees)), len(durees) - 1)]


def requete(methode: str, chemin: str, entetes: dict[str, str], *corps: bytes) -> Requete:
    """A request of HTTP/1.1, ready to be written."""
    lignes = {"Host": "banc", "Content-Length": str(sum(map(len, corps))), **entetes}
    texte = "".join(f"{nom}: {valeur}\r\n" for nom, valeur in lignes.items())
    return (f"{methode} {chemin} HTTP/1.1\r\n{texte}\r\n".encode(), *corps)


class Connexion(asyncio.Protocol):
    """One keep-alive connection, one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._attente: asyncio.Future[None] | None = None
        self._lecteur = httptools.HttpResponseParser(self)
        self._corps: list[bytes] = []

    @classmethod
    async def ouvrir(cls, port: int) -> Self:
        """Connect to a server of this machine."""
        boucle = asyncio.get_running_loop()
        _, connexion = await boucle.create_connection(cls, "127.0.0.1", port)
        return connexion

    async def envoyer(self, requete: Requete) -> Reponse:
        """Send and wait for the whole answer; status 0 when the connection is cut before."""
        self._attente = asyncio.get_running_loop().create_future()
        self._corps = []
        depart = perf_counter()
        try:
            self._ecrire(requete)
            await self._attente
        except OSError as coupure:
            return Reponse(0, repr(coupure).encode(), perf_counter() - depart)
        duree = perf_counter() - depart
        return Reponse(self._lecteur.get_status_code(), b"".join(self._corps), duree)

    def _ecrire(self, requete: Requete) -> None:
        if self._transport is None:
            raise ConnectionError("closed by the server")
        self._transport.writelines(requete)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The event loop's call."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """The event loop's call."""
        self._lecteur.feed_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        """The event loop's call."""
        self._transport = None
        if self._attente and not self._attente.done():
            self._attente.set_exception(exc or ConnectionResetError())

    def on_body(self, body: bytes) -> None:
        """The parser's call."""
        self._corps.append(body)

    def on_message_complete(self) -> None:
        """The parser's call."""
        if self._attente and not self._attente.done():
            self._attente.set_result(None)

    def fermer(self) -> None:
        """Close the connection."""
        if self._transport:
            self._transport.close()


class Tireur:
    """As many connections as asked for, open while in context, before anything is measured."""

    def __init__(self, port: int, connexions: int) -> None:
        self._port = port
        self._nombre = connexions
        self._ouvertes: list[Connexion] = []
        self._pile = AsyncExitStack()

    async def __aenter__(self) -> Self:
        for _ in range(self._nombre):
            connexion = await Connexion.ouvrir(self._port)
            self._pile.callback(connexion.fermer)
            self._ouvertes.append(connexion)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._pile.aclose()

    async def tirer(self, requetes: Sequence[Requete]) -> Salve:
        """Deal the requests out to the connections, like cards, and send each one's in turn.

        The answers stand in the order of the requests. Nothing is collected here meanwhile: a
        look at all that this process holds takes 40 ms, that an answer would seem to wait for.
        """
        gc.disable()
        depart = perf_counter()
        mains = [slice(rang, None, self._nombre) for rang in range(self._nombre)]
        jouees = await asyncio.gather(
            *(_jouer(c, requetes[main]) for c, main in zip(self._ouvertes, mains, strict=True))
        )
        duree = perf_counter() - depart
        gc.enable()
        reponses = [Reponse(0, b"", 0.0)] * len(requetes)
        for main, jouee in zip(mains, jouees, strict=True):
            reponses[main] = jouee
        return Salve(duree, reponses)


async def _jouer(connexion: Connexion, requetes: Iterable[Requete]) -> list[Reponse]:
    return [await connexion.envoyer(requete) for requete in requetes]
