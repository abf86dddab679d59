"""Where files are kept: a folder or S3, through obstore.

Keys are `pieces/<uuid>`, `exports/<uuid>` for what was made of them and can be made again,
`quarantaine/<uuid>` for what is never to be served again, and
`corbeille/<day>/<one of these>` for what `sweep.py` found that no row names. `marque.json` says
which database the files belong to.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

import obstore
from obstore.store import LocalStore, S3Store
from pydantic import TypeAdapter

from app.config import Settings
from app.kit.files.airlock import Sas, sas_anonyme, sas_nomme
from app.kit.mark import Marque
from app.kit.web.problems import Indisponible

if TYPE_CHECKING:
    from obstore import GetOptions, GetResult, ObjectMeta
    from obstore.store import ObjectStore, RetryConfig

PREFIXE: Final = "pieces/"
EXPORTS: Final = "exports/"
QUARANTAINE: Final = "quarantaine/"
# Of what is not kept yet, as obstore names it: no listing shows it.
_INACHEVE: Final = "#1"
# Seconds for an answer of S3, what is tried again within them included; bytes a second beside them.
_ATTENTE: Final = 10
_DEBIT: Final = 1024 * 1024
# Of one request, sent or received: what waits says when it has waited long enough.
_DUREE_MAX: Final = timedelta(minutes=5)
_REPRISES: Final = {"max_retries": 3, "retry_timeout": timedelta(seconds=10)}
_MARQUE: Final = "marque.json"
_MARQUES: Final = TypeAdapter(Marque)
# Of a folder: nobody else on the machine reads what is in it.
_A_SOI: Final = 0o700


class FichierPerdu(Exception):
    """A row names a file that the store does not hold."""


class Magasin:
    """A store of immutable files, named by UUID.

    While it is `etranger`, not that of the other processes, what concerns files raises
    `Indisponible`.
    """

    def __init__(self, settings: Settings) -> None:
        self.etranger = False
        self._dossier: Path | None = None
        self._store: ObjectStore
        if settings.fichiers_url:
            self._store = _s3(settings)
            self._attente = settings.donnees / "envois"
            self._attente.mkdir(_A_SOI, parents=True, exist_ok=True)
        else:
            self._dossier = settings.donnees / "fichiers"
            self._attente = self._dossier / PREFIXE
            for dossier in ("", PREFIXE, EXPORTS, QUARANTAINE):
                (self._dossier / dossier).mkdir(_A_SOI, parents=True, exist_ok=True)
            with suppress(PermissionError):  # another's folder, which we may only use
                self._dossier.chmod(_A_SOI)  # 0.3.0 left it open
            self._store = LocalStore(self._dossier.resolve())

    def sas(self, id: UUID) -> AbstractContextManager[Sas]:
        """Where a file waits until it may be kept under this id; what is not, is forgotten."""
        self._exiger()
        chemin = self._attente / f"{id}{_INACHEVE}"
        return sas_nomme(chemin) if self._dossier else sas_anonyme(chemin)

    async def ranger(self, id: UUID, sas: Sas, prefixe: str = PREFIXE) -> None:
        """Keep a file that has come; on return it survives a power cut.

        One request to S3, and nothing is read back: it refuses what does not have the SHA-256 that
        the request gives. An error does not tell whether the file is kept, or will be: a store
        that was too slow to answer (`TimeoutError`) may yet have it.
        """
        if self._dossier:
            await asyncio.to_thread(_garder, sas, self._dossier / _cle(id, prefixe))
            return
        async with asyncio.timeout(_ATTENTE + sas.taille / _DEBIT):
            octets = sas.octets()
            await obstore.put_async(self._store, _cle(id, prefixe), octets, use_multipart=False)

    async def lire(
        self, id: UUID, debut: int, fin: int, prefixe: str = PREFIXE
    ) -> AsyncIterator[bytes]:
        """The bytes from `debut` to `fin` (excluded), by pieces; `FichierPerdu` without it."""
        self._exiger()
        plage: GetOptions = {"range": (debut, fin)}
        try:
            async with asyncio.timeout(_ATTENTE):
                return _morceaux(
                    await obstore.get_async(self._store, _cle(id, prefixe), options=plage)
                )
        except FileNotFoundError:
            raise FichierPerdu(id) from None

    async def taille(self, id: UUID) -> int | None:
        """How many bytes a file has; None without it."""
        self._exiger()
        try:
            async with asyncio.timeout(_ATTENTE):
                return (await obstore.head_async(self._store, _cle(id)))["size"]
        except FileNotFoundError:
            return None

    async def isoler(self, id: UUID) -> None:
        """Move a file to quarantine, where nothing reads it; one moved or gone is no error.

        On return the move survives a power cut.
        """
        self._exiger()
        try:
            await obstore.rename_async(self._store, _cle(id), _cle(id, QUARANTAINE))
        except FileNotFoundError:
            return
        if self._dossier:
            await asyncio.to_thread(_fixer, self._dossier / _cle(id, QUARANTAINE))
            await asyncio.to_thread(_fixer_ici, self._dossier / PREFIXE)

    async def effacer(self, ids: list[UUID]) -> None:
        """Forget files, in quarantine or not; those that do not exist are no error."""
        self._exiger()
        # In the order of `isoler`: what is moved meanwhile is found where it went.
        for prefixe in (PREFIXE, QUARANTAINE):
            await self._supprimer([_cle(id, prefixe) for id in ids])

    @property
    def attente(self) -> Path:
        """The folder of the local disk where files wait."""
        return self._attente

    def _exiger(self) -> None:
        if self.etranger:
            raise Indisponible(entetes={"Retry-After": "5"})

    async def deplacer(self, cle: str, vers: str) -> None:
        """Give a file another key; one that is gone is no error."""
        with suppress(FileNotFoundError):
            await obstore.rename_async(self._store, cle, vers)

    async def supprimer(self, cle: str) -> None:
        """Forget what is under a key; nothing there is no error."""
        await self._supprimer([cle])

    async def _supprimer(self, cles: list[str]) -> None:
        if self._dossier is None:  # one request for all of them; S3 does not mind what is missing
            async with asyncio.timeout(_ATTENTE):
                await obstore.delete_async(self._store, cles)
            return
        for cle in cles:
            with suppress(FileNotFoundError):
                await obstore.delete_async(self._store, cle)

    async def lister(self, prefixe: str) -> "AsyncIterator[ObjectMeta]":
        """What is under a prefix, as it comes."""
        # obstore's annotation mentions Arrow, which is not installed.
        async for lot in cast(Any, obstore).list(self._store, prefixe):
            for meta in lot:
                yield meta

    def oublier_les_morceaux(self) -> None:
        """Remove what interrupted uploads left; for who works alone in the folder."""
        if self._dossier:
            _oublier_les_morceaux(self._dossier / PREFIXE, "*")

    async def marque(self) -> Marque | None:
        """Which database the files belong to; None while nobody has said."""
        try:
            async with asyncio.timeout(_ATTENTE):
                lue = await obstore.get_async(self._store, _MARQUE)
                return _MARQUES.validate_json(bytes(await lue.bytes_async()))
        except FileNotFoundError:
            return None

    async def marquer(self, marque: Marque) -> None:
        """Say which database the files belong to."""
        await obstore.put_async(self._store, _MARQUE, _MARQUES.dump_json(marque))
        if self._dossier:
            await asyncio.to_thread(_fixer, self._dossier / _MARQUE)

    async def verifier(self) -> Marque | None:
        """The mark; raises when no file could come, or the store does not answer.

        One request to S3 where there is a mark.
        """
        if not os.access(self._attente, os.W_OK):
            raise OSError("the folder where files come is missing, or read-only")
        if marque := await self.marque():
            return marque
        async for _ in self.lister(PREFIXE):  # a bucket that does not exist has no mark either
            break
        return None


async def _morceaux(resultat: "GetResult") -> AsyncIterator[bytes]:
    flux = aiter(resultat.stream(min_chunk_size=256 * 1024))
    with suppress(StopAsyncIteration):
        while True:
            async with asyncio.timeout(_ATTENTE):
                morceau = await anext(flux)
            yield bytes(morceau)


def _cle(id: UUID, prefixe: str = PREFIXE) -> str:
    return f"{prefixe}{id}"


def _s3(settings: Settings) -> S3Store:
    # The hash within the signature is not always compared with what came; this one is.
    config: dict[str, Any] = {"region": settings.s3_region, "checksum_algorithm": "SHA256"}
    if settings.s3_endpoint:
        config["endpoint"] = settings.s3_endpoint
    if settings.s3_cle and settings.s3_secret:
        config["access_key_id"] = settings.s3_cle
        config["secret_access_key"] = settings.s3_secret.get_secret_value()
    local = bool(settings.s3_endpoint and settings.s3_endpoint.startswith("http://"))
    return S3Store.from_url(
        cast(str, settings.fichiers_url),
        config=cast(Any, config),
        client_options={"allow_http": local, "timeout": _DUREE_MAX},
        retry_config=cast("RetryConfig", _REPRISES),
    )


def _garder(sas: Sas, chemin: Path) -> None:
    """Name a file that has come, once it is on the disk, and its name after it."""
    sas.fixer()
    sas.chemin.rename(chemin)
    _fixer_ici(chemin.parent)


def _fixer(chemin: Path) -> None:
    """To ourselves, fsync the file and the folder that names it: obstore's store does neither."""
    chemin.chmod(0o600)
    for cible in (chemin, chemin.parent):
        _fixer_ici(cible)


def _fixer_ici(cible: Path) -> None:
    descripteur = os.open(cible, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)


def _oublier_les_morceaux(dossier: Path, nom: UUID | str) -> None:
    """Remove what interrupted writes left: obstore writes to `<name>#<n>`, then renames."""
    for morceau in dossier.glob(f"{nom}#*"):
        morceau.unlink(missing_ok=True)
