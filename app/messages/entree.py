"""Who is let into a thread, and as whom they write there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Auteur
from app.candidatures.etats import Etat
from app.messages.cotes import Cote


@dataclass(frozen=True, slots=True)
class Entree:
    """Somebody in the thread of a candidature in this state.

    `auteur`: their access, or the agent that they are; `signe`: whom the record puts it down to.
    """

    etat: Etat
    cote: Cote
    auteur: UUID
    signe: Auteur


# Lets whoever asks in, by their own side's rules; `True` locks the candidature till the commit.
Entrer = Callable[[AsyncConnection, bool], Awaitable[Entree]]
