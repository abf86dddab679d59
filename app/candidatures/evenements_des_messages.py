"""The kinds of event of messages, told from where who applies stands: beside `evenements.py`.

The docstrings are French where the contract shows them.
"""

from dataclasses import dataclass

from app.candidatures.details import DetailFichierInfecte, DetailMessage
from app.candidatures.genres import Genre, Public


@dataclass(frozen=True)
class EvenementMessageRecu(Genre, genre="message_recu", vu_par=Public, publie="message.recu"):
    """Le service instructeur a écrit au demandeur."""

    details: DetailMessage


@dataclass(frozen=True)
class EvenementMessageEnvoye(Genre, genre="message_envoye", vu_par=Public, publie="message.envoye"):
    """Le demandeur a écrit au service instructeur."""

    details: DetailMessage


@dataclass(frozen=True)
class EvenementMessageInfecte(Genre, genre="message_infecte", vu_par=(Public.INSTRUCTION,)):
    """Un virus a été reconnu dans un fichier joint à un message."""

    details: DetailFichierInfecte
