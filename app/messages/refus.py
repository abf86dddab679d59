"""Refusals of messages."""

from http import HTTPStatus
from typing import Annotated, Final, Self

from pydantic import Field

from app.candidatures.refus import EtatIncompatible
from app.kit.web.declaration import Ensemble
from app.kit.web.problems import CleEnCours, CleReutilisee, Probleme, RequeteInvalide


class TropDeMessages(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-de-messages"
    titre = "Le nombre maximal de messages est atteint"
    sens = "D'un même côté, une candidature en compte un nombre limité en tout, et par jour."
    maximum: Annotated[int, Field(description="La limite atteinte, en tout ou sur un jour.")]

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=50)


ENVOI_EMPECHE: Final = Ensemble(
    "EnvoiDeMessageEmpeche",
    "Aucun message ne s'envoie maintenant.",
    (EtatIncompatible, TropDeMessages, CleEnCours),
)
MESSAGE_REFUSE: Final = Ensemble(
    "MessageRefuse",
    "Le message n'a pas la forme attendue, ou sa clé a déjà servi à un autre.",
    (CleReutilisee, RequeteInvalide),
)
