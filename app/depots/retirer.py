"""The act of withdrawing a deposited candidature."""

from datetime import datetime
from uuid import UUID

from app.acces.appelant import Appelant
from app.candidatures.etats import Acte, Etat
from app.candidatures.evenements import EvenementRetrait
from app.candidatures.journal import consigner
from app.candidatures.queries import Candidature, ouvrir
from app.candidatures.refus import EtatIncompatible
from app.depots.avancer import avancer
from app.depots.repondre import abandonner
from app.kit.services import Services


async def retirer(services: Services, id: UUID, appelant: Appelant, arrivee: datetime) -> None:
    """Withdraw a candidature: its deposits no longer count, everything stays readable.

    Until it is decided upon, under review or not. Withdrawn already, nothing changes. Raises
    `EtatIncompatible` when it was never deposited, or is decided upon.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        if lue.etat is Etat.RETIREE:
            return
        _verifier(lue)
        if lue.a_corriger:
            await abandonner(connexion, id, lue.a_corriger, arrivee)
        retrait = EvenementRetrait()
        await avancer(connexion, id, retrait, arrivee)
        await consigner(
            connexion,
            id,
            retrait,
            lue.auteur(appelant),
            arrivee,
            etat=Etat.RETIREE.value,
            modifiee_le=arrivee,
            correction_jusqu_au=None,
        )


def _verifier(lue: Candidature) -> None:
    if not lue.etat.permet(Acte.RETIRER):
        raise EtatIncompatible(
            f"La candidature est à l'état « {lue.etat.mots} » : une candidature se retire une fois "
            "déposée, tant qu'elle n'est pas décidée.",
            etat=lue.etat,
        )
