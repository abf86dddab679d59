"""Our client, against servers that answer like clamd, badly, or not at all."""

import asyncio
import socket
import struct
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path

import pytest

from app.kit.files.clamd import NonAnalyse, TropGrandPourAnalyse, analyser

DELAI = 30
TROP_LONG = b"INSTREAM size limit exceeded. ERROR\0"
Dialogue = Callable[[StreamReader, StreamWriter], Awaitable[None]]


async def flux(*morceaux: bytes) -> AsyncGenerator[bytes]:
    for morceau in morceaux:
        yield morceau


async def recevoir(lecture: StreamReader) -> list[bytes]:
    """The chunks of an INSTREAM, to its end."""
    assert await lecture.readuntil(b"\0") == b"zINSTREAM\0"
    morceaux = list[bytes]()
    while taille := int.from_bytes(await lecture.readexactly(4)):
        morceaux.append(await lecture.readexactly(taille))
    return morceaux


def qui_repond(octets: bytes) -> Dialogue:
    """Takes the whole stream, then answers and hangs up."""

    async def dialogue(lecture: StreamReader, ecriture: StreamWriter) -> None:
        await recevoir(lecture)
        ecriture.write(octets)

    return dialogue


def jouer(
    dialogue: Dialogue, *morceaux: bytes, prise: Path | None = None, delai: float = DELAI
) -> str | None:
    """What the client says of a server that speaks so, on a port or on the socket `prise`."""
    return asyncio.run(_jouer(dialogue, flux(*morceaux), prise, delai))


async def _jouer(
    dialogue: Dialogue, contenu: AsyncGenerator[bytes], prise: Path | None, delai: float
) -> str | None:
    # A server that neither reads nor writes waits for nothing that the loop holds: were it not
    # held here, a garbage collection would close its connection.
    en_cours = set[asyncio.Task[None] | None]()

    async def servir(lecture: StreamReader, ecriture: StreamWriter) -> None:
        en_cours.add(asyncio.current_task())
        try:
            await dialogue(lecture, ecriture)
        finally:
            ecriture.close()

    if prise:
        serveur = await asyncio.start_unix_server(servir, prise)
        adresse = str(prise)
    else:
        serveur = await asyncio.start_server(servir, "127.0.0.1", 0)
        adresse = f"127.0.0.1:{serveur.sockets[0].getsockname()[1]}"
    async with serveur:
        return await analyser(adresse, contenu, delai)


# --- scanned ---


@pytest.mark.parametrize("unix", [True, False], ids=["prise", "port"])
def test_un_fichier_sain(tmp_path: Path, unix: bool) -> None:
    prise = tmp_path / "clamd.sock" if unix else None
    assert jouer(qui_repond(b"stream: OK\0"), b"bonjour", prise=prise) is None


@pytest.mark.parametrize(
    ("reponse", "nom"),
    [
        (b"stream: Eicar-Test-Signature FOUND\0", "Eicar-Test-Signature"),
        (b"stream: Win.A(44d88612fea8a8f36de82e1278abb02f:68) FOUND\0", "Win.A"),
        (b"stream: OK FOUND\0", "OK"),
    ],
)
def test_un_fichier_infecte_dit_de_quoi(reponse: bytes, nom: str) -> None:
    assert jouer(qui_repond(reponse), b"bonjour") == nom


@pytest.mark.parametrize(
    "morceaux",
    [[], [b""], [b"a", b"", b"b"], [b"x" * 65536], [b"x" * 200_000, b"y"]],
    ids=["rien", "vide", "vide_au_milieu", "plein", "grands"],
)
def test_envoie_tout_le_fichier_par_morceaux(morceaux: list[bytes]) -> None:
    recus = list[bytes]()

    async def dialogue(lecture: StreamReader, ecriture: StreamWriter) -> None:
        recus.extend(await recevoir(lecture))
        ecriture.write(b"stream: OK\0")

    assert jouer(dialogue, *morceaux) is None
    assert b"".join(recus) == b"".join(morceaux)
    assert all(len(recu) <= 65536 for recu in recus)


# --- not scanned: never said to be clean ---


@pytest.mark.parametrize(
    "reponse",
    [
        b"",
        b"\0",
        b"OK\0",
        b"stream: OK",
        b"stream: OK\n",
        b"stream: OK \0",
        b"stream: ok\0",
        b" stream: OK\0",
        b"autre: OK\0",
        b"stream: OK\nstream: Eicar FOUND\0",
        b"stream:  FOUND\0",
        b"stream: \xe9 FOUND\0",
        b"PONG\0",
        b"UNKNOWN COMMAND\0",
        b"INSTREAM: Can't open temporary file. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"x" * 1_000_000,
        b"x" * 1_000_000 + b"\0",
    ],
    ids=lambda reponse: repr(reponse[:30]),
)
def test_une_autre_reponse_n_est_pas_une_analyse(reponse: bytes) -> None:
    with pytest.raises(NonAnalyse) as erreur:
        jouer(qui_repond(reponse), b"bonjour")
    assert erreur.type is NonAnalyse


