"""What is told of a dossier: `Ecart`, made from a code of the catalogue."""

from dataclasses import dataclass

from app.formulaire.catalogue import CATALOGUE, Gravite
from app.formulaire.longueurs import CAUSES_MAX
from app.formulaire.nombres import en_chiffres
from app.kit.glossary import decrit

Parametre = str | int | list[str]


@decrit("Une différence entre un dossier et ce qu'un dépôt exige.")
@dataclass(frozen=True, slots=True)
class Ecart:
    """One difference between a dossier and what a deposit requires.

    `pointeur` and `a_cause_de` are RFC 6901 pointers into the dossier; `message` is French and
    can be shown as it is.
    """

    pointeur: str
    code: str
    message: str
    parametres: dict[str, Parametre]
    gravite: Gravite
    schema: bool
    a_cause_de: list[str]


def ecart(
    pointeur: str, code: str, causes: list[str] | None = None, **parametres: Parametre
) -> Ecart:
    """Make an `Ecart` from its code; KeyError for a code that the catalogue does not hold."""
    message = CATALOGUE[code]
    return Ecart(
        pointeur,
        code,
        message.gabarit.format(**{nom: _lisible(v) for nom, v in parametres.items()}),
        parametres,
        message.gravite,
        message.schema,
        causes[:CAUSES_MAX] if causes else [],
    )


def _lisible(valeur: Parametre) -> str:
    if isinstance(valeur, list):
        return ", ".join(valeur)
    return en_chiffres(valeur) if isinstance(valeur, int) else valeur
