"""Refusals of the feed."""

from http import HTTPStatus

from app.kit.web.problems import Probleme


class CurseurInconnu(Probleme):
    statut, code = HTTPStatus.GONE, "curseur-inconnu"
    titre = "Ce curseur ne mène plus nulle part"
    sens = (
        "Il a été donné à un autre, avec d'autres droits ou d'autres filtres, ou avant une "
        "restauration de la base : recommencez sans curseur, rien ne sera perdu."
    )
