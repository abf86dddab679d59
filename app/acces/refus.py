"""Refusals of who calls."""

from http import HTTPStatus
from typing import Self

from app.acces.droits import Portee
from app.kit.web.problems import Probleme


class JetonAbsent(Probleme):
    statut, code = HTTPStatus.UNAUTHORIZED, "jeton-absent"
    titre = "Cette adresse demande un jeton"
    sens = "Envoyez le jeton de la candidature dans l'en-tête « Authorization: Bearer … »."


class JetonMalForme(Probleme):
    statut, code = HTTPStatus.UNAUTHORIZED, "jeton-mal-forme"
    titre = "Le jeton est mal formé"
    sens = "L'en-tête Authorization ne contient pas un jeton émis par ce service."
    echec = True


class JetonRefuse(Probleme):
    statut, code = HTTPStatus.UNAUTHORIZED, "jeton-refuse"
    titre = "Ce jeton n'est pas accepté"
    sens = "Le jeton ou la clé est inconnu, expiré ou révoqué : obtenez-en un nouveau."
    echec = True


class AcrInsuffisant(Probleme):
    statut, code = HTTPStatus.UNAUTHORIZED, "acr-insuffisant"
    titre = "Le niveau d'authentification ne suffit pas"
    sens = "Authentifiez-vous de nouveau, à l'un des niveaux que WWW-Authenticate indique."


class AccesInsuffisant(Probleme):
    statut, code = HTTPStatus.FORBIDDEN, "acces-insuffisant"
    titre = "Votre accès ne le permet pas"
    sens = "Vous êtes reconnu, mais votre rôle ne donne pas le droit de faire cela."


class PorteeInsuffisante(Probleme):
    statut, code = HTTPStatus.FORBIDDEN, "portee-insuffisante"
    titre = "Cette clé n'a pas été faite pour cela"
    sens = "Il manque une portée à la clé : `portee` dit laquelle."
    portee: Portee

    @classmethod
    def exemple(cls) -> Self:
        return cls(portee=Portee.CANDIDATURES_DEPOSER)


class AdresseRefusee(Probleme):
    statut, code = HTTPStatus.FORBIDDEN, "adresse-refusee"
    titre = "Cette clé n'est pas admise depuis votre adresse"
    sens = "La clé est limitée à certains réseaux, dont votre adresse ne fait pas partie."
