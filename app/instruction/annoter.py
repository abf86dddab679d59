"""The act of noting something on a dossier, for those who review it."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from app.acces.agents import AgentDecrit, agent_de, noms_des_agents
from app.acces.appelant import Appelant
from app.candidatures.evenements import EvenementNote
from app.formulaire.ouverture import nommables
from app.instruction.noter import noter
from app.instruction.notes import Note, NoteAPrendre
from app.instruction.queries import ouvrir
from app.instruction.refus import TropDeNotes
from app.instruction.tables import note
from app.kit.services import Services
from app.kit.web.problems import ParametreRefuse, RequeteInvalide

NOTES_MAX: Final = 500


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
