"""The job that tells an agent by mail that an export that took long has ended."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.tables import agent
from app.exports.etats_d_export import EtatExport
from app.exports.tables import export
from app.kit.jobs.mail import Courriel
from app.kit.services import Services

ANNONCER: Final = "annoncer_export"
LONG: Final = timedelta(seconds=60)  # since it was asked for
_ENTETE: Final = """Bonjour,

L'export que vous avez demandé le {demande_le:%d/%m/%Y} {quoi}

Il se trouve dans votre outil d'instruction
(GET /v1/instruction/exports/{id}).

Territoires d'industrie
Message automatique : n'y répondez pas.
"""
_PRET: Final = "est prêt."
_ECHOUE: Final = "n'a pas abouti : sa cause est dite à la même adresse."


async def prevoir_l_annonce(
    services: Services, connexion: AsyncConnection, finis: Mapping[UUID, datetime], le: datetime
) -> None:
    """Have those told who waited long: for exports that end now, by when they were asked for."""
    longs = [{"export": str(id)} for id, demande_le in finis.items() if le - demande_le > LONG]
    await services.travaux.confier_tous(connexion, ANNONCER, longs)


async def prevenir(services: Services, contenu: dict[str, Any]) -> None:
    """The job: one mail, the same at each try; none to who was forgotten, or took it away."""
    id = UUID(contenu["export"])
    enonce = select(agent.c.courriel, export.c.etat, export.c.demande_le)
    async with services.base.lecture() as connexion:
        ligne = (
            await connexion.execute(
                enonce.join(export, export.c.agent == agent.c.id).where(export.c.id == id)
            )
        ).one_or_none()
    if ligne is None or ligne.courriel is None:
        return
    quoi = {EtatExport.PRET.value: _PRET, EtatExport.ECHEC.value: _ECHOUE}.get(ligne.etat)
    if quoi:
        texte = _ENTETE.format(quoi=quoi, id=id, demande_le=ligne.demande_le)
        objet = "Votre export Territoires d'industrie"
        cle = sha256(f"export {id}".encode()).hexdigest()
        await services.messagerie.envoyer(Courriel(ligne.courriel, objet, texte, cle=cle))