@pytest.mark.parametrize("reponse", [b"stream: OK\0", b"stream: Eicar FOUND\0", b"stream: O"])
def test_une_reponse_avant_la_fin_du_fichier_n_en_est_pas_une(reponse: bytes) -> None:
    repondu = asyncio.Event()

    async def dialogue(lecture: StreamReader, ecriture: StreamWriter) -> None:
        ecriture.write(reponse)
        ecriture.write_eof()
        repondu.set()
        await lecture.read()

    async def contenu() -> AsyncGenerator[bytes]:
        yield b"debut"
        await repondu.wait()
        while True:  # as long as it is listened to
            yield bytes(65536)

    with pytest.raises(NonAnalyse):
        asyncio.run(_jouer(dialogue, contenu(), None, DELAI))


def _couper(ecriture: StreamWriter) -> None:
    """Hang up with a RST, as closing a socket that has not been read to its end does."""
    prise: socket.socket = ecriture.get_extra_info("socket")
    prise.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    ecriture.transport.abort()


@pytest.mark.parametrize("suite", ["fermer", "couper"])
def test_un_fichier_plus_long_que_la_limite_n_est_pas_analyse(suite: str) -> None:
    async def dialogue(lecture: StreamReader, ecriture: StreamWriter) -> None:
        await lecture.readexactly(1_000_000)
        ecriture.write(TROP_LONG)
        await ecriture.drain()
        if suite == "couper":
            _couper(ecriture)

    with pytest.raises(NonAnalyse):
        jouer(dialogue, *[bytes(65536)] * 400)


def test_la_limite_de_taille_se_distingue_d_une_panne() -> None:
    with pytest.raises(TropGrandPourAnalyse):
        jouer(qui_repond(TROP_LONG), b"bonjour")
    with pytest.raises(TropGrandPourAnalyse):
        jouer(qui_repond(b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0"), b"bonjour")


@pytest.mark.parametrize("apres", [0, 10, 1_000_000])
def test_une_coupure_n_est_pas_une_analyse(apres: int) -> None:
    async def dialogue(lecture: StreamReader, ecriture: StreamWriter) -> None:
        await lecture.readexactly(apres)
        _couper(ecriture)

    with pytest.raises(NonAnalyse):
        jouer(dialogue, *[bytes(65536)] * 400)


@pytest.mark.parametrize("lit", [True, False], ids=["lit", "ne_lit_pas"])
def test_un_antivirus_muet_ne_retient_personne(lit: bool) -> None:
    async def dialogue(lecture: StreamReader, ecriture: StreamWriter) -> None:
        while lit and await lecture.read(65536):
            continue
        await ecriture.wait_closed()

    with pytest.raises(NonAnalyse, match="no answer within"):
        jouer(dialogue, *[bytes(65536)] * 400, delai=0.2)


@pytest.mark.parametrize("adresse", ["/nulle/part.sock", "127.0.0.1:70000"])
def test_une_adresse_ou_personne_n_ecoute_n_est_pas_une_analyse(adresse: str) -> None:
    with pytest.raises(NonAnalyse):
        asyncio.run(analyser(adresse, flux(b"bonjour"), DELAI))


def test_une_connexion_refusee_n_est_pas_une_analyse() -> None:
    with socket.socket() as muette:  # bound, not listening
        muette.bind(("127.0.0.1", 0))
        adresse = f"127.0.0.1:{muette.getsockname()[1]}"
        with pytest.raises(NonAnalyse):
            asyncio.run(analyser(adresse, flux(b"bonjour"), DELAI))


# --- what is read ---


@pytest.mark.parametrize("panne", [OSError("disque"), TimeoutError(), RuntimeError("autre")])
def test_une_panne_du_magasin_n_est_pas_celle_de_l_antivirus(panne: Exception) -> None:
    async def contenu() -> AsyncGenerator[bytes]:
        yield b"debut"
        raise panne

    with pytest.raises(type(panne)) as erreur:
        asyncio.run(_jouer(qui_repond(b"stream: OK\0"), contenu(), None, DELAI))
    assert erreur.value is panne


def test_ne_lit_pas_plus_vite_que_l_antivirus() -> None:
    lus = 0

    async def contenu() -> AsyncGenerator[bytes]:
        nonlocal lus
        while True:
            lus += 65536
            yield bytes(65536)

    async def dialogue(lecture: StreamReader, ecriture: StreamWriter) -> None:
        await ecriture.wait_closed()

    with pytest.raises(NonAnalyse):
        asyncio.run(_jouer(dialogue, contenu(), None, 0.5))
    assert lus < 20_000_000  # what the two sockets hold
