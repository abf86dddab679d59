"""Reading a thread: each message, who wrote it, when the other side said that it was read."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, case, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import AgentDecrit, decrire_agent
from app.acces.droits import Role
from app.acces.tables import acces, agent
from app.candidatures.tables import candidature
from app.messages.cotes import Cote
from app.messages.pieces_de_message import pieces_des_messages
from app.messages.representation import Message, MessageEchange, Messages, PieceDeMessage
from app.messages.tables import message, message_lu


@dataclass(frozen=True, slots=True)
class Ecrit:
    """A message with all that is known of who wrote it, which the applicant is not all told.

    `courriel`: of the applicant's access, or the applicant's own.
    """

    echange: MessageEchange
    auteur: UUID
    role: Role | None
    courriel: str | None = field(repr=False)
    agent: AgentDecrit | None

    def pour_le_demandeur(self) -> Message:
        """What the applicant may see of it."""
        e, leur = self.echange, self.echange.de is Cote.DEMANDEUR
        return Message(
            *(e.rang, e.de, e.texte, e.le, e.lu_le, e.pieces),
            acces=self.auteur if leur else None,
            service=self.agent and self.agent.service,
        )


def _lire() -> Select[*tuple[Any, ...]]:
    du_demandeur = message.c.cote == Cote.DEMANDEUR.value
    # By the side that did not write it; the first to say so is that of the lowest rank.
    en_face = case((du_demandeur, Cote.INSTRUCTION.value), else_=Cote.DEMANDEUR.value)
    lu_le = (
        select(message_lu.c.le)
        .where(
            message_lu.c.candidature_id == message.c.candidature_id,
            message_lu.c.cote == en_face,
            message_lu.c.jusqu_a >= message.c.rang,
        )
        .order_by(message_lu.c.jusqu_a)
        .limit(1)
        .scalar_subquery()
    )
    du_proprietaire = acces.c.role == Role.PROPRIETAIRE.value
    sien = case((du_proprietaire, candidature.c.courriel), else_=acces.c.courriel)
    return (
        select(
            *(message.c.rang, message.c.cote, message.c.texte, message.c.le, message.c.auteur),
            lu_le.label("lu_le"),
            acces.c.role,
            sien.label("courriel"),
            *(agent.c.id, agent.c.nom, agent.c.prenom, agent.c.service, agent.c.qualite),
        )
        .join(candidature, candidature.c.id == message.c.candidature_id)
        .outerjoin(acces, and_(acces.c.id == message.c.auteur, du_demandeur))
        .outerjoin(agent, and_(agent.c.id == message.c.auteur, ~du_demandeur))
        .where(message.c.candidature_id == bindparam("id"), message.c.rang > bindparam("apres"))
        .order_by(message.c.rang)
        .limit(bindparam("limite"))
    )


_LIRE: Final = _lire()


async def lire_messages(
    connexion: AsyncConnection, id: UUID, apres: int, limite: int
) -> tuple[list[Ecrit], str | None]:
    """At most `limite` messages of a candidature after this rank, and the cursor of what follows.

    Of one that whoever asks has been let into.
    """
    parametres = {"id": id, "apres": apres, "limite": limite + 1}
    lus = (await connexion.execute(_LIRE, parametres)).all()
    page = lus[:limite]
    pieces = await pieces_des_messages(connexion, id, [ligne.rang for ligne in page])
    suivant = str(page[-1].rang) if len(lus) > limite else None
    return [_ecrit(ligne, pieces.get(ligne.rang, [])) for ligne in page], suivant


async def lire_le_message(connexion: AsyncConnection, id: UUID, rang: int) -> Ecrit:
    """The one of this rank, which is there."""
    (ecrit,), _ = await lire_messages(connexion, id, rang - 1, 1)
    return ecrit


def page_du_demandeur(ecrits: list[Ecrit], suivant: str | None) -> Messages:
    """A page as who applies reads it."""
    return Messages([un.pour_le_demandeur() for un in ecrits], suivant)


def _ecrit(ligne: Any, pieces: list[PieceDeMessage]) -> Ecrit:
    cote, qui = Cote(ligne.cote), None
    if cote is Cote.INSTRUCTION:
        oublie = AgentDecrit(ligne.auteur, None, None, None)
        qui = decrire_agent(ligne) if ligne.id else oublie
    return Ecrit(
        MessageEchange(ligne.rang, cote, ligne.texte, ligne.le, ligne.lu_le, pieces),
        *(ligne.auteur, ligne.role and Role(ligne.role), ligne.courriel, qui),
    )
