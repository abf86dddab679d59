"""Refusals about exports."""

from http import HTTPStatus
from typing import Final, Self

from app.exports.etats_d_export import EtatExport
from app.kit.web.declaration import Ensemble
from app.kit.web.problems import Probleme, TropDeRequetes


class TropDExports(Probleme):
    statut, code = HTTPStatus.TOO_MANY_REQUESTS, "trop-d-exports"
    titre = "Vous avez trop d'exports"
    sens = "Trop se font ou attendent, ou trop de fichiers sont prêts : attendez, ou annulez-en."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=4)


class ExportSansFichier(Probleme):
    statut, code = HTTPStatus.CONFLICT, "export-sans-fichier"
    titre = "L'export n'a pas de fichier"
    sens = "Il n'est pas prêt, a échoué, a été annulé, ou son fichier a expiré : `etat` le dit."
    etat: EtatExport

    @classmethod
    def exemple(cls) -> Self:
        return cls(etat=EtatExport.EN_COURS)


EXPORT_REFUSE: Final = Ensemble(
    "ExportRefuse", "Il s'en demande trop.", (TropDExports, TropDeRequetes)
)
