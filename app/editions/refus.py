"""What printing refuses."""

from http import HTTPStatus
from typing import Final

from app.kit.web.declaration import Ensemble
from app.kit.web.problems import Indisponible, Probleme


class NonImprimable(Probleme):
    statut, code = HTTPStatus.SERVICE_UNAVAILABLE, "non-imprimable"
    titre = "Ce dépôt est trop long pour être imprimé"
    sens = (
        "Il faudrait plus de mémoire, de temps ou de pages que le service n'en donne : lisez ses "
        "réponses et ses fichiers par `lireDepot`."
    )


IMPRESSION_EMPECHEE: Final = Ensemble(
    "ImpressionEmpechee",
    "Le dépôt n'est pas imprimé, pour l'instant ou parce qu'il est trop long.",
    (NonImprimable, Indisponible),
)
