"""The acts that give a copy of all that is held on a candidature (GDPR, articles 15 and 20)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.acces.appelant import Appelant
from app.candidatures.details import DetailAdministration
from app.candidatures.evenements import EvenementExport
from app.candidatures.journal import consigner
from app.candidatures.queries import ouvrir
from app.kit.clock import PARIS
from app.kit.files.zip_stream import zipper
from app.kit.services import Services
from app.rgpd.administration import auteur_de, lire, signature
from app.rgpd.rassembler import (
    A_L_ADMINISTRATION,
    A_SON_PROPRIETAIRE,
    Destinataire,
    rassembler,
)


@dataclass(frozen=True, slots=True)
class Export:
    """An archive: the name to save it under, its bytes as they are made."""

    nom: str
    contenu: AsyncIterator[bytes]


async def exporter(services: Services, id: UUID, appelant: Appelant, arrivee: datetime) -> Export:
    """The archive, for the owner; raises `Introuvable`, `AccesInsuffisant`."""
    async with services.base.lecture() as connexion:
        await ouvrir(connexion, id, appelant)
    return _archive(services, id, arrivee, A_SON_PROPRIETAIRE)


async def exporter_d_office(
    services: Services, id: UUID, appelant: Appelant, arrivee: datetime
) -> Export:
    """The archive, for the administration, to answer who wrote to it; raises `Introuvable`.

    The record says so: who has it read what is not theirs.
    """
    async with services.base.transaction() as connexion:
        await lire(connexion, id, appelant, verrou=True)
        copie = EvenementExport(DetailAdministration(signature(appelant)))
        await consigner(connexion, id, copie, auteur_de(appelant), arrivee)
    return _archive(services, id, arrivee, A_L_ADMINISTRATION)


def _archive(services: Services, id: UUID, arrivee: datetime, pour: Destinataire) -> Export:
    membres = rassembler(services, id, arrivee, pour)
    return Export(f"candidature-{id}.zip", zipper(membres, arrivee.astimezone(PARIS)))
