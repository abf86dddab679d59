"""The files of a candidature: list, find, remove."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    Exists,
    bindparam,
    column,
    delete,
    exists,
    func,
    or_,
    select,
    table,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.candidatures.evenements import EvenementPieceRetiree
from app.candidatures.journal import consigner
from app.candidatures.queries import ouvrir
from app.candidatures.tables import Antivirus, piece_jointe
from app.formulaire.choix import Rubrique
from app.kit.services import Services
from app.kit.web.problems import Introuvable
from app.pieces_jointes.destruction import detruire, detruire_avec
from app.pieces_jointes.representation import PieceJointe
from app.pieces_jointes.tables import TABLES_DE_FICHIERS
from app.pieces_jointes.verdict import TypeFichier

_PIECES: Final = select(
    piece_jointe.c.id,
    piece_jointe.c.rubrique,
    piece_jointe.c.nom,
    piece_jointe.c.type,
    piece_jointe.c.taille,
    piece_jointe.c.empreinte,
    piece_jointe.c.jointe_le,
    piece_jointe.c.antivirus,
).order_by(piece_jointe.c.jointe_le, piece_jointe.c.id)


_JOINTES: Final = _PIECES.where(
    piece_jointe.c.candidature_id == bindparam("id"), piece_jointe.c.retiree_le.is_(None)
)


async def pieces_de(connexion: AsyncConnection, candidature_id: UUID) -> list[PieceJointe]:
    """The files attached now."""
    return [piece_de(ligne) for ligne in await connexion.execute(_JOINTES, {"id": candidature_id})]


async def trouver(
    connexion: AsyncConnection, candidature_id: UUID, id: UUID, *, deposee: bool = False
) -> PieceJointe:
    """One file, removed ones that a deposit counts included; raises `Introuvable`.

    `deposee`: only if a deposit counts it.
    """
    voulue = _PIECES.where(piece_jointe.c.candidature_id == candidature_id, piece_jointe.c.id == id)
    lignes = await connexion.execute(voulue.where(_comptee()) if deposee else voulue)
    if (ligne := lignes.one_or_none()) is None:
        raise Introuvable
    return piece_de(ligne)


async def est_nommee(connexion: AsyncConnection, id: UUID) -> bool:
    """Whether a row names this file, wherever it goes."""
    ici = [exists().where(t.c.id == id) for t in TABLES_DE_FICHIERS]
    return bool(await connexion.scalar(select(or_(*ici))))


async def toutes_nommees(connexion: AsyncConnection) -> set[UUID]:
    """All files that a row names."""
    toutes = union_all(*(select(t.c.id) for t in TABLES_DE_FICHIERS))
    return set(await connexion.scalars(toutes))


async def retirer(
    services: Services, id: UUID, appelant: Appelant, piece: UUID, arrivee: datetime
) -> None:
    """Remove a file from the draft: for good, unless a deposit counts it.

    Raises `Introuvable`, `EtatIncompatible`, `CampagneFermee`, `CorrectionClose`,
    `HorsCorrection`.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        lue.verifier_modifiable(arrivee, services.settings)
        trouvee = next((p for p in await pieces_de(connexion, id) if p.id == piece), None)
        if trouvee is None:
            raise Introuvable
        if lue.a_corriger:
            lue.a_corriger.verifier_retrait(trouvee.rubrique, piece)
        retrait = EvenementPieceRetiree(trouvee.detail())
        await consigner(connexion, id, retrait, lue.auteur(appelant), arrivee)
        ici = piece_jointe.c.id == piece
        if comptee := await connexion.scalar(select(_comptee()).where(ici)):
            await connexion.execute(update(piece_jointe).where(ici).values(retiree_le=arrivee))
        else:
            await connexion.execute(delete(piece_jointe).where(ici))
    if not comptee:
        await detruire(services, [piece])


async def oublier_les_retirees(services: Services) -> None:
    """Erase files removed that no deposit counts: releases before 0.4.0 kept them."""
    retirees = delete(piece_jointe).where(piece_jointe.c.retiree_le.is_not(None), ~_comptee())
    await detruire_avec(services, retirees.returning(piece_jointe.c.id))


def _comptee() -> Exists:
    """Whether a deposit of its candidature counts the file of a row."""
    # No import: the room of the deposits is above this one.
    depot = table("depot", column("candidature_id"), column("pieces", JSONB()))
    la_sienne = func.jsonb_build_array(func.jsonb_build_object("id", piece_jointe.c.id))
    return exists().where(
        depot.c.candidature_id == piece_jointe.c.candidature_id,
        depot.c.pieces.contains(la_sienne),
    )


def piece_de(ligne: Any) -> PieceJointe:
    """A file, from a row of `piece_jointe`."""
    return PieceJointe(
        id=ligne.id,
        rubrique=Rubrique(ligne.rubrique),
        nom=ligne.nom,
        type=TypeFichier(ligne.type),
        taille=ligne.taille,
        empreinte=ligne.empreinte.hex(),
        jointe_le=ligne.jointe_le,
        antivirus=Antivirus(ligne.antivirus),
    )
