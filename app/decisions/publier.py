"""The act of publishing a lot (T12): all its decisions at one instant, or none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import INSTRUCTION, SERVICE, Auteur
from app.candidatures.details import DetailDecisionPubliee
from app.candidatures.etats import Acte
from app.candidatures.evenements_decides import EvenementDecision
from app.candidatures.journal_en_masse import Consigne, consigner_en_masse
from app.candidatures.une_fois import Fait, une_fois
from app.decisions.codes import retenir_les_codes
from app.decisions.lots_decrits import EtatDeLot, GenreDActe
from app.decisions.queries import DECIDABLES, la_plus_lente
from app.decisions.refus import PublicationPrematuree
from app.decisions.regler_lot import ouvrir_l_arrete
from app.decisions.tables import decision, ligne_de_lot, lot
from app.decisions.verrouiller import verrouiller_les_decisions
from app.decisions.version_du_lot import avancer_le_lot
from app.depots.avancer import avancer_toutes
from app.depots.tables import instruction
from app.instruction.geste import Geste
from app.instruction.information import Information, Nouvelle
from app.instruction.informer import prevoir
from app.instruction.proposition import Sens
from app.kit.services import Services

_PAR_SENS: Final = {
    Sens.ACCEPTEE: Acte.ACCEPTER,
    Sens.REFUSEE: Acte.REFUSER,
    Sens.SANS_SUITE: Acte.CLASSER,
}


async def publier(services: Services, id: UUID, geste: Geste, *, maintenant: bool) -> Fait:
    """Publish it; `maintenant`: before its instant, or where it has none.

    Raises `PublicationPrematuree`, `LotNonArrete`, what `ouvrir_le_brouillon` raises but
    `LotArrete`, and what `une_fois` raises.
    """
    async with services.base.transaction() as connexion:
        return await une_fois(
            *(connexion, geste.cle, id, geste.arrivee),
            lambda: _publier_a_la_demande(services, connexion, id, geste, maintenant=maintenant),
        )


async def _publier_a_la_demande(
    services: Services, connexion: AsyncConnection, id: UUID, geste: Geste, *, maintenant: bool
) -> None:
    lu = await ouvrir_l_arrete(connexion, id, geste)
    if not maintenant and (lu.publier_le is None or geste.arrivee < lu.publier_le):
        raise PublicationPrematuree(arrivee=geste.arrivee, publier_le=lu.publier_le)
    auteur = Auteur(INSTRUCTION, geste.agent, geste.appelant.origine)
    await _publier(services, connexion, id, geste.arrivee, auteur)


async def publier_a_l_heure(services: Services, id: UUID) -> bool:
    """Publish a lot whose instant has come by the clock of the service, and by that of PostgreSQL;
    whether it was done here.

    Of two processes that find it due at once, one does it.
    """
    async with services.base.transaction() as connexion:
        le = la_plus_lente(literal(services.horloge.maintenant(), lot.c.publier_le.type))
        enonce = select(lot.c.publier_le, le.label("le")).where(lot.c.id == id)
        arrete = enonce.where(lot.c.etat == EtatDeLot.ARRETE.value).with_for_update()
        lu = (await connexion.execute(arrete)).one_or_none()
        if lu is None or not (lu.publier_le <= lu.le):
            return False
        await _publier(services, connexion, id, lu.le, SERVICE)
    return True


async def _publier(
    services: Services, connexion: AsyncConnection, id: UUID, le: datetime, auteur: Auteur
) -> None:
    lignes = await verrouiller_les_decisions(connexion, id)
    decidees = [une for une in lignes if une.etat in DECIDABLES]
    retirees = [une.candidature_id for une in lignes if une.etat not in DECIDABLES]
    if retirees:
        await _oublier(connexion, id, retirees)
    ids = [une.candidature_id for une in decidees]
    vers: dict[str, Any] = {"sens_secret": False}
    await avancer_toutes(connexion, ids, EvenementDecision, le, auteur.acces_id, **vers)
    faits = [
        Consigne(
            une.candidature_id,
            EvenementDecision(DetailDecisionPubliee(une.rang, une.sens)),
            _PAR_SENS[Sens(une.sens)].vers,
        )
        for une in decidees
    ]
    await consigner_en_masse(connexion, faits, auteur, le)
    await connexion.execute(update(decision).where(decision.c.lot == id).values(publiee_le=le))
    await retenir_les_codes(connexion, id)
    await connexion.execute(
        update(ligne_de_lot).where(ligne_de_lot.c.lot == id).values(publiee=True)
    )
    etat: dict[str, Any] = {"etat": EtatDeLot.PUBLIE.value, "publie_le": le}
    acte = GenreDActe.PUBLICATION
    await avancer_le_lot(connexion, id, acte, le, auteur.acces_id, **etat)
    nouvelles = [Information(une.candidature_id, Nouvelle.DECISION, une.rang) for une in decidees]
    await prevoir(services, connexion, nouvelles)


async def _oublier(connexion: AsyncConnection, id: UUID, ids: Sequence[UUID]) -> None:
    """What was withdrawn has left the lot: nobody was told anything of it."""
    for table in (decision, ligne_de_lot):
        c = table.c
        await connexion.execute(delete(table).where(c.lot == id, c.candidature_id.in_(ids)))
    instruites = instruction.c.candidature_id.in_(ids)
    vers = {"lot": None, "arretee_le": None, "sens_secret": False}
    await connexion.execute(update(instruction).where(instruites).values(**vers))
