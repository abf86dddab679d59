"""The keys of the service: one signs, those that it replaced stay published.

In the folder of the key, `signature.pem` signs and each `signature-<kid>.pem` is retired: what it
signed or derived still counts. `ti rotation`, or whoever writes there, changes them under a running
service.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, flock
from glob import escape
from pathlib import Path
from typing import Any, Final

from app.kit.keys.signature import (
    CleIllisible,
    CleSignature,
    charger,
    charger_ou_creer,
    ecrire_neuve,
)
from app.kit.logs import journal

# A kid is a SHA-256 in base64url: what else lies there is no key of ours.
_KID: Final = "[A-Za-z0-9_-]" * 43
_Vu = list[tuple[int, int, int]]


class Trousseau:
    """The keys beside the PEM file `chemin`, which is made when there is none.

    Raises `CleIllisible`. Later, what has become unreadable is logged, and the last keys stay.
    """

    def __init__(self, chemin: Path) -> None:
        self._chemin = chemin
        charger_ou_creer(chemin)
        self._vu: _Vu = _voir(chemin)
        self._cles = _lire(chemin)

    def cles(self) -> tuple[CleSignature, ...]:
        """The one that signs, then the retired ones; read again when their folder has changed."""
        try:
            vu = _voir(self._chemin)
            if vu != self._vu:
                self._vu = vu  # first: what cannot be read is tried again when it changes
                self._cles = _lire(self._chemin)
        except (OSError, CleIllisible):
            journal.exception("cles_illisibles")
        return self._cles

    def courante(self) -> CleSignature:
        """The key that signs."""
        return self.cles()[0]

    def secrets(self, usage: str) -> list[bytes]:
        """What each key derives for `usage` (`CleSignature.secret`), the one that signs first."""
        return [cle.secret(usage) for cle in self.cles()]

    def jwks(self) -> dict[str, Any]:
        """The public halves of all of them, as a JWK Set (RFC 7517)."""
        return {"keys": [publique for cle in self.cles() for publique in cle.jwks()["keys"]]}


def renouveler(chemin: Path) -> CleSignature:
    """Put a new key in the place of the one in `chemin`, which is retired: the new one.

    At no moment is there no key, or one that has signed and is no longer there. Raises
    `CleIllisible`, `OSError`.
    """
    with _seul(chemin.parent):
        retiree = chemin.with_name(f"{chemin.stem}-{charger(chemin).kid}.pem")
        with suppress(FileExistsError):  # of a rotation cut short
            retiree.hardlink_to(chemin)
        ecrire_neuve(chemin, _remplacer)
    return charger(chemin)


def _remplacer(neuve: Path, chemin: Path) -> None:
    """For the same reader, whoever does it: an administrator often is not who runs the service."""
    etat = chemin.stat()
    os.chown(neuve, etat.st_uid, etat.st_gid)
    neuve.chmod(etat.st_mode & 0o777)
    neuve.replace(chemin)


def _voir(chemin: Path) -> _Vu:
    """What changes when the key is replaced or may be read, and when another comes or goes."""
    etats = (chemin.stat(), chemin.parent.stat())
    return [(etat.st_ino, etat.st_ctime_ns, etat.st_size) for etat in etats]


def _lire(chemin: Path) -> tuple[CleSignature, ...]:
    retirees = sorted(chemin.parent.glob(f"{escape(chemin.stem)}-{_KID}.pem"))
    # A rotation cut short leaves the same key under two names.
    par_kid = {cle.kid: cle for cle in map(charger, [chemin, *retirees])}
    return tuple(par_kid.values())


@contextmanager
def _seul(dossier: Path) -> Generator[None]:
    """One rotation at a time: the second retires what the first has made."""
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        flock(descripteur, LOCK_EX)
        yield
    finally:
        os.close(descripteur)
