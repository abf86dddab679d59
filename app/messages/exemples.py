"""A thread as the examples of the contract show it."""

from hashlib import sha256
from uuid import UUID

from app.acces.exemples import LE
from app.candidatures.exemples import ID
from app.candidatures.tables import Antivirus
from app.messages.cotes import Cote
from app.messages.representation import (
    Lecture,
    LectureFaite,
    Message,
    MessageAEnvoyer,
    MessageEchange,
    Messages,
    PieceDeMessage,
)
from app.pieces_jointes.verdict import TypeFichier

_TEXTE = "Le plan d'action peut-il être complété ?"


def a_envoyer() -> MessageAEnvoyer:
    """A message to be sent."""
    return MessageAEnvoyer(texte=_TEXTE)


def envoi() -> dict[str, str]:
    """A form that sends a file."""
    return {"fichier": "%PDF-1.7…"}


def piece() -> PieceDeMessage:
    """A file, found clean."""
    return PieceDeMessage(
        id=UUID("018c2f76-8192-43a4-b5c6-d7e8f9012345"),
        nom="Délibération.pdf",
        type=TypeFichier.PDF,
        taille=48_213,
        empreinte=sha256(b"deliberation").hexdigest(),
        jointe_le=LE,
        antivirus=Antivirus.SAIN,
    )


def echange() -> MessageEchange:
    """What both sides see of it."""
    return MessageEchange(
        rang=1, de=Cote.DEMANDEUR, texte=_TEXTE, le=LE, lu_le=None, pieces=[piece()]
    )


def message() -> Message:
    """That message, sent."""
    e = echange()
    return Message(e.rang, e.de, e.texte, e.le, e.lu_le, e.pieces, acces=ID, service=None)


def messages() -> Messages:
    """A page of a thread."""
    return Messages([message()], None)


def lecture() -> Lecture:
    """How far somebody has read."""
    return Lecture(jusqu_a=1)


def lecture_faite() -> LectureFaite:
    """The same, once it was said."""
    return LectureFaite(1, LE)
