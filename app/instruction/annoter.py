"""The act of noting something on a dossier, for those who review it."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.candidatures.evenements_instruits import EvenementNote
from app.candidatures.une_fois import Fait, une_fois
from app.formulaire.ouverture import nommables
from app.instruction.noter import noter
from app.instruction.notes import NoteAPrendre
from app.instruction.queries import ouvrir
from app.instruction.refus import TropDeNotes
from app.instruction.tables import note
from app.kit.services import Services
from app.kit.web.idempotency import Cle
from app.kit.web.problems import ParametreRefuse, RequeteInvalide

NOTES_MAX: Final = 500


async def annoter(
    services: Services,
    id: UUID,
    voulue: NoteAPrendre,
    appelant: Appelant,
    arrivee: datetime,
    cle: Cle | None,
) -> Fait:
    """Add a note, which nobody rewrites; it gives the version that it makes of the dossier.

    Raises `Introuvable`, `RequeteInvalide` for a pointer to nothing, `TropDeNotes`, and what
    `une_fois` raises.
    """
    if voulue.pointeur is not None and voulue.pointeur not in nommables():
        faute = ParametreRefuse("body", "/pointeur", "pointeur_inconnu")
        raise RequeteInvalide("Ce pointeur ne mène à rien du formulaire.", parametres=[faute])
    async with services.base.transaction() as connexion:
        await ouvrir(connexion, id, appelant, verrou=True)
        return await une_fois(
            *(connexion, cle, id, arrivee),
            lambda: _ajouter(connexion, id, voulue, appelant, arrivee),
        )


async def _ajouter(
    connexion: AsyncConnection, id: UUID, voulue: NoteAPrendre, appelant: Appelant, le: datetime
) -> int:
    prises = select(func.count()).where(note.c.candidature_id == id)
    if (await connexion.scalar(prises) or 0) >= NOTES_MAX:
        raise TropDeNotes(maximum=NOTES_MAX)
    version = await noter(connexion, id, EvenementNote(), appelant, le)
    await connexion.execute(
        insert(note).values(
            candidature_id=id,
            version=version,
            id=uuid4(),
            texte=voulue.texte,
            pointeur=voulue.pointeur,
            agent=agent_de(appelant),
            le=le,
        )
    )
    return version
