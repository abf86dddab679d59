"""A message as it is written, and as each side reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.formulaire.motifs import SANS_NUL, motif
from app.kit.glossary import decrit
from app.messages.cotes import Cote
from app.pieces_jointes.representation import PieceEnvoyee

TEXTE_MAX: Final = 8_000  # characters
PIECES_MAX: Final = 5


@decrit("Un message à envoyer.")
class MessageAEnvoyer(BaseModel):
    """A message to be sent: a text, never read as anything else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    texte: Annotated[
        str,
        StringConstraints(strip_whitespace=True, pattern=motif(SANS_NUL)),
        Field(min_length=1, max_length=TEXTE_MAX, description="Le texte, sans mise en forme."),
    ]
    pieces: Annotated[
        list[Annotated[UUID, Field(strict=False)]],
        Field(max_length=PIECES_MAX, description="Les fichiers envoyés d'abord, pour ce message."),
    ] = []


@decrit("Jusqu'où les messages de l'autre côté ont été lus.")
class Lecture(BaseModel):
    """How far somebody has read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    jusqu_a: Annotated[
        int,
        Field(ge=1, le=2**31 - 1, description="Rang du dernier message lu : tous jusqu'à lui."),
    ]


@decrit("Un fichier d'un message.")
@dataclass(frozen=True, slots=True)
class PieceDeMessage(PieceEnvoyee):
    """A file of a message; `taille` in bytes, `empreinte` its SHA-256 in hexadecimal."""


@dataclass(frozen=True, slots=True)
class MessageEchange:
    """What both sides see of a message."""

    rang: Annotated[int, Field(description="Rang du message, à partir de 1.")]
    de: Annotated[Cote, Field(description="De quel côté il vient.")]
    texte: Annotated[str, Field(description="Le texte, à montrer tel quel, sans mise en forme.")]
    le: Annotated[datetime, Field(description="L'instant de l'envoi.")]
    lu_le: Annotated[
        datetime | None,
        Field(description="Quand l'autre côté a dit l'avoir lu ; nul s'il ne l'a pas dit."),
    ]
    pieces: Annotated[Sequence[PieceDeMessage], Field(description="Les fichiers joints.")]


@decrit("Un message, tel que le demandeur le lit : aucun agent n'y est nommé.")
@dataclass(frozen=True, slots=True)
class Message(MessageEchange):
    """The same for who applies, who is told of no agent: « Service instructeur »."""

    acces: Annotated[
        UUID | None,
        Field(description="L'accès du demandeur qui l'a écrit ; nul pour le service instructeur."),
    ]
    service: Annotated[
        str | None,
        Field(description="Le service de l'agent qui l'a écrit, s'il est connu."),
    ]


@decrit("Une page de messages, du plus ancien au plus récent.")
@dataclass(frozen=True, slots=True)
class Messages:
    """A page of a thread, oldest first; `suivant`: the cursor of the next one, if any."""

    messages: Annotated[list[Message], Field(description="Les messages de la page.")]
    suivant: str | None


@decrit("Jusqu'où un côté a dit avoir lu.")
@dataclass(frozen=True, slots=True)
class LectureFaite:
    """How far a side has read, by what it said last."""

    jusqu_a: Annotated[int, Field(description="Rang du dernier message dit lu.")]
    le: Annotated[datetime, Field(description="L'instant où cela a été dit.")]
