"""Refusals of opinions: of who asks for them, of who gives them."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field

from app.kit.web.declaration import Ensemble
from app.kit.web.problems import Introuvable, Probleme
from app.pieces_jointes.refus import AnalyseEnAttente, TropDePieces


class AvisClos(Probleme):
    statut, code = HTTPStatus.CONFLICT, "avis-clos"
    titre = "Cet avis n'est plus attendu"
    sens = "Son échéance est passée, ou il n'est plus demandé."
    arrivee: datetime
    echeance: Annotated[datetime, Field(description="Une réponse s'envoyait avant cet instant.")]

    @classmethod
    def exemple(cls) -> Self:
        echeance = datetime(2023, 10, 20, 22, tzinfo=UTC)
        return cls(arrivee=datetime(2023, 10, 21, 8, tzinfo=UTC), echeance=echeance)


class TropDEnvois(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-d-envois"
    titre = "Cet avis ne s'envoie plus de nouveau"
    sens = "Il l'a été autant de fois qu'il peut l'être : la dernière réponse compte."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=20)


class AvisAbsent(Probleme):
    statut, code = HTTPStatus.NOT_FOUND, "avis-absent"
    titre = "Le dossier n'a pas cet avis"
    sens = "Aucun avis de cet identifiant n'y a été demandé."


class AvisDejaDemande(Probleme):
    statut, code = HTTPStatus.CONFLICT, "avis-deja-demande"
    titre = "Un avis est déjà demandé à cette adresse"
    sens = "Relancez-la, changez l'échéance, ou révoquez cette demande."
    avis: Annotated[UUID, Field(description="L'avis déjà demandé.")]

    @classmethod
    def exemple(cls) -> Self:
        return cls(avis=UUID("018c2f76-8192-43a4-b5c6-d7e8f9012345"))


class RelanceTropProche(Probleme):
    statut, code = HTTPStatus.CONFLICT, "relance-trop-proche"
    titre = "Qui est consulté vient d'être prévenu"
    sens = "Il ne se relance qu'un jour après le dernier courriel qui lui a été envoyé."
    arrivee: datetime
    possible_le: Annotated[datetime, Field(description="À partir de quand il se relance.")]

    @classmethod
    def exemple(cls) -> Self:
        arrivee = datetime(2023, 10, 2, 8, tzinfo=UTC)
        return cls(arrivee=arrivee, possible_le=datetime(2023, 10, 2, 14, 30, tzinfo=UTC))


class TropDAvis(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-d-avis"
    titre = "Le nombre maximal d'avis est atteint"
    sens = "Il ne s'en demande plus sur ce dossier."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=30)


class FichierDAvisInfecte(Probleme):
    statut, code = HTTPStatus.CONFLICT, "fichier-d-avis-infecte"
    titre = "Un fichier de l'avis contient un virus"
    sens = (
        "L'antivirus l'a reconnu après l'envoi. Il n'accompagne aucun avis, et n'est pas délivré."
    )
    pieces: Annotated[list[UUID], Field(description="Les fichiers où un virus a été reconnu.")]

    @classmethod
    def exemple(cls) -> Self:
        return cls(pieces=[UUID("018c2f76-8192-43a4-b5c6-d7e8f9012345")])


class FichierDejaEnvoye(Probleme):
    statut, code = HTTPStatus.CONFLICT, "fichier-deja-envoye"
    titre = "Ce fichier est parti avec une réponse"
    sens = "Il se garde avec elle : envoyez une autre réponse, sans lui."


ENVOI_IMPOSSIBLE: Final = Ensemble(
    "EnvoiImpossible",
    "L'avis n'est plus attendu, a déjà été envoyé trop de fois, ou un virus est dans un fichier.",
    (AvisClos, TropDEnvois, FichierDAvisInfecte),
)
FICHIER_D_AVIS_EMPECHE: Final = Ensemble(
    "FichierDAvisEmpeche",
    "L'avis n'est plus attendu, ou assez de fichiers l'accompagnent.",
    (AvisClos, TropDePieces),
)
FICHIER_D_AVIS_GARDE: Final = Ensemble(
    "FichierDAvisGarde",
    "L'avis n'est plus attendu, ou le fichier est parti avec une réponse.",
    (AvisClos, FichierDejaEnvoye),
)
FICHIER_D_AVIS_RETENU: Final = Ensemble(
    "FichierDAvisRetenu",
    "L'antivirus ne laisse pas délivrer ce fichier.",
    (FichierDAvisInfecte, AnalyseEnAttente),
)
AVIS_INTROUVABLE: Final = Ensemble(
    "AvisIntrouvable",
    "Le dossier n'est pas à vous, ou cet avis n'y est pas demandé.",
    (Introuvable, AvisAbsent),
)
