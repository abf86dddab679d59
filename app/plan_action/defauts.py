"""What is wrong in a workbook, told by sheet, row and column so that a person finds the cell."""

from dataclasses import dataclass
from typing import Final

from app.kit.glossary import decrit
from app.plan_action.colonnes import ACTIONS, Colonne, Feuille

MESSAGES: Final = {
    "classeur_illisible": "Ce classeur ne peut pas être lu : il est endommagé, protégé par un mot "
    "de passe ou démesuré. Enregistrez-le à nouveau au format XLSX ou ODS, ou repartez du modèle.",
    "feuille_absente": "Cette feuille est absente du classeur.",
    "colonne_absente": "Cette colonne est absente de la feuille.",
    "numero_en_double": "Ce numéro est déjà celui d'une autre action.",
    "action_inconnue": f"Aucune action de la feuille « {ACTIONS.nom} » ne porte ce numéro.",
    "nombre_invalide": "Indiquez un nombre entier, par exemple 150000.",
    # A code of the form; its message there speaks of the JSON.
    "date_invalide": "Indiquez une date, par exemple 31/12/2024.",
}
"""French messages of the codes that the form's catalogue lacks."""


@decrit("Un défaut d'un classeur, situé comme le tableur le montre.")
@dataclass(frozen=True, slots=True)
class Defaut:
    """One fault. `code` is of the form's catalogue or of `MESSAGES`; `message` can be shown.

    `ligne` counts from 1 and `colonne` is a letter, as the spreadsheet shows them; `titre` is the
    column's, without the star. What has no place (a sheet that is missing, a file that cannot be
    read) leaves them None.
    """

    code: str
    message: str
    feuille: str | None = None
    ligne: int | None = None
    colonne: str | None = None
    titre: str | None = None


def illisible() -> Defaut:
    """The only fault of a file that cannot be read."""
    return Defaut("classeur_illisible", MESSAGES["classeur_illisible"])


def defaut(
    code: str,
    feuille: Feuille,
    ligne: int | None = None,
    colonne: Colonne | None = None,
    rang: int | None = None,
    message: str | None = None,
) -> Defaut:
    """Make a fault; `rang` is the column's, from 0, `message` the form's for a code of the form."""
    lettre = lettres(rang) if rang is not None else None
    lieu = [f"Feuille « {feuille.nom} »"]
    if ligne is not None:
        lieu.append(f"ligne {ligne}")
    if colonne is not None:
        lieu.append(f"colonne {lettre} ({colonne.titre})" if lettre else f"« {colonne.titre} »")
    return Defaut(
        code=code,
        message=f"{', '.join(lieu)} : {message or MESSAGES[code]}",
        feuille=feuille.nom,
        ligne=ligne,
        colonne=lettre,
        titre=colonne.titre if colonne else None,
    )


def lettres(rang: int) -> str:
    """The letters of a column from its rank, counted from 0: A, …, Z, AA, …"""
    avant = lettres(rang // 26 - 1) if rang >= 26 else ""
    return avant + chr(ord("A") + rang % 26)
