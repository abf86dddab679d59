"""The act of withdrawing a deposited candidature."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from app.acces.jeton import Jeton
from app.candidatures.queries import Candidature, consigner, ouvrir
from app.candidatures.tables import Etat, candidature
from app.kit.problems import EtatIncompatible
from app.kit.services import Services


async def retirer(services: Services, id: UUID, jeton: Jeton, arrivee: datetime) -> None:
    """Withdraw a candidature: its deposits no longer count, everything stays readable.

    Withdrawn already, nothing changes. Raises `EtatIncompatible` when it is not deposited.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, jeton, verrou=True)
        if lue.etat is Etat.RETIREE:
            return
        _verifier(lue)
        await connexion.execute(
            update(candidature)
            .where(candidature.c.id == id)
            .values(
                etat=Etat.RETIREE.value,
                modifiee_le=arrivee,
                revision=candidature.c.revision + 1,
            )
        )
        await consigner(connexion, lue, "retiree", arrivee)


def _verifier(lue: Candidature) -> None:
    if lue.etat is not Etat.DEPOSEE:
        raise EtatIncompatible(
            f"La candidature est à l'état « {lue.etat} » : seule une candidature déposée se "
            "retire.",
            etat=lue.etat,
        )
