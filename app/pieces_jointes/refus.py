"""Refusals of files."""

from dataclasses import replace
from http import HTTPStatus
from typing import Final, Self

from app.candidatures.refus import (
    CampagneFermee,
    CorrectionClose,
    EtatIncompatible,
    HorsCorrection,
)
from app.candidatures.tables import Antivirus
from app.kit.web.declaration import Ensemble
from app.kit.web.problems import Probleme, TypeDeContenuRefuse
from app.pieces_jointes import exemples
from app.pieces_jointes.representation import PieceJointe
from app.pieces_jointes.verdict import CodeRefus


class TropDePieces(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-de-pieces"
    titre = "Le nombre maximal de fichiers est atteint"
    sens = "Supprimez un fichier avant d'en joindre un autre."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=20)


class FichierInfecte(Probleme):
    statut, code = HTTPStatus.CONFLICT, "fichier-infecte"
    titre = "Un fichier joint contient un virus"
    sens = (
        "L'antivirus l'a reconnu après l'envoi. Il n'est plus délivré et empêche le dépôt : "
        "retirez-le, puis joignez-en un sain."
    )
    pieces: list[PieceJointe]

    @classmethod
    def exemple(cls) -> Self:
        return cls(pieces=[replace(exemples.jointe(), antivirus=Antivirus.INFECTE)])


class AnalyseEnAttente(Probleme):
    statut, code = HTTPStatus.CONFLICT, "analyse-en-attente"
    titre = "L'antivirus n'a pas encore analysé ce fichier"
    sens = "Il n'est délivré qu'à qui l'a envoyé d'ici là : réessayez dans quelques minutes."


class FichierRefuse(Probleme):
    statut, code = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "fichier-refuse"
    titre = "Ce fichier ne peut pas être joint"
    sens = "Le contenu du fichier n'est pas d'un type accepté, ou n'est pas sain."
    motif: CodeRefus

    @classmethod
    def exemple(cls) -> Self:
        return cls(motif=CodeRefus.MACROS)


FICHIER_RETENU: Final = Ensemble(
    "FichierRetenu",
    "L'antivirus ne laisse pas délivrer ce fichier.",
    (FichierInfecte, AnalyseEnAttente),
)
AJOUT_EMPECHE: Final = Ensemble(
    "AjoutEmpeche",
    "La candidature ne reçoit plus de fichier.",
    (EtatIncompatible, CampagneFermee, CorrectionClose, HorsCorrection, TropDePieces),
)
ENVOI_REFUSE: Final = Ensemble(
    "EnvoiRefuse",
    "Le fichier, ou la manière de l'envoyer, n'est pas accepté.",
    (TypeDeContenuRefuse, FichierRefuse),
)
