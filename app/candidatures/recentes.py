"""The candidatures that this process wrote last, to save again without reading them first.

An autosave comes every few seconds to the process that wrote the one before. What is remembered
may be out of date: a write made from it is conditional on the revision, and whatever else it would
lead to (a refusal, nothing to write) is settled by reading.
"""

from collections import OrderedDict
from typing import Final
from uuid import UUID

from app.acces.appelant import Appelant
from app.candidatures.queries import Candidature

_NOMBRE: Final = 160
DOSSIER_RETENU: Final = 65_536  # characters: larger ones would fill the memory of the process


class Recentes:
    """At most 160 candidatures, each with the fingerprint of the caller who opened it."""

    def __init__(self) -> None:
        self._lues: OrderedDict[UUID, tuple[bytes, Candidature]] = OrderedDict()

    def prendre(self, id: UUID, appelant: Appelant) -> Candidature | None:
        """Take out what was written last by this caller, if it is still here."""
        empreinte, ecrite = self._lues.pop(id, (b"", None))
        return ecrite if empreinte == appelant.empreinte else None

    def garder(self, ecrite: Candidature, appelant: Appelant) -> None:
        """Remember a candidature as just written, unless it is far larger than most."""
        if len(ecrite.dossier_json) > DOSSIER_RETENU:
            return
        self._lues[ecrite.id] = (appelant.empreinte, ecrite)
        if len(self._lues) > _NOMBRE:
            self._lues.popitem(last=False)
