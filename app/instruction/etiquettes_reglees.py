"""The acts of the administration on labels: making one, renaming it, taking it away."""

from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.instruction.etiquettes import ETIQUETTES_MAX, EtiquetteDecrite, decrire_etiquette
from app.instruction.etiquettes_demandees import (
    EtiquetteACreer,
    ModificationDEtiquette,
    simplifie,
)
from app.instruction.queries import decoller
from app.instruction.refus import EtiquetteExistante, TropDEtiquettes
from app.instruction.tables import etiquette
from app.kit.postgres.database import Base
from app.kit.web.problems import Introuvable

_VERROU: Final = 0x6574_6971  # of the database: they are named one after the other


async def creer_etiquette(base: Base, voulue: EtiquetteACreer) -> EtiquetteDecrite:
    """Make one. Raises `EtiquetteExistante`, `TropDEtiquettes`, `RequeteInvalide` for a name
    without a letter or a digit.
    """
    valeurs = {"nom": voulue.nom, "nom_simplifie": simplifie(voulue.nom)}
    async with base.transaction() as connexion:
        await _verifier_nom(connexion, valeurs["nom_simplifie"])
        nombre = select(func.count()).select_from(etiquette)
        if (await connexion.scalar(nombre) or 0) >= ETIQUETTES_MAX:
            raise TropDEtiquettes(maximum=ETIQUETTES_MAX)
        enonce = insert(etiquette).values(id=uuid4(), couleur=voulue.couleur.value, **valeurs)
        return decrire_etiquette((await connexion.execute(enonce.returning(etiquette))).one())


async def modifier_etiquette(
    base: Base, id: UUID, change: ModificationDEtiquette
) -> EtiquetteDecrite:
    """Rename one, or give it another colour, on all the dossiers that have it.

    Raises `Introuvable`, `EtiquetteExistante`, `RequeteInvalide`.
    """
    dites = change.dites()
    async with base.transaction() as connexion:
        if nom := dites.get("nom_simplifie"):
            await _verifier_nom(connexion, nom, sauf=id)
        enonce = update(etiquette).where(etiquette.c.id == id).values(id=id, **dites)
        ligne = (await connexion.execute(enonce.returning(etiquette))).one_or_none()
    if ligne is None:
        raise Introuvable
    return decrire_etiquette(ligne)


async def supprimer_etiquette(base: Base, id: UUID) -> None:
    """Take one away, and off the dossiers that have it. Raises `Introuvable`."""
    async with base.transaction() as connexion:
        # Whoever puts it on a dossier holds this row first: none is forgotten.
        supprimee = delete(etiquette).where(etiquette.c.id == id).returning(etiquette.c.id)
        if (await connexion.execute(supprimee)).one_or_none() is None:
            raise Introuvable
        await decoller(connexion, id)


async def _verifier_nom(connexion: AsyncConnection, nom: str, sauf: UUID | None = None) -> None:
    """Raise `EtiquetteExistante` for one that another has; until the commit, nobody takes it."""
    await connexion.execute(select(func.pg_advisory_xact_lock(_VERROU)))
    autres = select(etiquette.c.id).where(etiquette.c.nom_simplifie == nom)
    if (autre := await connexion.scalar(autres)) not in (None, sauf):
        raise EtiquetteExistante(etiquette=autre)
