"""Refusals of deposits."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Final, Self

from pydantic import Field

from app.candidatures.refus import (
    CampagneFermee,
    CorrectionClose,
    EtatIncompatible,
    RefusDuDossier,
)
from app.formulaire.messages import Ecart, ecart
from app.kit.web.declaration import Ensemble
from app.kit.web.problems import CleEnCours, CleReutilisee, Probleme, RequeteInvalide
from app.pieces_jointes.refus import FichierInfecte


class CampagnePasOuverte(Probleme):
    statut, code = HTTPStatus.CONFLICT, "campagne-pas-ouverte"
    titre = "L'appel à candidatures n'est pas ouvert"
    sens = "La requête est arrivée avant l'ouverture de l'appel."
    arrivee: datetime
    ouverture: datetime

    @classmethod
    def exemple(cls) -> Self:
        ouverture = datetime(2023, 6, 22, 22, tzinfo=UTC)
        return cls(arrivee=ouverture - timedelta(seconds=1), ouverture=ouverture)


class DossierIncomplet(RefusDuDossier):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "dossier-incomplet"
    titre = "Le dossier ne peut pas encore être déposé"
    sens = "Corrigez les erreurs indiquées, puis déposez de nouveau."
    avertissements: list[Ecart]

    @classmethod
    def exemple(cls) -> Self:
        return cls(erreurs=[ecart("/contact/courriel", "requis")], avertissements=[])


class DepotHorsCorrection(Probleme):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "depot-hors-correction"
    titre = "Ce dépôt changerait autre chose que ce qui est à corriger"
    sens = (
        "Il diffère du dernier dépôt ailleurs que dans ce qui a été demandé : remettez-y ce qui "
        "était déposé, puis déposez de nouveau."
    )
    pointeurs: Annotated[list[str], Field(description="Ce qui diffère du dernier dépôt.")]

    @classmethod
    def exemple(cls) -> Self:
        return cls(pointeurs=["/contact/courriel"])


class VersionsDifferentes(Probleme):
    statut, code = HTTPStatus.CONFLICT, "versions-differentes"
    titre = "Ces dépôts ne se comparent pas ici"
    sens = (
        "Ils répondent à deux versions du formulaire, dont ce service ne connaît pas l'une : "
        "réessayez quand sa mise à jour sera terminée."
    )
    versions: Annotated[list[str], Field(description="Les deux versions, dans l'ordre demandé.")]

    @classmethod
    def exemple(cls) -> Self:
        return cls(versions=["2023.1", "2031.1"])


DEPOT_EMPECHE: Final = Ensemble(
    "DepotEmpeche",
    "Un dépôt n'est pas possible maintenant.",
    (
        *(CampagneFermee, CampagnePasOuverte, CorrectionClose, EtatIncompatible),
        *(FichierInfecte, CleEnCours),
    ),
)
DEPOT_REFUSE: Final = Ensemble(
    "DepotRefuse",
    "Le dépôt est refusé.",
    (RequeteInvalide, DossierIncomplet, DepotHorsCorrection, CleReutilisee),
)
