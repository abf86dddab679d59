"""Refusals of workbooks."""

from http import HTTPStatus

from app.kit.web.problems import Probleme
from app.plan_action.defauts import Defaut


class ClasseurRefuse(Probleme):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "classeur-refuse"
    titre = "Le classeur comporte des erreurs"
    sens = "Corrigez les cellules indiquées, puis importez de nouveau : rien n'a été modifié."
    defauts: list[Defaut]
