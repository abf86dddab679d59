"""Posting to an address that somebody else chose, and what came of it, whatever answers there."""

import asyncio
import ssl
from collections.abc import AsyncIterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from time import monotonic
from typing import Final, cast

import httpcore2
import httpx2

from app.kit.egress.insistence import Insistance
from app.kit.egress.pinned import Annuaire, CibleRefusee, Epinglage, Resolution
from app.kit.glossary import decrit
from app.kit.logs import journal

LU_MAX: Final = 64 * 1024
GARDE_MAX: Final = 4 * 1024
_ATTENDUES: Final = (
    CibleRefusee,
    TimeoutError,
    ssl.SSLError,
    httpcore2.NetworkError,
    httpcore2.TimeoutException,
    httpcore2.ProtocolError,
    httpx2.InvalidURL,
)
_AGENT: Final = "territoires-industrie"
_ENTETES_MAX: Final = 4 * 1024


@decrit(
    "Ce qu'il en est d'un essai : `livree` (statut 2xx), `statut` (un autre), `cible` (aucune "
    "machine de ce nom que l'on puisse joindre), `connexion`, `tls`, `delai`, ou `coupure` (une "
    "réponse interrompue ou illisible)."
)
class Issue(StrEnum):
    """What came of a request: taken, another status, or why there was no whole answer."""

    LIVREE = "livree"
    STATUT = "statut"
    CIBLE = "cible"
    CONNEXION = "connexion"
    TLS = "tls"
    DELAI = "delai"
    COUPURE = "coupure"


@dataclass(slots=True)
class Echange:
    """What came of a request, in `duree` seconds; of the answer, its beginning."""

    issue: Issue
    duree: float = 0.0
    statut: int | None = None
    entetes: dict[str, str] = field(default_factory=dict[str, str])
    corps: bytes = field(default=b"", repr=False)


class Sortie:
    """Posts, each time by a connection of its own: no proxy, no cookie, no redirect followed."""

    def __init__(
        self, insistance: Insistance, *, ici: bool, resoudre: Resolution | None = None
    ) -> None:
        """`ici`: this machine may be reached as well. `resoudre`: in place of the system's way."""
        self.insistance: Final = insistance
        self._annuaire = Annuaire()
        self._reseau = Epinglage(resoudre or self._annuaire, ici=ici)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Made once, by who posts: its authorities take a while to read."""
        return ssl.create_default_context()

    async def poster(self, url: str, entetes: Mapping[str, str], corps: bytes) -> Echange:
        """Post a body; never raises for what the other side does."""
        echange, debut = Echange(Issue.LIVREE), monotonic()
        try:
            async with asyncio.timeout(self.insistance.echange.total_seconds()):
                await self._echanger(echange, httpx2.URL(url), entetes, corps)
            reussi = echange.statut is not None and 200 <= echange.statut < 300
            echange.issue = Issue.LIVREE if reussi else Issue.STATUT
        except Exception as erreur:
            # What nobody has thought of is an attempt all the same: else it would be made for ever.
            if not isinstance(erreur, _ATTENDUES):
                journal.exception("envoi_inattendu")
            echange.issue = _issue(erreur)
        echange.duree = monotonic() - debut
        return echange

    async def _echanger(
        self, echange: Echange, url: httpx2.URL, entetes: Mapping[str, str], corps: bytes
    ) -> None:
        adresse = httpcore2.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        )
        requete = httpcore2.Request(
            "POST",
            adresse,
            headers={
                "host": url.netloc.decode("ascii"),
                "user-agent": _AGENT,
                **entetes,
                "content-length": str(len(corps)),
                "connection": "close",
            },
            content=corps,
            extensions={"timeout": {"connect": self.insistance.connexion.total_seconds()}},
        )
        async with httpcore2.AsyncHTTPConnection(
            adresse.origin, ssl_context=self._tls, network_backend=self._reseau
        ) as connexion:
            reponse = await connexion.handle_async_request(requete)
            echange.statut, echange.entetes = reponse.status, _lisibles(reponse.headers)
            await _lire(cast(AsyncIterable[bytes], reponse.stream), echange)

    def fermer(self) -> None:
        """Look no name up any more."""
        self._annuaire.fermer()


async def _lire(morceaux: AsyncIterable[bytes], echange: Echange) -> None:
    """Keep the beginning; what exceeds what is read is left where it is."""
    lus = 0
    async for morceau in morceaux:
        echange.corps += morceau[: GARDE_MAX - len(echange.corps)]
        lus += len(morceau)
        if lus >= LU_MAX:
            return


def _lisibles(entetes: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """The first headers, as text that PostgreSQL keeps."""
    gardes: dict[str, str] = {}
    reste = _ENTETES_MAX
    for nom, valeur in entetes:
        reste -= len(nom) + len(valeur)
        if reste < 0:
            break
        texte = valeur.decode("latin-1").replace("\0", "")
        cle = nom.decode("latin-1").lower()
        gardes[cle] = f"{gardes[cle]}, {texte}" if cle in gardes else texte
    return gardes


def _issue(erreur: BaseException) -> Issue:
    if isinstance(erreur, CibleRefusee | httpx2.InvalidURL):
        return Issue.CIBLE
    if isinstance(erreur, TimeoutError | httpcore2.TimeoutException):
        return Issue.DELAI
    if isinstance(erreur, ssl.SSLError) or isinstance(erreur.__cause__, ssl.SSLError):
        return Issue.TLS
    return Issue.CONNEXION if isinstance(erreur, httpcore2.ConnectError) else Issue.COUPURE
