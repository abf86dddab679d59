"""The files of messages: sent with one, listed with it, found, forgotten if they never were."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.tables import Antivirus
from app.kit.services import Services
from app.kit.web.problems import Introuvable, ParametreRefuse, RequeteInvalide
from app.messages.cotes import Cote
from app.messages.refus import FichierDeMessageInfecte
from app.messages.representation import PieceDeMessage
from app.pieces_jointes.destruction import detruire_avec
from app.pieces_jointes.refus import AnalyseEnAttente
from app.pieces_jointes.tables import piece_message

# How long one waits for its message.
_SURSIS: Final = timedelta(days=1)
_C: Final = piece_message.c
_DES_MESSAGES: Final = (
    select(piece_message)
    .where(_C.candidature_id == bindparam("id"))
    .where(_C.message.in_(bindparam("rangs", expanding=True)))
    .order_by(_C.jointe_le, _C.id)
)


async def envoyer_avec(
    connexion: AsyncConnection, id: UUID, auteur: UUID, rang: int, pieces: Sequence[UUID]
) -> None:
    """Send these files, of this author, with a message of a candidature that is locked.

    Raises `RequeteInvalide` for one that they did not send, or that went with another message;
    `FichierDeMessageInfecte`.
    """
    if not pieces:
        return
    sienne = _C.candidature_id == id, _C.auteur == auteur, _C.message.is_(None)
    lignes = await connexion.execute(
        update(piece_message)
        .where(*sienne, _C.id.in_(pieces))
        .values(message=rang)
        .returning(_C.id, _C.antivirus)
    )
    envoyees = lignes.all()
    if len(envoyees) < len(pieces):
        faute = ParametreRefuse("body", "/pieces", "piece_inconnue")
        raise RequeteInvalide(
            "Un de ces fichiers n'a pas été envoyé par vous pour ce message.", parametres=[faute]
        )
    if infectees := [une.id for une in envoyees if une.antivirus == Antivirus.INFECTE.value]:
        raise FichierDeMessageInfecte(pieces=infectees)


async def pieces_des_messages(
    connexion: AsyncConnection, id: UUID, rangs: Collection[int]
) -> dict[int, list[PieceDeMessage]]:
    """The files of these messages of a candidature, by the rank of each."""
    trouvees = defaultdict[int, list[PieceDeMessage]](list)
    lignes = await connexion.execute(_DES_MESSAGES, {"id": id, "rangs": [*rangs]})
    for ligne in lignes.mappings():
        trouvees[ligne["message"]].append(PieceDeMessage.lue(ligne))
    return trouvees


async def trouver_pour(
    connexion: AsyncConnection, id: UUID, piece: UUID, cote: Cote
) -> PieceDeMessage:
    """A file that was sent, and may be given to this side.

    The other one's only once the antivirus has let it through. Raises `Introuvable`,
    `FichierDeMessageInfecte`, `AnalyseEnAttente`.
    """
    sienne = _C.candidature_id == id, _C.id == piece, _C.message.is_not(None)
    lignes = await connexion.execute(select(piece_message).where(*sienne))
    ligne = lignes.mappings().one_or_none()
    if ligne is None:
        raise Introuvable
    trouvee = PieceDeMessage.lue(ligne)
    if trouvee.antivirus is Antivirus.INFECTE:
        raise FichierDeMessageInfecte(pieces=[trouvee.id])
    if trouvee.antivirus is Antivirus.EN_ATTENTE and Cote(ligne["cote"]) is not cote:
        raise AnalyseEnAttente
    return trouvee


async def oublier_les_non_envoyees(services: Services, le: datetime) -> None:
    """Erase files that have waited for their message since the day before."""
    oubliees = delete(piece_message).where(_C.message.is_(None), _C.jointe_le < le - _SURSIS)
    await detruire_avec(services, oubliees.returning(_C.id))
