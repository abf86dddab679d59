"""The verdict as the API gives it: errors, warnings, progress by section."""

from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from app.formulaire.catalogue import Gravite
from app.formulaire.evaluation import Examen
from app.formulaire.lecture import Avancement
from app.formulaire.messages import Ecart
from app.formulaire.projections import ErreurAjv, ErreursRjsf, Projection, projeter
from app.kit.glossary import decrit

EnAjv = Annotated[
    list[ErreurAjv] | None, Field(description="`erreurs`, si demandé par `erreurs=ajv`.")
]
EnRjsf = Annotated[
    ErreursRjsf | None, Field(description="`erreurs`, si demandé par `erreurs=rjsf`.")
]


@decrit("Ce qui sépare un dossier d'un dépôt.")
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
    erreurs_ajv: EnAjv
    erreurs_rjsf: EnRjsf


_VALIDATION: Final = TypeAdapter(Validation)


def en_json(validation: Validation) -> bytes:
    """The JSON of a `Validation`."""
    return _VALIDATION.dump_json(validation)


def presenter(examen: Examen, projection: Projection | None = None) -> Validation:
    """Put an `Examen` into the form that the API gives, its errors projected too if asked."""
    erreurs = [e for e in examen.ecarts if e.gravite is Gravite.ERREUR]
    avertissements = [e for e in examen.ecarts if e.gravite is Gravite.AVERTISSEMENT]
    ajv, rjsf = projeter(erreurs, projection)
    return Validation(not erreurs, erreurs, avertissements, examen.avancement, ajv, rjsf)
