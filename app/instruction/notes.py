"""The notes that reviewers take on a dossier, and reading them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import AgentDecrit, noms_des_agents
from app.formulaire.motifs import SANS_NUL, motif
from app.instruction.tables import note
from app.kit.glossary import decrit

_TEXTE_MAX: Final = 4_000  # characters
_POINTEUR_MAX: Final = 200


@decrit("Une note à prendre sur un dossier.")
class NoteAPrendre(BaseModel):
    """A note; `pointeur`: the section or the field of the form that it is about."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    texte: Annotated[
        str,
        StringConstraints(strip_whitespace=True, pattern=motif(SANS_NUL)),
        Field(min_length=1, max_length=_TEXTE_MAX, description="La note."),
    ]
    pointeur: Annotated[
        Annotated[str, Field(max_length=_POINTEUR_MAX, pattern=motif(SANS_NUL))] | None,
        Field(description="Section ou champ du formulaire qu'elle concerne, s'il y en a un."),
    ] = None


@decrit("Une note prise sur un dossier.")
@dataclass(frozen=True, slots=True)
class Note:
    """A note, who took it and when."""

    id: UUID
    texte: Annotated[str, Field(description="La note.")]
    pointeur: Annotated[
        str | None, Field(description="Section ou champ du formulaire qu'elle concerne.")
    ]
    par: Annotated[AgentDecrit, Field(description="Qui l'a prise.")]
    le: datetime


@decrit("Les notes prises sur un dossier, de la plus ancienne à la plus récente.")
@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of a dossier, oldest first."""

    notes: Annotated[list[Note], Field(description="Les notes.")]


async def notes_de(connexion: AsyncConnection, id: UUID, version: int | None = None) -> list[Note]:
    """Those of a dossier that may be read, oldest first, or the one that made this version."""
    enonce = select(note).where(note.c.candidature_id == id).order_by(note.c.version)
    if version is not None:
        enonce = enonce.where(note.c.version == version)
    lignes = (await connexion.execute(enonce)).all()
    agents = await noms_des_agents(connexion, frozenset(ligne.agent for ligne in lignes))
    return [
        Note(
            *(ligne.id, ligne.texte, ligne.pointeur),
            agents.get(ligne.agent) or AgentDecrit(ligne.agent, None, None, None),
            ligne.le,
        )
        for ligne in lignes
    ]
