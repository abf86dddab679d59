"""Refusals of workbooks."""

from http import HTTPStatus
from typing import Final, Self

from app.candidatures.refus import FormeRefusee
from app.kit.web.declaration import Ensemble
from app.kit.web.problems import (
    CorpsTropGrand,
    FichierTropGrand,
    Probleme,
    RequeteInvalide,
)
from app.plan_action.defauts import Defaut, illisible


class ClasseurRefuse(Probleme):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "classeur-refuse"
    titre = "Le classeur comporte des erreurs"
    sens = "Corrigez les cellules indiquées, puis importez de nouveau : rien n'a été modifié."
    defauts: list[Defaut]

    @classmethod
    def exemple(cls) -> Self:
        return cls(defauts=[illisible()])


ENVOI_TROP_GRAND: Final = Ensemble(
    "EnvoiTropGrand",
    "Le fichier ou le dossier qu'il donne est trop grand.",
    (FichierTropGrand, CorpsTropGrand),
)
IMPORT_REFUSE: Final = Ensemble(
    "ImportRefuse",
    "Le classeur ne donne pas un plan d'action.",
    (RequeteInvalide, ClasseurRefuse, FormeRefusee),
)
