"""The act of reopening a lot that is sealed (T11): its letters are void, their hashes on record."""

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import INSTRUCTION, Auteur
from app.candidatures.details import DetailLettreScellee
from app.candidatures.evenements_decides import EvenementReouverte
from app.candidatures.journal_en_masse import Consigne, consigner_en_masse
from app.candidatures.une_fois import Fait, une_fois
from app.decisions.lots_decrits import EtatDeLot, GenreDActe
from app.decisions.regler_lot import ouvrir_l_arrete
from app.decisions.tables import decision
from app.decisions.verrouiller import verrouiller_les_decisions
from app.decisions.version_du_lot import avancer_le_lot
from app.depots.avancer import avancer_toutes
from app.instruction.geste import Geste
from app.kit.services import Services


async def rouvrir(services: Services, id: UUID, geste: Geste, raison: str) -> Fait:
    """Have it be prepared again.

    Raises `LotNonArrete`, what `ouvrir_le_brouillon` raises but `LotArrete`, and what `une_fois`
    raises.
    """
    async with services.base.transaction() as connexion:
        return await une_fois(
            *(connexion, geste.cle, id, geste.arrivee),
            lambda: _rouvrir(connexion, id, geste, raison),
        )


async def _rouvrir(connexion: AsyncConnection, id: UUID, geste: Geste, raison: str) -> None:
    await ouvrir_l_arrete(connexion, id, geste)
    scellees = await verrouiller_les_decisions(connexion, id)
    faits = [
        Consigne(
            une.candidature_id,
            EvenementReouverte(DetailLettreScellee(une.rang, une.empreinte.hex())),
        )
        for une in scellees
    ]
    # A rank that nobody was told is given again: who applies would see that one is missing.
    await connexion.execute(delete(decision).where(decision.c.lot == id))
    ids, agent = [une.candidature_id for une in scellees], geste.agent
    vers: dict[str, Any] = {"lot": None, "arretee_le": None, "sens_secret": False}
    await avancer_toutes(connexion, ids, EvenementReouverte, geste.arrivee, agent, **vers)
    auteur = Auteur(INSTRUCTION, agent, geste.appelant.origine)
    await consigner_en_masse(connexion, faits, auteur, geste.arrivee)
    etat: dict[str, Any] = {"etat": EtatDeLot.BROUILLON.value, "arrete_le": None}
    acte = GenreDActe.REOUVERTURE
    await avancer_le_lot(connexion, id, acte, geste.arrivee, agent, raison, **etat)
