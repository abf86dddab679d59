"""A deposit to print: what identifies its PDF, then what it says."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.reprise import reprendre
from app.depots.accuse import Accuse
from app.depots.accuse_signe import AccuseSigne
from app.depots.depots import accuse_de
from app.depots.tables import depot
from app.editions.depose import Entete, PieceDeposee, en_json
from app.editions.imprimer import identite, imprimer
from app.kit.services import Services
from app.kit.web.problems import Introuvable


@dataclass(frozen=True, slots=True)
class Imprimable:
    """A deposit of a candidature, by its receipt; `etiquette` is the strong tag of its PDF."""

    candidature_id: UUID
    accuse: Accuse
    etiquette: str

    @property
    def nom(self) -> str:
        """The name of the file."""
        return f"dossier-{self.accuse.numero}-{self.accuse.depot}.pdf"


async def imprimable(connexion: AsyncConnection, id: UUID, rang: int) -> Imprimable:
    """The deposit of this rank of a candidature that the caller may read; raises `Introuvable`.

    Nothing is printed yet: a receipt, which says what was received, never changes.
    """
    signe = await accuse_de(connexion, id, rang)
    empreinte = sha256(f"{identite()}{signe}".encode()).hexdigest()
    return Imprimable(id, AccuseSigne.model_validate_json(signe).accuse, f'"{empreinte}"')


async def imprimer_depot(services: Services, abonne: str, voulu: Imprimable) -> bytes:
    """The PDF of a deposit, for who asks from `abonne`: same deposit, same bytes.

    Raises what `imprimer` does, `Introuvable` for one erased meanwhile, `Indisponible` for one of a
    version of the form that is newer than this code.
    """
    accuse = voulu.accuse
    async with services.base.lecture() as connexion:
        instantane = await connexion.scalar(
            select(depot.c.instantane).where(
                depot.c.candidature_id == voulu.candidature_id, depot.c.rang == accuse.depot
            )
        )
    if instantane is None:
        raise Introuvable
    return await imprimer(services, abonne, _depose(accuse, instantane))


def _depose(accuse: Accuse, instantane: str) -> bytes:
    """The JSON of a `Depose`; the snapshot is passed through, unless an older form made it."""
    instantane, reprise = reprendre(instantane, accuse.version_formulaire, None)
    entete = Entete(
        numero=accuse.numero,
        depot=accuse.depot,
        recu_le=accuse.recu_le,
        denomination=accuse.demandeur.denomination,
        siret=accuse.demandeur.siret,
        nom_territoire=accuse.nom_territoire,
        version_formulaire=accuse.version_formulaire,
        empreinte=accuse.dossier.empreinte,
        bac_a_sable=accuse.bac_a_sable is True,
        pieces=[PieceDeposee(p.rubrique, p.nom, p.taille, p.empreinte) for p in accuse.pieces],
        changements=[annonce.dire().message for annonce in reprise.annonces],
    )
    return en_json(entete, instantane)
