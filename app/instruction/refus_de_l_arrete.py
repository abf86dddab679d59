"""Refusals about what is decided and sealed."""

from http import HTTPStatus

from app.kit.web.problems import Probleme


class LotArrete(Probleme):
    statut, code = HTTPStatus.CONFLICT, "lot-arrete"
    titre = "Ce qui est décidé est arrêté"
    sens = "Le lot est arrêté, ou publié : rien de ce qu'il décide ne change, sauf à le rouvrir."


class Embargo(Probleme):
    statut, code = HTTPStatus.CONFLICT, "embargo"
    titre = "La décision n'est pas publiée"
    sens = "Elle est arrêtée ; seul qui décide la lit avant qu'elle ne soit publiée."
