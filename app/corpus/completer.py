"""Answers to the questions that the dossiers of the corpus do not answer by themselves.

A field declared anew gets an answer of its kind, so that every dossier stays what it claims to be
and the corpus shows the field, without being told of it.
"""

from collections.abc import Mapping
from typing import Any, Final, cast

from app.corpus.instance import ABSENT, Json, avec
from app.formulaire.description import genre
from app.formulaire.dossier import Dossier
from app.formulaire.nombres import PREMIERE_ANNEE
from app.formulaire.section import Champ, Groupe

_REPONSES: Final[dict[str, Any]] = {
    "texte_court": "Une réponse",
    "texte_long": "Une réponse.",
    "dix_lignes": "Une réponse.",
    "courriel": "contact@seine-axe.example.fr",
    "siret": "73282932000074",
    "categorie_juridique": "7348",
    "telephone": "02 35 12 34 56",
    "date": f"{PREMIERE_ANNEE + 1}-06-30",
    "oui_non": False,
    "montant": 450_000,
    "siren": "200084952",
}


def repondre(changements: Mapping[str, Any], base: Json, *, tout: bool = False) -> Json:
    """As `avec`, with an answer to what the changes make due (or show, if `tout`)."""
    donnes = {pointeur: v for pointeur, v in changements.items() if v is not ABSENT}
    # Once more: what the changes leave out is left out on purpose.
    return avec(changements, completer(Dossier, avec(donnes, base), tout=tout))


def completer(groupe: type[Groupe], reponses: Json, *, tout: bool = False) -> Json:
    """These answers and one to each question due (or shown, if `tout`) that has none.

    Raises LookupError for a kind of answer of which no example is known.
    """
    completes = dict(reponses)
    for nom, champ in groupe.champs.items():
        if champ.si and not champ.si.tient(completes):
            continue
        if nom not in completes and (tout or champ.du(completes)):
            completes[nom] = _reponse(champ)
        if nom in completes:
            completes[nom] = _dedans(champ, completes[nom], tout=tout)
    return completes


def _dedans(champ: Champ, valeur: Any, *, tout: bool) -> Any:
    if champ.groupe and isinstance(valeur, dict):
        return completer(champ.groupe, cast(Json, valeur), tout=tout)
    if champ.element and isinstance(valeur, list):
        elements = cast(list[Json], valeur)
        return [completer(champ.element, element, tout=tout) for element in elements]
    return valeur


def _reponse(champ: Champ) -> Any:
    if champ.groupe:
        return {}
    if champ.element:
        return [{}]
    if champ.choix:
        return next(iter(champ.choix)).value
    if (sorte := genre(champ)) not in _REPONSES:
        raise LookupError(
            f"« {champ.nom} » is of a kind without an example: add a right answer of the kind "
            f"« {sorte} » to _REPONSES in app/corpus/completer.py"
        )
    return _REPONSES[sorte]
