"""The act of recording who reads what is sealed, which nobody but the record is told."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.acces.agents import agent_de
from app.acces.appelant import INSTRUCTION, Appelant, Auteur
from app.candidatures.details import DetailDecisionScellee
from app.candidatures.evenements_des_lettres import EvenementDecisionScelleeLue
from app.candidatures.journal_en_masse import Consigne, consigner_en_masse
from app.candidatures.tables import candidature
from app.decisions.tables import decision
from app.kit.services import Services


async def consigner_les_lectures(
    services: Services,
    candidatures: Collection[UUID],
    appelant: Appelant,
    le: datetime,
    *,
    lettre: bool = False,
) -> None:
    """Record that this caller reads what is sealed of these candidatures; `lettre`: its letter."""
    scellees = (
        select(decision.c.candidature_id, decision.c.rang)
        .join(candidature, candidature.c.id == decision.c.candidature_id)
        .where(decision.c.candidature_id.in_(candidatures), decision.c.publiee_le.is_(None))
        .order_by(candidature.c.id)
        .with_for_update(of=candidature)
    )
    auteur = Auteur(INSTRUCTION, agent_de(appelant), appelant.origine)
    async with services.base.transaction() as connexion:
        faits = [
            Consigne(id, EvenementDecisionScelleeLue(DetailDecisionScellee(rang, lettre)))
            for id, rang in await connexion.execute(scellees)
        ]
        await consigner_en_masse(connexion, faits, auteur, le)
