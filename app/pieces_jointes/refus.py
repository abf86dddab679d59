"""Refusals of files."""

from http import HTTPStatus

from app.kit.web.problems import Probleme
from app.pieces_jointes.representation import PieceJointe
from app.pieces_jointes.verdict import CodeRefus


class TropDePieces(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-de-pieces"
    titre = "Le nombre maximal de fichiers est atteint"
    sens = "Supprimez un fichier avant d'en joindre un autre."
    maximum: int


class FichierInfecte(Probleme):
    statut, code = HTTPStatus.CONFLICT, "fichier-infecte"
    titre = "Un fichier joint contient un virus"
    sens = (
        "L'antivirus l'a reconnu après l'envoi. Il n'est plus délivré et empêche le dépôt : "
        "retirez-le, puis joignez-en un sain."
    )
    pieces: list[PieceJointe]


class FichierRefuse(Probleme):
    statut, code = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "fichier-refuse"
    titre = "Ce fichier ne peut pas être joint"
    sens = "Le contenu du fichier n'est pas d'un type accepté, ou n'est pas sain."
    motif: CodeRefus
