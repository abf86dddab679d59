"""A thread as the examples of the contract show it."""

from app.acces.exemples import LE
from app.candidatures.exemples import ID
from app.messages.representation import (
    Lecture,
    LectureFaite,
    Message,
    MessageAEnvoyer,
    MessageEchange,
    Messages,
)
from app.messages.tables import Cote

_TEXTE = "Le plan d'action peut-il être complété ?"


def a_envoyer() -> MessageAEnvoyer:
    """A message to be sent."""
    return MessageAEnvoyer(texte=_TEXTE)


def echange() -> MessageEchange:
    """What both sides see of it."""
    return MessageEchange(rang=1, de=Cote.DEMANDEUR, texte=_TEXTE, le=LE, lu_le=None)


def message() -> Message:
    """That message, sent."""
    e = echange()
    return Message(e.rang, e.de, e.texte, e.le, e.lu_le, acces=ID, service=None)


def messages() -> Messages:
    """A page of a thread."""
    return Messages([message()], None)


def lecture() -> Lecture:
    """How far somebody has read."""
    return Lecture(jusqu_a=1)


def lecture_faite() -> LectureFaite:
    """The same, once it was said."""
    return LectureFaite(1, LE)
