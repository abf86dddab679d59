"""Reads a file by positions, in windows, so that a remote one costs few requests."""

import re
from typing import Protocol

from typing_extensions import Buffer

from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

FENETRE = 256 * 1024
"""Bytes asked for at once: a 50 MB file walked from end to end takes 200 reads."""


class Lisible(Protocol):
    """What is asked of a file: an open one, a `BytesIO`, a remote object read by ranges."""

    def seek(self, offset: int, /) -> object: ...
    def read(self, size: int, /) -> Buffer: ...


class Octets:
    """The bytes of a file of `taille` bytes; holds one window of them at a time."""

    def __init__(self, fichier: Lisible, taille: int) -> None:
        self._fichier = fichier
        self.taille = taille
        self._debut = 0
        self._fenetre = b""

    def lire(self, position: int, nombre: int) -> bytes:
        """Exactly `nombre` bytes at `position`.

        Raises `ContenuRefuse` (`fichier_tronque`) when the file ends before.
        """
        if position + nombre > self.taille:
            raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
        depuis = position - self._debut
        if depuis < 0 or depuis + nombre > len(self._fenetre):
            self._charger(position, max(nombre, FENETRE))
            depuis = 0
            if len(self._fenetre) < nombre:
                raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
        return self._fenetre[depuis : depuis + nombre]

    def tete(self, nombre: int) -> bytes:
        """The first `nombre` bytes, fewer if the file is shorter."""
        return self.lire(0, min(nombre, self.taille))

    def queue(self, nombre: int) -> bytes:
        """The last `nombre` bytes, fewer if the file is shorter."""
        nombre = min(nombre, self.taille)
        return self.lire(self.taille - nombre, nombre)

    def chercher(self, motif: re.Pattern[bytes], position: int) -> int | None:
        """Where `motif`, of at most two bytes, first occurs at or after `position`."""
        while position < self.taille:
            # What is already there comes first: many short searches must not read it all again.
            self.lire(position, 1)
            morceau = self._fenetre[position - self._debut :]
            if trouve := motif.search(morceau):
                return position + trouve.start()
            # The last byte is read again: a pattern of two may begin there.
            position += max(len(morceau) - 1, 1)
        return None

    def _charger(self, position: int, nombre: int) -> None:
        """Reads a window; `read` may return less than asked, as raw files do."""
        self._fichier.seek(position)
        self._debut, self._fenetre = position, b""
        nombre = min(nombre, self.taille - position)
        while manque := nombre - len(self._fenetre):
            morceau = bytes(self._fichier.read(manque))
            if not morceau:
                return
            self._fenetre += morceau
