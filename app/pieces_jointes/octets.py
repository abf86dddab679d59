"""The bytes of a file, read by positions that the file itself gives and may lie about."""

import re

from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse


class Octets:
    """The bytes of a file; what would be read past its end is `fichier_tronque`."""

    def __init__(self, contenu: bytes) -> None:
        self.contenu = contenu
        self.taille = len(contenu)

    def lire(self, position: int, nombre: int) -> bytes:
        """Exactly `nombre` bytes at `position`. Raises `ContenuRefuse`."""
        if position + nombre > self.taille:
            raise ContenuRefuse(CodeRefus.FICHIER_TRONQUE)
        return self.contenu[position : position + nombre]

    def tete(self, nombre: int) -> bytes:
        """The first `nombre` bytes, fewer if the file is shorter."""
        return self.contenu[:nombre]

    def chercher(self, motif: re.Pattern[bytes], position: int) -> int | None:
        """Where `motif` first occurs at or after `position`."""
        trouve = motif.search(self.contenu, position)
        return trouve and trouve.start()
