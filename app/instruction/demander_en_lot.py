"""The act of asking somebody for an opinion on all the dossiers of a region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final
from uuid import UUID, uuid4

from pydantic import Field
from sqlalchemy import ColumnElement, exists, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import INSTRUCTION, Auteur
from app.avis.compter_courriels import compter_des_courriels
from app.avis.ecrire_a_qui_est_consulte import confier_une_lettre
from app.avis.lettres import Motif
from app.avis.queries import candidature_consultable
from app.avis.tables import avis
from app.candidatures.details import DetailAvis
from app.candidatures.evenements_avis import EvenementAvisDemande
from app.candidatures.journal import consigner_toutes
from app.depots.avancer import avancer_toutes
from app.depots.tables import instruction
from app.formulaire.choix import Region
from app.instruction.demande_d_avis import DemandeDAvis, verifier_echeance
from app.instruction.demander_avis import AVIS_MAX, DEMANDES_MAX, Demandeur, colonnes_de
from app.instruction.queries import Instruite, concerne, ouvrir_toutes, visibles
from app.kit.glossary import decrit
from app.kit.services import Services

LOT_D_AVIS_MAX: Final = 500


@decrit("Un avis à demander sur tous les dossiers d'une région.")
class DemandeEnLot(DemandeDAvis):
    """The same opinion, to be asked of each dossier that concerns a region."""

    region: Annotated[
        Region, Field(strict=False, description="La région que les dossiers concernent.")
    ]


@decrit("Un avis demandé parmi d'autres.")
@dataclass(frozen=True, slots=True)
class AvisDuLot:
    """An opinion that was asked for, of which dossier."""

    candidature: UUID
    avis: Annotated[UUID, Field(description="L'avis demandé.")]


@decrit("Ce qui a été demandé d'un coup, et ce qui l'était déjà.")
@dataclass(frozen=True, slots=True)
class LotDemande:
    """What was asked for; of which dossiers it was already; whether there is more to be asked."""

    demandes: Annotated[Sequence[AvisDuLot], Field(description="Les avis demandés.")]
    ecartees: Annotated[
        Sequence[UUID],
        Field(
            description="Les candidatures laissées de côté : il y est déjà demandé à cette "
            "adresse, ou elles ont tous les avis qu'elles peuvent avoir."
        ),
    ]
    reste: Annotated[bool, Field(description="S'il y en a d'autres : répétez la même demande.")]


async def demander_en_lot(services: Services, voulue: DemandeEnLot, qui: Demandeur) -> LotDemande:
    """Ask it of all that the caller may ask it of, in one transaction; 500 at most.

    They are written to once, for all. Raises `RequeteInvalide`, `TropDeRequetes` of that address.
    """
    verifier_echeance(voulue.echeance, qui.arrivee)
    la = concerne([voulue.region.value]) & candidature_consultable()
    async with services.base.transaction() as connexion:
        libres = la & ~_ecartee(voulue, qui)
        ouvertes = await ouvrir_toutes(connexion, qui.appelant, libres, LOT_D_AVIS_MAX + 1)
        ecartees = await _ecartees(connexion, la, voulue, qui, [une.id for une in ouvertes])
        # Asked meanwhile by who held the locks: what is read from now on is all that there is.
        lot = [une for une in ouvertes[:LOT_D_AVIS_MAX] if une.id not in ecartees]
        demandes = {une.id: uuid4() for une in lot}
        if demandes:
            await _demander(connexion, lot, demandes, voulue, qui)
            ids = [*demandes.values()]
            await compter_des_courriels(services, connexion, voulue.courriel, len(ids))
            await confier_une_lettre(
                services, connexion, voulue.courriel, ids, Motif.DEMANDE, qui.arrivee
            )
    faites = [AvisDuLot(candidature, neuf) for candidature, neuf in demandes.items()]
    return LotDemande(faites, ecartees, len(ouvertes) > LOT_D_AVIS_MAX)


def _ecartee(voulue: DemandeEnLot, qui: Demandeur) -> ColumnElement[bool]:
    """Whether it is not to be asked of a row of `instruction`: as `demander_un_avis` refuses it."""
    siens = avis.c.candidature_id == instruction.c.candidature_id
    ouvert = exists().where(
        siens,
        avis.c.courriel == voulue.courriel,
        avis.c.revoque_le.is_(None),
        avis.c.echeance > qui.arrivee,
    )
    tenus = func.count().filter(avis.c.revoque_le.is_(None)) >= AVIS_MAX
    trop = select(or_(tenus, func.count() >= DEMANDES_MAX)).where(siens)
    return or_(ouvert, trop.correlate(instruction).scalar_subquery())


async def _ecartees(
    connexion: AsyncConnection,
    la: ColumnElement[bool],
    voulue: DemandeEnLot,
    qui: Demandeur,
    ouvertes: Sequence[UUID],
) -> list[UUID]:
    """Those of which it is not to be asked, these first."""
    enonce = visibles(qui.appelant.regions, instruction.c.candidature_id).where(
        la, _ecartee(voulue, qui)
    )
    c = instruction.c.candidature_id
    rangees = enonce.order_by(c.in_(ouvertes).desc(), c).limit(LOT_D_AVIS_MAX + 1)
    return [*await connexion.scalars(rangees)]


async def _demander(
    connexion: AsyncConnection,
    lot: Sequence[Instruite],
    demandes: Mapping[UUID, UUID],
    voulue: DemandeEnLot,
    qui: Demandeur,
) -> None:
    agent = agent_de(qui.appelant)
    versions = await avancer_toutes(connexion, demandes, EvenementAvisDemande, qui.arrivee, agent)
    communes = colonnes_de(voulue, qui)
    lignes: list[dict[str, Any]] = [
        communes
        | {
            "id": demandes[une.id],
            "candidature_id": une.id,
            "version": versions[une.id],
            "depot": une.rang,
        }
        for une in lot
    ]
    await connexion.execute(insert(avis), lignes)
    faits = [(une.id, EvenementAvisDemande(DetailAvis(demandes[une.id], une.rang))) for une in lot]
    auteur = Auteur(INSTRUCTION, agent, qui.appelant.origine)
    await consigner_toutes(connexion, faits, auteur, qui.arrivee)
