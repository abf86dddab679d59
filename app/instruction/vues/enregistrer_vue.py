"""The acts of saving a view, saving it again, and taking it away."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from pydantic_core import to_json
from sqlalchemy import delete, func, insert, select, update

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.acces.droits import Habilitation, est_habilite
from app.acces.refus import AccesInsuffisant
from app.instruction.vues.filtres_lus import verifier_la_vue
from app.instruction.vues.queries import lire_la_vue
from app.instruction.vues.refus import TropDeVues
from app.instruction.vues.tables import vue
from app.instruction.vues.vues_decrites import Partage, VueAEnregistrer, VueDecrite
from app.kit.postgres.database import Base
from app.kit.web.problems import ParametreRefuse, RequeteInvalide

VUES_MAX: Final = 60  # of one agent
_VERROU: Final = 0x7675_6573  # then a number made of the agent
_A_TOUS: Final = (Habilitation.DECISION, Habilitation.ADMINISTRATION)


async def enregistrer_vue(
    base: Base, voulue: VueAEnregistrer, appelant: Appelant, le: datetime
) -> VueDecrite:
    """Save a view of this caller's.

    Raises `RequeteInvalide`, `TropDeVues`, `AccesInsuffisant` for who may not share it with all.
    """
    valeurs, moi, id = _colonnes(voulue, appelant), agent_de(appelant), uuid4()
    async with base.transaction() as connexion:
        # Two that are saved at once are counted one after the other.
        rang = int.from_bytes(moi.bytes[:4], signed=True)
        await connexion.execute(select(func.pg_advisory_xact_lock(_VERROU, rang)))
        siennes = select(func.count()).where(vue.c.agent == moi)
        if (await connexion.execute(siennes)).scalar_one() >= VUES_MAX:
            raise TropDeVues(maximum=VUES_MAX)
        await connexion.execute(insert(vue).values(id=id, agent=moi, creee_le=le, **valeurs))
        return await lire_la_vue(connexion, id, appelant)


async def remplacer_vue(
    base: Base, id: UUID, voulue: VueAEnregistrer, appelant: Appelant
) -> VueDecrite:
    """Save one again, whole. Raises `Introuvable`, `RequeteInvalide`, `AccesInsuffisant` for
    somebody else's as well.
    """
    async with base.transaction() as connexion:
        lue = await lire_la_vue(connexion, id, appelant)
        if not lue.mienne:
            raise AccesInsuffisant("Cette vue est à quelqu'un d'autre.")
        valeurs = _colonnes(voulue, appelant)
        await connexion.execute(update(vue).where(vue.c.id == id).values(**valeurs))
        return await lire_la_vue(connexion, id, appelant)


async def supprimer_vue(base: Base, id: UUID, appelant: Appelant) -> None:
    """Take one away; the administration may so with any that is shared.

    Raises `Introuvable`, `AccesInsuffisant`.
    """
    async with base.transaction() as connexion:
        lue = await lire_la_vue(connexion, id, appelant)
        if not (lue.mienne or est_habilite(appelant.habilitations, Habilitation.ADMINISTRATION)):
            raise AccesInsuffisant("Cette vue est à quelqu'un d'autre.")
        await connexion.execute(delete(vue).where(vue.c.id == id))


def _colonnes(voulue: VueAEnregistrer, appelant: Appelant) -> dict[str, Any]:
    """What is written of it, once it may be."""
    verifier_la_vue(voulue)
    partage, regions = voulue.partage, list[str]()
    if partage is Partage.TOUS and not any(
        est_habilite(appelant.habilitations, une) for une in _A_TOUS
    ):
        raise AccesInsuffisant("Qui décide ou administre partage une vue avec tous.")
    if partage is Partage.REGION:
        if appelant.regions is None:
            sans = ParametreRefuse("body", "/partage", "sans_region")
            raise RequeteInvalide("Aucune région n'est la vôtre seule.", parametres=[sans])
        regions = sorted(appelant.regions)
    return {
        "nom": voulue.nom,
        "filtres": to_json(voulue.filtres).decode(),
        "tri": voulue.tri.value,
        "colonnes": voulue.colonnes,
        "partage": partage.value,
        "regions": regions,
    }
