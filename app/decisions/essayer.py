"""The act of trying what sealing a lot would refuse, without sealing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.acces.appelant import Appelant
from app.decisions.lignes_du_lot import lignes_du_lot
from app.decisions.lots_decrits import EtatDeLot
from app.decisions.queries import ouvrir_lot
from app.decisions.refus_de_ligne import RefusDeLigne
from app.decisions.verifier import verifier_les_lignes
from app.instruction.refus_de_l_arrete import LotArrete
from app.kit.glossary import decrit
from app.kit.services import Services


@decrit("Ce qui empêche d'arrêter un lot, tout à la fois.")
@dataclass(frozen=True, slots=True)
class VerificationDuLot:
    """What stands in the way of sealing a lot."""

    possible: Annotated[bool, Field(description="Si rien ne l'empêche.")]
    lignes: Annotated[int, Field(description="Les candidatures dont il décide.")]
    refus: Annotated[Sequence[RefusDeLigne], Field(description="Chaque empêchement.")]


async def verifier_lot(
    services: Services, id: UUID, appelant: Appelant, arrivee: datetime
) -> VerificationDuLot:
    """All that sealing it now would refuse. Raises `Introuvable`, `LotArrete`."""
    async with services.base.lecture() as connexion:
        lu = await ouvrir_lot(connexion, id, appelant)
        if lu.etat is not EtatDeLot.BROUILLON:
            raise LotArrete
        lignes = await lignes_du_lot(connexion, id)
        refus, _ = await verifier_les_lignes(connexion, lu, lignes, appelant, arrivee)
    return VerificationDuLot(not refus, len(lignes), refus)
