"""Refusals about results."""

from http import HTTPStatus
from typing import Final

from app.kit.web.problems import Probleme

# Whatever page asks, of whatever origin: these are nobody's.
OUVERT: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Link",
}


class ResultatsNonPublies(Probleme):
    statut, code = HTTPStatus.NOT_FOUND, "resultats-non-publies"
    titre = "Ces résultats ne sont pas publiés"
    sens = "Aucun résultat n'est encore publié, ou pas cette version."
