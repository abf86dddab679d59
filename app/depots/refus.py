"""Refusals of deposits."""

from datetime import datetime
from http import HTTPStatus

from app.candidatures.refus import RefusDuDossier
from app.formulaire.messages import Ecart
from app.kit.web.problems import Probleme


class CampagnePasOuverte(Probleme):
    statut, code = HTTPStatus.CONFLICT, "campagne-pas-ouverte"
    titre = "L'appel à candidatures n'est pas ouvert"
    sens = "La requête est arrivée avant l'ouverture de l'appel."
    arrivee: datetime
    ouverture: datetime


class DossierIncomplet(RefusDuDossier):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "dossier-incomplet"
    titre = "Le dossier ne peut pas encore être déposé"
    sens = "Corrigez les erreurs indiquées, puis déposez de nouveau."
    avertissements: list[Ecart]
