"""Answers of whatever size: whole, or seen not to be; nothing is held once they are over."""

import asyncio
import gzip
from collections.abc import AsyncGenerator, Callable, MutableMapping
from typing import Any

import asyncpg
import pytest

from app.kit.web.bulk import ReponseEnMasse

Message = MutableMapping[str, Any]
Contenu = Callable[[list[str]], AsyncGenerator[bytes]]


async def _entier(finis: list[str]) -> AsyncGenerator[bytes]:
    yield b"un"
    yield b"deux"
    finis.append("fini")


async def _sans_fin(finis: list[str]) -> AsyncGenerator[bytes]:
    try:
        yield b"un"
        await asyncio.Event().wait()
    finally:
        finis.append("fini")


async def _perdu(finis: list[str]) -> AsyncGenerator[bytes]:
    try:
        yield b"un"
        raise asyncpg.ConnectionDoesNotExistError
    finally:
        finis.append("fini")


async def _refuse(_: list[str]) -> AsyncGenerator[bytes]:
    raise ZeroDivisionError
    yield b""


def _envoyer(contenu: Contenu, admis: str = "identity") -> tuple[list[Message], list[str]]:
    """What is sent, and whether the content came to its end."""
    envoyes, finis = list[Message](), list[str]()

    async def recevoir() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def envoyer(message: Message) -> None:
        envoyes.append(message)

    async def agir() -> None:
        reponse = await ReponseEnMasse.ouvrir(contenu(finis), 0.05, "text/plain", admis)
        await reponse({"type": "http", "asgi": {"spec_version": "2.3"}}, recevoir, envoyer)

    asyncio.run(agir())
    return envoyes, finis


def _octets(envoyes: list[Message]) -> bytes:
    return b"".join(message.get("body", b"") for message in envoyes)


def test_une_reponse_entiere_se_termine() -> None:
    envoyes, finis = _envoyer(_entier)
    assert (_octets(envoyes), envoyes[-1]["more_body"], finis) == (b"undeux", False, ["fini"])


def test_elle_se_comprime_pour_qui_le_demande() -> None:
    envoyes, _ = _envoyer(_entier, "gzip")
    assert (b"content-encoding", b"gzip") in envoyes[0]["headers"]
    assert gzip.decompress(_octets(envoyes)) == b"undeux"


@pytest.mark.parametrize("contenu", [_sans_fin, _perdu], ids=["trop longue", "base perdue"])
@pytest.mark.parametrize("admis", ["identity", "gzip"])
def test_une_reponse_qui_ne_peut_etre_entiere_ne_se_termine_pas(
    contenu: Contenu, admis: str
) -> None:
    envoyes, finis = _envoyer(contenu, admis)
    assert all(message.get("more_body", True) for message in envoyes)
    assert finis == ["fini"]


def test_ce_qui_est_refuse_d_abord_l_est_avant_de_repondre() -> None:
    with pytest.raises(ZeroDivisionError):
        _envoyer(_refuse)
