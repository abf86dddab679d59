"""What is wrong in a workbook, told by sheet, row and column so that a person finds the cell."""

from dataclasses import dataclass
from typing import Final

from app.formulaire.nombres import PREMIERE_ANNEE
from app.kit.glossary import decrit
from app.plan_action.colonnes import (
    ACTIONS,
    DATE_ATTENDUE,
    PARTENAIRES,
    Colonne,
    Feuille,
    Sorte,
)

_ILLISIBLE: Final = {
    "abime": "Ce classeur ne peut pas être lu : il est endommagé ou démesuré. Ouvrez-le dans un "
    "tableur et enregistrez-le à nouveau au format XLSX ou ODS, ou repartez du modèle.",
    "chiffre": "Ce classeur est protégé par un mot de passe : retirez-le, puis enregistrez-le à "
    "nouveau.",
    "format": "Ce fichier n'est pas un classeur XLSX ou ODS. Ouvrez-le dans un tableur et "
    "enregistrez-le à nouveau sous l'un de ces deux formats.",
    "taille": "Ce classeur est démesuré : retirez-en les images et les feuilles qui ne sont pas du "
    "modèle, puis enregistrez-le à nouveau, ou repartez du modèle.",
}
MESSAGES: Final = {
    "feuille_absente": "Aucune feuille ne porte ce nom, ni les titres de ses colonnes : recopiez "
    "vos réponses dans celle du modèle.",
    "feuille_en_double": "Cette feuille porte les titres d'une autre, et des réponses : n'en "
    "gardez qu'une.",
    "colonne_absente": "Aucune colonne ne porte ce titre : si vous l'avez renommée, rendez-lui "
    "celui du modèle ; sinon, recopiez-la du modèle.",
    "colonne_en_double": "Une autre colonne porte déjà ce titre : n'en gardez qu'une.",
    "numero_en_double": "Ce numéro est déjà celui d'une autre action.",
    "action_inconnue": f"Aucune action de la feuille « {ACTIONS.nom} » ne porte ce numéro.",
    "plusieurs_partenaires": "Indiquez un seul partenaire par ligne ; pour en ajouter un, ajoutez "
    "une ligne avec le même numéro d'action.",
    "partenaires_ailleurs": f"Les partenaires s'indiquent dans la feuille « {PARTENAIRES.nom} », "
    "une ligne pour chacun ; cette colonne-ci n'est pas lue.",
    "cellule_en_erreur": "Cette cellule contient une erreur du tableur : corrigez sa formule, ou "
    "saisissez la réponse.",
    "formule_sans_resultat": "Cette formule n'a pas de résultat enregistré : ouvrez le classeur "
    "dans un tableur et enregistrez-le à nouveau, ou saisissez la réponse.",
    "cellule_fusionnee": "Cette cellule est fusionnée avec d'autres : défusionnez-la, puis "
    "répondez dans chaque ligne.",
    "ligne_masquee": "Cette ligne est masquée, ou écartée par un filtre : affichez-la, ou "
    "supprimez-la si elle n'est pas du plan.",
    "saisie_transformee": "Le tableur a changé cette saisie en nombre ou en date, et montre autre "
    "chose que ce qu'il garde : mettez la cellule au format Texte, puis saisissez-la de nouveau.",
    "nombre_invalide": "Indiquez un nombre entier, par exemple 150000.",
    # Codes of the form, whose messages there speak of the JSON.
    "date_invalide": "Indiquez une date sous la forme JJ/MM/AAAA, par exemple "
    f"31/12/{PREMIERE_ANNEE + 1}.",
    "date_hors_programme": DATE_ATTENDUE,
    "liste_vide": "Aucune action n'est remplie.",
}
"""French messages of the codes that the form's catalogue lacks, or says in words of its own."""
_NUMERO_INVALIDE: Final = "Indiquez le numéro d'une action, par exemple 1."


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


def illisible(cause: str = "abime") -> Defaut:
    """The only fault of a file that cannot be read: `chiffre`, `format`, `taille` say why."""
    return Defaut("classeur_illisible", _ILLISIBLE[cause])


def defaut(
    code: str,
    feuille: Feuille,
    ligne: int | None = None,
    colonne: Colonne | None = None,
    rang: int | None = None,
    message: str | None = None,
) -> Defaut:
    """Make a fault; `rang` is the column's, from 0, `message` the form's for a code of the form,
    unless the sheet has its own."""
    lettre = lettres(rang) if rang is not None else None
    lieu = [f"Feuille « {feuille.nom} »"]
    if ligne is not None:
        lieu.append(f"ligne {ligne}")
    if colonne is not None:
        lieu.append(f"colonne {lettre} ({colonne.titre})" if lettre else f"« {colonne.titre} »")
    return Defaut(
        code=code,
        message=f"{', '.join(lieu)} : {_dire(code, colonne) or message}",
        feuille=feuille.nom,
        ligne=ligne,
        colonne=lettre,
        titre=colonne.titre if colonne else None,
    )


def _dire(code: str, colonne: Colonne | None) -> str | None:
    if code == "nombre_invalide" and colonne and colonne.sorte in (Sorte.NUMERO, Sorte.RENVOI):
        return _NUMERO_INVALIDE
    return MESSAGES.get(code)


def lettres(rang: int) -> str:
    """The letters of a column from its rank, counted from 0: A, …, Z, AA, …"""
    avant = lettres(rang // 26 - 1) if rang >= 26 else ""
    return avant + chr(ord("A") + rang % 26)
