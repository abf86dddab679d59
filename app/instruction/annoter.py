"""The acts of noting something on a dossier, for those who review it, and of reading what was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import AgentDecrit, agent_de, noms_des_agents
from app.acces.appelant import Appelant
from app.candidatures.evenements import EvenementNote
from app.formulaire.motifs import SANS_NUL, motif
from app.formulaire.ouverture import nommables
from app.instruction.noter import noter
from app.instruction.queries import ouvrir
from app.instruction.refus import TropDeNotes
from app.instruction.tables import note
from app.kit.glossary import decrit
from app.kit.services import Services
from app.kit.web.problems import ParametreRefuse, RequeteInvalide

NOTES_MAX: Final = 500
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


async def annoter(
    services: Services, id: UUID, voulue: NoteAPrendre, appelant: Appelant, arrivee: datetime
) -> tuple[Note, int]:
    """Add a note, which nobody rewrites; it, and the version that it makes of the dossier.

    Raises `Introuvable`, `RequeteInvalide` for a pointer to nothing, `TropDeNotes`.
    """
    if voulue.pointeur is not None and voulue.pointeur not in nommables():
        faute = ParametreRefuse("body", "/pointeur", "pointeur_inconnu")
        raise RequeteInvalide("Ce pointeur ne mène à rien du formulaire.", parametres=[faute])
    par, neuve = agent_de(appelant), uuid4()
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        prises = select(func.count()).where(note.c.candidature_id == lue.id)
        if (await connexion.scalar(prises) or 0) >= NOTES_MAX:
            raise TropDeNotes(maximum=NOTES_MAX)
        version = await noter(connexion, id, EvenementNote(), appelant, arrivee)
        valeurs: dict[str, Any] = {
            "candidature_id": id,
            "version": version,
            "id": neuve,
            "texte": voulue.texte,
            "pointeur": voulue.pointeur,
            "agent": par,
            "le": arrivee,
        }
        await connexion.execute(insert(note).values(valeurs))
        agents = await noms_des_agents(connexion, frozenset([par]))
    qui = agents.get(par) or AgentDecrit(par, None, None, None)
    return Note(neuve, voulue.texte, voulue.pointeur, qui, arrivee), version


async def notes_de(connexion: AsyncConnection, id: UUID) -> list[Note]:
    """Those of a dossier that may be read, oldest first."""
    enonce = select(note).where(note.c.candidature_id == id).order_by(note.c.version)
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
