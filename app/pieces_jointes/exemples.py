"""A file as the examples of the contract show it."""

from hashlib import sha256
from typing import Any
from uuid import UUID

from app.acces.exemples import LE
from app.candidatures.tables import Antivirus
from app.formulaire.choix import Rubrique
from app.pieces_jointes.representation import PieceJointe, PiecesJointes
from app.pieces_jointes.verdict import TypeFichier


def envoi() -> dict[str, Any]:
    """A form that sends a file."""
    return {"rubrique": "lettres", "fichier": "%PDF-1.7…"}


def jointe() -> PieceJointe:
    """A file, found clean."""
    return PieceJointe(
        id=UUID("018c2f70-1a2b-4c3d-8e4f-5a6b7c8d9e0f"),
        rubrique=Rubrique.LETTRES,
        nom="Lettre d'intention.pdf",
        type=TypeFichier.PDF,
        taille=48_213,
        empreinte=sha256(b"lettre").hexdigest(),
        jointe_le=LE,
        antivirus=Antivirus.SAIN,
    )


def liste() -> PiecesJointes:
    """The files of a draft."""
    return PiecesJointes([jointe()])
