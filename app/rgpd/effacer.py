"""The acts that erase: content, files and accesses go for ever.

A tombstone stays: number, state, dates, the record of events, where nothing is personal but what
decision 31 names; and what was published of it (decision 71). The law behind it: GDPR, article 17,
and its limits in 17(3)(b) and (d).
"""

from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant, Auteur
from app.acces.tables import acces, lien, portail_reference
from app.candidatures.details import DetailEffacement, DetailEffacementDOffice
from app.candidatures.etats import Acte, Etat
from app.candidatures.evenements import EvenementEffacement
from app.candidatures.journal import consigner
from app.candidatures.precondition import verifier_version
from app.candidatures.queries import ouvrir
from app.candidatures.refus import EtatIncompatible
from app.depots.tables import depot, premiere_arrivee
from app.flux.crochets.oublier import oublier_les_reponses
from app.kit.glossary import decrit
from app.kit.postgres.listen import dire
from app.kit.postgres.statements import EnTransaction
from app.kit.services import Services
from app.kit.web.idempotency import oublier
from app.pieces_jointes.destruction import detruire
from app.pieces_jointes.tables import TABLES_DE_FICHIERS
from app.resultats.dire_avant_d_effacer import exiger_dite, une_fois_dite
from app.rgpd.administration import auteur_de, lire, signature
from app.rgpd.oubli import EFFACEMENT, tout_oublier

_A_SA_DEMANDE: Final = DetailEffacement("demandeur")
A_TERME: Final = DetailEffacement("conservation")


@decrit(
    "Pourquoi l'administration efface : la personne l'a demandé, une autorité ou un juge "
    "l'ordonne, ou la candidature fut créée par erreur."
)
class MotifEffacement(StrEnum):
    """Why the administration erases: closed, for no name to get into the record."""

    DEMANDE = "demande"
    INJONCTION = "injonction"
    ERREUR = "erreur"


async def effacer(
    services: Services, id: UUID, appelant: Appelant, si_version: str | None, arrivee: datetime
) -> None:
    """Erase, for its owner, a draft or what was withdrawn.

    Raises `Introuvable`, `EtatIncompatible` once deposited (it is withdrawn first),
    `VersionPerimee`, `Indisponible`.
    """

    async def efface() -> list[UUID]:
        async with services.base.transaction() as connexion:
            lue = await ouvrir(connexion, id, appelant, verrou=True)
            if not lue.etat.permet(Acte.EFFACER):
                raise EtatIncompatible(
                    "Une candidature déposée ne s'efface pas : elle se retire d'abord.",
                    etat=lue.etat,
                )
            # By this very connection: those who hold others may be saves that wait for this lock.
            await verifier_version(EnTransaction(connexion), lue, si_version)
            return await vider(connexion, id, _A_SA_DEMANDE, lue.auteur(appelant), arrivee)

    await achever(services, await une_fois_dite(services, efface))


async def effacer_d_office(
    services: Services, id: UUID, appelant: Appelant, motif: MotifEffacement, arrivee: datetime
) -> None:
    """Erase, for the administration, a candidature of its regions.

    Raises `Introuvable`; `EtatIncompatible` while it is judged, unless an authority orders it;
    `Indisponible`.
    """
    ordonne = motif is MotifEffacement.INJONCTION
    acte = Acte.EFFACER_SUR_INJONCTION if ordonne else Acte.EFFACER_D_OFFICE

    async def efface() -> list[UUID]:
        async with services.base.transaction() as connexion:
            lue = await lire(connexion, id, appelant, verrou=True)
            if not lue.etat.permet(acte):
                raise EtatIncompatible(
                    f"La candidature est à l'état « {lue.etat.mots} » : d'ici la décision ou le "
                    "retrait, seule une injonction l'efface.",
                    etat=lue.etat,
                )
            pourquoi = DetailEffacementDOffice(motif.value, signature(appelant))
            return await vider(connexion, id, pourquoi, auteur_de(appelant), arrivee)

    await achever(services, await une_fois_dite(services, efface))


async def vider(
    connexion: AsyncConnection,
    id: UUID,
    pourquoi: DetailEffacement,
    auteur: Auteur,
    le: datetime,
) -> list[UUID]:
    """Leave the tombstone of a candidature whose row is locked; the files for `achever`.

    Raises `PasEncoreDite`, before anything is done: see `une_fois_dite`.
    """
    await exiger_dite(connexion, id)
    await dire(connexion, EFFACEMENT)
    pieces = list[UUID]()
    for table in TABLES_DE_FICHIERS:
        siennes = delete(table).where(table.c.candidature_id == id)
        pieces += await connexion.scalars(siennes.returning(table.c.id))
    await oublier(connexion, id)
    await oublier_les_reponses(connexion, id)
    # Before the accesses go: those who knew of it are told that it has gone.
    await consigner(
        connexion,
        id,
        EvenementEffacement(pourquoi),
        auteur,
        le,
        etat=Etat.SUPPRIMEE.value,
        dossier="{}",
        reponses_anciennes=None,
        courriel=None,
        preavis_le=None,
        correction_jusqu_au=None,
        modifiee_le=le,
    )
    # Locked: a link to one of them is made meanwhile, or is not.
    siens = await connexion.scalars(
        select(acces.c.id).where(acces.c.candidature_id == id).with_for_update()
    )
    await connexion.execute(delete(lien).where(lien.c.acces_id.in_(list(siens))))
    for table in (acces, portail_reference, premiere_arrivee):
        await connexion.execute(delete(table).where(table.c.candidature_id == id))
    # In this order: a deposit goes once its candidature has.
    await connexion.execute(delete(depot).where(depot.c.candidature_id == id))
    return pieces


async def achever(services: Services, pieces: list[UUID]) -> None:
    """What follows the commit of `vider`: this process forgets, the store too."""
    tout_oublier(services)
    await detruire(services, pieces)
