"""Refusals of drafts, and what those of any dossier have in common."""

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any, Final, Self

from pydantic import Field

from app.candidatures.etats import Etat
from app.candidatures.validation import EnAjv, EnRjsf
from app.formulaire.messages import Ecart, ecart
from app.formulaire.projections import Projection, projeter
from app.kit.web.declaration import Ensemble
from app.kit.web.problems import CleEnCours, CleReutilisee, Probleme, RequeteInvalide


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

    @classmethod
    def exemple(cls) -> Self:
        return cls(etat=Etat.RETIREE)


class CampagneFermee(Probleme):
    statut, code = HTTPStatus.CONFLICT, "campagne-fermee"
    titre = "L'appel à candidatures est clos"
    sens = "La requête est arrivée à la clôture de l'appel ou après."
    arrivee: datetime
    cloture: datetime

    @classmethod
    def exemple(cls) -> Self:
        cloture = datetime(2023, 9, 22, 22, tzinfo=UTC)
        return cls(arrivee=cloture, cloture=cloture)


class CorrectionClose(Probleme):
    statut, code = HTTPStatus.CONFLICT, "correction-close"
    titre = "Le délai de la correction est passé"
    sens = "La requête est arrivée à l'instant où la correction se ferme, ou après."
    arrivee: datetime
    jusqu_au: Annotated[datetime, Field(description="L'instant où la correction se ferme.")]

    @classmethod
    def exemple(cls) -> Self:
        jusqu_au = datetime(2023, 10, 20, 22, tzinfo=UTC)
        return cls(arrivee=jusqu_au, jusqu_au=jusqu_au)


class HorsCorrection(Probleme):
    statut, code = HTTPStatus.CONFLICT, "hors-correction"
    titre = "Cela ne fait pas partie de la correction demandée"
    sens = (
        "Pendant une correction, seul se modifie ce qui a été demandé, et ce qui en dépend ; rien "
        "n'a été enregistré."
    )
    pointeurs: Annotated[list[str], Field(description="Ce qui ne se modifie pas.")]

    @classmethod
    def exemple(cls) -> Self:
        return cls(pointeurs=["/contact/courriel"])


class VersionPerimee(Probleme):
    statut, code = HTTPStatus.PRECONDITION_FAILED, "version-perimee"
    titre = "La candidature a changé entre-temps"
    sens = "La version donnée dans If-Match n'est plus la version actuelle."
    version: int
    pointeurs: list[str]

    @classmethod
    def exemple(cls) -> Self:
        return cls(version=4, pointeurs=["/contact/courriel"])


class FormeRefusee(RefusDuDossier):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "forme-refusee"
    titre = "Le dossier n'a pas la forme attendue"
    sens = "Une clé est inconnue, un type JSON ne convient pas ou un plafond est dépassé."

    @classmethod
    def exemple(cls) -> Self:
        return cls(erreurs=[ecart("/contact/nom", "champ_inconnu")])


CREATION_EMPECHEE: Final = Ensemble(
    "CreationEmpechee",
    "Une candidature ne peut pas être créée maintenant.",
    (CampagneFermee, CleEnCours),
)
CREATION_REFUSEE: Final = Ensemble(
    "CreationRefusee",
    "La candidature demandée ne peut pas être créée.",
    (FormeRefusee, CleReutilisee, RequeteInvalide),
)
MODIFICATION_EMPECHEE: Final = Ensemble(
    "ModificationEmpechee",
    "La candidature ne se modifie plus.",
    (EtatIncompatible, CampagneFermee, CorrectionClose, HorsCorrection),
)
SAISIE_REFUSEE: Final = Ensemble(
    "SaisieRefusee",
    "La saisie n'a pas la forme d'un dossier, ou un paramètre ne convient pas.",
    (FormeRefusee, RequeteInvalide),
)
