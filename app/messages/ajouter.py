"""What both sides do to a thread whose candidature is locked: add a message."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.messages.entree import Entree
from app.messages.fil_ouvert import exiger_ouvert
from app.messages.pieces_de_message import envoyer_avec
from app.messages.refus import TropDeMessages
from app.messages.representation import MessageAEnvoyer
from app.messages.tables import message

# Of one side: neither fills what the other may still write.
MESSAGES_MAX: Final = 1_000
PAR_JOUR: Final = 50
# Nor does one author fill what others of their side may.
PAR_AUTEUR: Final = 30
_JOUR: Final = timedelta(days=1)

_DU_COTE: Final = message.c.cote == bindparam("cote")
_DU_JOUR: Final = message.c.le > bindparam("depuis")
_COMPTER: Final = select(
    func.coalesce(func.max(message.c.rang), 0),
    func.count().filter(_DU_COTE),
    func.count().filter(_DU_COTE, _DU_JOUR),
    func.count().filter(message.c.auteur == bindparam("auteur"), _DU_JOUR),
).where(message.c.candidature_id == bindparam("id"))


async def ajouter(
    connexion: AsyncConnection, id: UUID, ecrit: Entree, voulu: MessageAEnvoyer, le: datetime
) -> int:
    """Add a message to a candidature, with its files; its rank.

    Raises `EtatIncompatible`, `TropDeMessages`, and what `envoyer_avec` raises.
    """
    await exiger_ouvert(connexion, id, ecrit.etat, le)
    parametres = {
        "id": id,
        "cote": ecrit.cote.value,
        "depuis": le - _JOUR,
        "auteur": ecrit.auteur,
    }
    dernier, tous, du_jour, de_lui = (await connexion.execute(_COMPTER, parametres)).one()
    if tous >= MESSAGES_MAX:
        raise TropDeMessages(
            f"Un même côté en envoie {MESSAGES_MAX} au plus.", maximum=MESSAGES_MAX
        )
    for envoyes, maximum in ((du_jour, PAR_JOUR), (de_lui, PAR_AUTEUR)):
        if envoyes >= maximum:
            raise TropDeMessages(
                f"Un même côté en envoie {PAR_JOUR} au plus en 24 heures, une même personne "
                f"{PAR_AUTEUR} : écrivez plus tard.",
                maximum=maximum,
            )
    valeurs: dict[str, Any] = {
        "candidature_id": id,
        "rang": (rang := dernier + 1),
        "cote": ecrit.cote.value,
        "auteur": ecrit.auteur,
        "texte": voulu.texte,
        "le": le,
    }
    await connexion.execute(insert(message).values(valeurs))
    await envoyer_avec(connexion, id, ecrit.auteur, rang, voulu.pieces)
    return rang
