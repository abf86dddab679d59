"""The directory, as reviewers read it."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from app.acces.agents import AgentDecrit
from app.kit.glossary import decrit


@decrit("Les agents et les outils qui instruisent.")
@dataclass(frozen=True, slots=True)
class Annuaire:
    """Those who review, by their names."""

    agents: Annotated[list[AgentDecrit], Field(description="Les agents, par leur nom.")]
