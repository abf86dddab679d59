"""Refusals of drafts, and what those of any dossier have in common."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from http import HTTPStatus
from typing import Any

from app.candidatures.etats import Etat
from app.candidatures.validation import EnAjv, EnRjsf
from app.formulaire.messages import Ecart
from app.formulaire.projections import Projection, projeter
from app.kit.web.problems import Probleme


class RefusDuDossier(Probleme):
    """A dossier is refused for its errors; the query may ask for them in another shape as well."""

    erreurs: list[Ecart]
    erreurs_ajv: EnAjv = field(init=False)
    erreurs_rjsf: EnRjsf = field(init=False)

    def membres(self, parametres: Mapping[str, str]) -> dict[str, Any]:
        """The errors, projected as `erreurs` of the query says; not at all if it is unknown."""
        demandee = parametres.get("erreurs")
        connue = Projection(demandee) if demandee in tuple(Projection) else None
        self.erreurs_ajv, self.erreurs_rjsf = projeter(self.erreurs, connue)
        return super().membres(parametres)


class EtatIncompatible(Probleme):
    statut, code = HTTPStatus.CONFLICT, "etat-incompatible"
    titre = "L'état de la candidature ne le permet pas"
    sens = "Cette action n'est pas possible dans l'état actuel de la candidature."
    etat: Etat


class CampagneFermee(Probleme):
    statut, code = HTTPStatus.CONFLICT, "campagne-fermee"
    titre = "L'appel à candidatures est clos"
    sens = "La requête est arrivée à la clôture de l'appel ou après."
    arrivee: datetime
    cloture: datetime


class VersionPerimee(Probleme):
    statut, code = HTTPStatus.PRECONDITION_FAILED, "version-perimee"
    titre = "La candidature a changé entre-temps"
    sens = "La version donnée dans If-Match n'est plus la version actuelle."
    version: int
    pointeurs: list[str]


class FormeRefusee(RefusDuDossier):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "forme-refusee"
    titre = "Le dossier n'a pas la forme attendue"
    sens = "Une clé est inconnue, un type JSON ne convient pas ou un plafond est dépassé."
