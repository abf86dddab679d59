"""A process of its own for what a stranger sent, which may die of it."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """How a process ended: its status, negative after a signal, and what it printed.

    `statut` is None when its time was up, or when it printed more than it may.
    """

    statut: int | None
    sortie: bytes


async def lancer(
    *arguments: str,
    secondes: float,
    sortie_max: int,
    entree: AsyncIterable[bytes] | None = None,
) -> Issue:
    """Run Python with these arguments, and what `entree` yields for standard input.

    It inherits no variable: a hostile file must find no secret in its process. It is killed after
    `secondes` by the clock. Raises what `entree` raises.
    """
    processus = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", *arguments),
        stdin=PIPE if entree is not None else DEVNULL,
        stdout=PIPE,
        stderr=DEVNULL,
        env={},
    )
    try:
        async with asyncio.timeout(secondes):
            if entree is not None:
                await _nourrir(processus, entree)
            return await _sortie(processus, sortie_max)
    except TimeoutError:
        return Issue(None, b"")
    finally:
        await _finir(processus)


async def _nourrir(processus: Process, entree: AsyncIterable[bytes]) -> None:
    assert processus.stdin  # noqa: S101 - it is a pipe
    try:
        async for morceau in entree:
            processus.stdin.write(morceau)
            await processus.stdin.drain()
        processus.stdin.close()
    except (BrokenPipeError, ConnectionResetError):
        return  # it died before it read all: how, its status tells


async def _sortie(processus: Process, maximum: int) -> Issue:
    assert processus.stdout  # noqa: S101 - it is a pipe
    try:
        await processus.stdout.readexactly(maximum)
    except asyncio.IncompleteReadError as fin:
        return Issue(await processus.wait(), fin.partial)
    return Issue(None, b"")


async def _finir(processus: Process) -> None:
    """Leave no process behind, nor a pipe half read, when time is up or the caller gives up."""
    if processus.returncode is None:
        processus.kill()
    await processus.communicate()
