"""Refusals of messages."""

from http import HTTPStatus
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field

from app.candidatures.refus import EtatIncompatible
from app.kit.web.declaration import Ensemble
from app.kit.web.problems import CleEnCours, CleReutilisee, Probleme, RequeteInvalide
from app.pieces_jointes.refus import AnalyseEnAttente, TropDePieces


class TropDeMessages(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-de-messages"
    titre = "Le nombre maximal de messages est atteint"
    sens = "D'un même côté, une candidature en compte un nombre limité en tout, et par jour."
    maximum: Annotated[int, Field(description="La limite atteinte, en tout ou sur un jour.")]

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=50)


class FichierDeMessageInfecte(Probleme):
    statut, code = HTTPStatus.CONFLICT, "fichier-de-message-infecte"
    titre = "Un fichier du message contient un virus"
    sens = "L'antivirus l'a reconnu après l'envoi. Il ne s'envoie pas, et n'est plus délivré."
    pieces: Annotated[list[UUID], Field(description="Les fichiers où un virus a été reconnu.")]

    @classmethod
    def exemple(cls) -> Self:
        return cls(pieces=[UUID("018c2f76-8192-43a4-b5c6-d7e8f9012345")])


FICHIER_DE_MESSAGE_RETENU: Final = Ensemble(
    "FichierDeMessageRetenu",
    "L'antivirus ne laisse pas délivrer ce fichier.",
    (FichierDeMessageInfecte, AnalyseEnAttente),
)
FICHIER_DE_MESSAGE_EMPECHE: Final = Ensemble(
    "FichierDeMessageEmpeche",
    "Aucun fichier ne se joint à un message maintenant.",
    (EtatIncompatible, TropDePieces),
)
ENVOI_EMPECHE: Final = Ensemble(
    "EnvoiDeMessageEmpeche",
    "Aucun message ne s'envoie maintenant.",
    (EtatIncompatible, TropDeMessages, FichierDeMessageInfecte, CleEnCours),
)
MESSAGE_REFUSE: Final = Ensemble(
    "MessageRefuse",
    "Le message n'a pas la forme attendue, ou sa clé a déjà servi à un autre.",
    (CleReutilisee, RequeteInvalide),
)
