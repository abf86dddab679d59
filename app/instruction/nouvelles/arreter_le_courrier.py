"""The act of stopping the daily mail by the link that each one has, without signing in.

The link is the agent's id, sealed: nothing of it is stored, that of an old mail works as well, and
it opens that setting alone.
"""

from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import false, select
from sqlalchemy.dialects.postgresql import insert

from app.acces.jeton import Prefixe, lire_jeton
from app.acces.tables import agent
from app.candidatures.partage.refus import LienRefuse
from app.instruction.nouvelles.tables import courrier
from app.kit.glossary import decrit
from app.kit.sealed import desceller, sceller
from app.kit.services import Services

PREFIXE: Final = "/v1/courrier-quotidien"
LIEN_MAX: Final = 100  # characters: longer than any, and refused as any other
_POUR: Final = b"courrier quotidien"


@decrit("Si quelqu'un reçoit le courrier quotidien, et comment l'arrêter.")
@dataclass(frozen=True, slots=True)
class CourrierQuotidien:
    """Whether somebody gets the daily mail, and what a request would do."""

    courrier_quotidien: Annotated[bool, Field(description="S'il est envoyé.")]
    explication: Annotated[str, Field(description="Ce qui l'arrête, et ce qui le reprend.")]


ENVOYE: Final = CourrierQuotidien(
    True,
    "Le courriel quotidien dit ce qui est arrivé aux dossiers dont vous êtes chargé. Lire ceci n'y "
    "change rien : une requête POST à cette adresse l'arrête.",
)
ARRETE: Final = CourrierQuotidien(
    False,
    "Le courriel quotidien ne vous est plus envoyé. Pour le recevoir de nouveau, réglez-le dans "
    "votre outil d'instruction.",
)


def lien_d_arret(services: Services, id: UUID) -> str:
    """What stops the mail of this agent."""
    return Prefixe.ARRET + sceller(id.bytes, services.secrets()[0], _POUR)


async def lire_le_courrier(services: Services, lien: str) -> CourrierQuotidien:
    """Whether who this link was sent to still gets the mail; raises `LienRefuse`."""
    voulu = select(agent.c.id).outerjoin(courrier, courrier.c.agent == agent.c.id)
    encore = voulu.where(agent.c.id == _lire(services, lien), courrier.c.voulu.is_not(false()))
    async with services.base.lecture() as connexion:
        return ENVOYE if await connexion.scalar(encore) else ARRETE


async def arreter_le_courrier(services: Services, lien: str) -> CourrierQuotidien:
    """Stop it, as the setting does; done again, or of who was forgotten, it changes nothing.

    Raises `LienRefuse`.
    """
    connu = select(agent.c.id, false()).where(agent.c.id == _lire(services, lien))
    neuf = insert(courrier).from_select(["agent", "voulu"], connu)
    async with services.base.transaction() as connexion:
        await connexion.execute(
            neuf.on_conflict_do_update(
                index_elements=[courrier.c.agent], set_={"voulu": neuf.excluded.voulu}
            )
        )
    return ARRETE


def _lire(services: Services, lien: str) -> UUID:
    if lire_jeton(lien, Prefixe.ARRET) is None:
        raise LienRefuse
    octets = desceller(lien.removeprefix(Prefixe.ARRET), services.secrets(), _POUR)
    if octets is None:
        raise LienRefuse
    return UUID(bytes=octets)
