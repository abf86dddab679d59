"""News, as they are shown and as they are said to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.acces.agents import AgentDecrit
from app.kit.glossary import decrit

POSITION_MAX: Final = 2**53 - 1  # what JavaScript counts exactly


@decrit("Quelque chose d'arrivé à un dossier qui vous concerne.")
@dataclass(frozen=True, slots=True)
class Nouveaute:
    """Something that somebody else did of a dossier; `par`: null for the applicant, the service."""

    position: Annotated[int, Field(description="Sa place parmi les nouveautés : elle croît.")]
    candidature: Annotated[UUID, Field(description="La candidature.")]
    numero: str
    genre: str
    le: datetime
    par: Annotated[
        AgentDecrit | None, Field(description="L'agent ; nul si c'est le demandeur ou le service.")
    ]


@decrit("Une page de nouveautés, de la plus ancienne à la plus récente.")
@dataclass(frozen=True, slots=True)
class Nouveautes:
    """A page, oldest first; `lecture` up to where they have read, `jusqu_a` up to where this page
    goes, `suivant` the cursor of the next one, if any.
    """

    nouveautes: Annotated[Sequence[Nouveaute], Field(description="Ce qui est arrivé.")]
    lecture: Annotated[int, Field(description="La position jusqu'où vous avez lu.")]
    jusqu_a: Annotated[int, Field(description="La position à dire une fois cette page lue.")]
    suivant: int | None


@decrit("Jusqu'où des nouveautés sont lues.")
class NouveautesLues(BaseModel):
    """Up to where news have been read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    jusqu_a: Annotated[
        int,
        Field(ge=0, le=POSITION_MAX, description="La position de la dernière nouveauté lue."),
    ]
