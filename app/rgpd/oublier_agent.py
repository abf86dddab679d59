"""The act of forgetting an agent: who they are, and all that they keep for themselves."""

from typing import Final
from uuid import UUID

from sqlalchemy import delete

from app.acces.tables import agent
from app.instruction.nouvelles.tables import courrier, lecture
from app.instruction.vues.tables import vue
from app.kit.services import Services

_LES_LEURS: Final = (vue.c.agent, lecture.c.agent, courrier.c.agent, agent.c.id)


async def oublier_agent(services: Services, id: UUID) -> None:
    """Erase who somebody is, their views, what they have read: what they did names `id` alone."""
    async with services.base.transaction() as connexion:
        for colonne in _LES_LEURS:
            await connexion.execute(delete(colonne.table).where(colonne == id))
    services.agents.prendre(id)
