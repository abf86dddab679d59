"""Who acts: with what they had read, and when that arrived."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.kit.web.idempotency import Cle


@dataclass(frozen=True, slots=True)
class Geste:
    """Who acts on a dossier, or on a lot, having read which version, and when that arrived.

    `cle`: their `Idempotency-Key`.
    """

    appelant: Appelant
    arrivee: datetime
    si_version: str | None = None
    cle: Cle | None = None

    @property
    def agent(self) -> UUID:
        """Who of the directory they are."""
        return agent_de(self.appelant)
