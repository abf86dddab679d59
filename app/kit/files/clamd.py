"""The antivirus: clamd's INSTREAM command (clamd(8), "COMMANDS"), over TCP or a Unix socket.

A file is clean when clamd has taken all of it and answers `stream: OK`, infected when it names a
signature. Whatever else happens says nothing of the file: it has not been scanned.
"""

import asyncio
import re
from asyncio import IncompleteReadError, LimitOverrunError, StreamReader, StreamWriter, Task
from collections.abc import AsyncGenerator, AsyncIterable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from app.kit.respite import Repit

_MORCEAU: Final = 64 * 1024
# The name may be followed by the MD5 and the size of what was found (`ExtendedDetectionInfo`).
_TROUVE: Final = re.compile(rb"stream: ([!-~]+?)(?:\([0-9a-f]+:\d+\))? FOUND")
# Found, with `AlertExceedsMax`, in what is too big, too deep or too long for clamd to see it all.
_LIMITE: Final = "Heuristics.Limits.Exceeded"
_TROP_LONG: Final = b"INSTREAM size limit exceeded. ERROR"


@dataclass(frozen=True, slots=True)
class Delais:
    """How long the antivirus is waited for, in seconds.

    `porte`: by who sends a file; 50 MB take less than a second. `ping`: to tell whether it
    listens. `travail`: by a job; longer than clamd gives itself (`MaxScanTime`, two minutes).
    `repit`: after a failure nobody at the door waits for it again.
    """

    porte: float = 5.0
    ping: float = 5.0
    travail: float = 180.0
    repit: float = 30.0


class Clamd:
    """The antivirus of a process: where it is, None without one; how it did the last time."""

    def __init__(self, adresse: str | None, delais: Delais) -> None:
        self.adresse: Final = adresse
        self.delais: Final = delais
        self.repit: Final = Repit(timedelta(seconds=delais.repit))


class NonAnalyse(Exception):
    """The file has not been scanned: clamd is down, slow, or answers something else."""


class TropGrandPourAnalyse(NonAnalyse):
    """Nor will it be: it exceeds a limit of clamd's configuration."""


async def analyser(adresse: str, contenu: AsyncIterable[bytes], delai: float) -> str | None:
    """Have clamd scan what `contenu` yields: None when clean, else the signature that matches.

    `adresse` is `host:port` or the path of a socket; `delai` is for the whole exchange, in seconds.
    Of the file, a few times 64 KB are held, beside what `contenu` yields at once. Raises
    `NonAnalyse`, and as it is what `contenu` raises.
    """
    limite = asyncio.timeout(delai)
    try:
        async with limite:
            lecture, ecriture = await _connecter(adresse)
            try:
                return await _soumettre(lecture, ecriture, contenu)
            finally:
                ecriture.transport.abort()
    except TimeoutError:
        if not limite.expired():  # it comes from `contenu`
            raise
        raise NonAnalyse(f"no answer within {delai} seconds") from None


async def repond(adresse: str, delai: float) -> bool:
    """Whether clamd answers its PING within `delai` seconds; it does while it scans."""
    try:
        async with asyncio.timeout(delai):
            lecture, ecriture = await _connecter(adresse)
            try:
                ecriture.write(b"zPING\0")
                return await lecture.readuntil(b"\0") == b"PONG\0"
            finally:
                ecriture.transport.abort()
    except (TimeoutError, NonAnalyse, OSError, IncompleteReadError, LimitOverrunError):
        return False


async def _connecter(adresse: str) -> tuple[StreamReader, StreamWriter]:
    try:
        if adresse.startswith("/"):
            return await asyncio.open_unix_connection(adresse)
        hote, _, port = adresse.rpartition(":")
        return await asyncio.open_connection(hote.strip("[]"), int(port))
    except (OSError, OverflowError) as erreur:  # OverflowError: a port above 65535
        raise NonAnalyse("clamd cannot be reached") from erreur


async def _soumettre(
    lecture: StreamReader, ecriture: StreamWriter, contenu: AsyncIterable[bytes]
) -> str | None:
    # Read from the start: past `StreamMaxLength` clamd answers and hangs up while it is still
    # being written to, and what it said would be lost with the connection.
    reponse = asyncio.create_task(lecture.readuntil(b"\0"))
    try:
        entier = await _envoyer(ecriture, contenu, reponse)
        try:
            lue = await reponse
        except (OSError, IncompleteReadError, LimitOverrunError) as erreur:
            raise NonAnalyse("the connection was cut before an answer") from erreur
        return _comprendre(lue[:-1], entier=entier)
    finally:
        reponse.cancel()
        await asyncio.gather(reponse, return_exceptions=True)


async def _envoyer(
    ecriture: StreamWriter, contenu: AsyncIterable[bytes], reponse: Task[bytes]
) -> bool:
    """Whether clamd has taken it all; False as soon as it answers before, or hangs up."""
    async with aclosing(_paquets(contenu)) as paquets:
        async for paquet in paquets:
            if reponse.done():
                return False
            ecriture.write(paquet)
            try:
                await ecriture.drain()
            except OSError:
                return False
    return True


async def _paquets(contenu: AsyncIterable[bytes]) -> AsyncGenerator[bytes]:
    """The command, then each chunk after its length; one of length 0 ends the stream."""
    yield b"zINSTREAM\0"
    async for morceau in contenu:
        for debut in range(0, len(morceau), _MORCEAU):
            partie = morceau[debut : debut + _MORCEAU]
            yield len(partie).to_bytes(4) + partie
    yield bytes(4)


def _comprendre(reponse: bytes, *, entier: bool) -> str | None:
    if reponse == _TROP_LONG:
        raise TropGrandPourAnalyse("longer than StreamMaxLength")
    if entier and reponse == b"stream: OK":
        return None
    if entier and (trouve := _TROUVE.fullmatch(reponse)):
        signature = trouve[1].decode("ascii")
        if signature.startswith(_LIMITE):
            raise TropGrandPourAnalyse(signature)
        return signature
    raise NonAnalyse(f"clamd answers {reponse[:200]!r}")
