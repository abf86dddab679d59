"""The verdict as the API gives it: errors, warnings, progress by section."""

from dataclasses import dataclass

from app.formulaire.evaluation import Examen
from app.formulaire.lecture import Avancement
from app.formulaire.messages import Ecart, Gravite


@dataclass(frozen=True, slots=True)
class Validation:
    """What separates a dossier from a deposit.

    `deposable` when there is no error: only the campaign's dates and the state may then stand
    in the way. `sections` lists the sections shown, in order.
    """

    deposable: bool
    erreurs: list[Ecart]
    avertissements: list[Ecart]
    sections: list[Avancement]


def presenter(examen: Examen) -> Validation:
    """Put an `Examen` into the form that the API gives."""
    erreurs = [e for e in examen.ecarts if e.gravite is Gravite.ERREUR]
    avertissements = [e for e in examen.ecarts if e.gravite is Gravite.AVERTISSEMENT]
    return Validation(not erreurs, erreurs, avertissements, examen.avancement)
