"""The candidatures that this process wrote last, to save again without reading them first.

An autosave comes every few seconds to the process that wrote the one before. What is remembered
may be out of date: a write made from it is conditional on the revision, and whatever else it would
lead to (a refusal, nothing to write) is settled by reading.
"""

from typing import Final
from uuid import UUID

from app.acces.appelant import Appelant
from app.candidatures.queries import Candidature
from app.kit.services import Services

RETENUES: Final = 160
DOSSIER_RETENU: Final = 65_536  # characters: larger ones would fill the memory of the process


def prendre(services: Services, id: UUID, appelant: Appelant) -> Candidature | None:
    """Take out what was written last by this caller, if it is still remembered."""
    retenue: tuple[bytes, Candidature] | None = services.recentes.prendre(id)
    if retenue is None or retenue[0] != appelant.empreinte:
        return None
    return retenue[1]


def garder(services: Services, ecrite: Candidature, appelant: Appelant) -> None:
    """Remember a candidature as just written, unless it is far larger than most."""
    if len(ecrite.dossier_json) <= DOSSIER_RETENU:
        services.recentes.garder(ecrite.id, (appelant.empreinte, ecrite))
