"""Pydantic's errors in the words of the form: by type, never by message."""

from collections.abc import Iterator
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.formulaire.catalogue import CATALOGUE
from app.formulaire.longueurs import ECARTS_MAX
from app.formulaire.messages import Ecart, ecart
from app.formulaire.types import CODES_PAR_MOTIF, ENTIER_MAX, est_blanc
from app.kit.json_pointer import pointeur

SUPERIEUR: Final = "supérieur ou égal"
INFERIEUR: Final = "inférieur ou égal"
_TYPES: Final = {
    "string_type": "texte",
    "bool_type": "vrai ou faux",
    "int_type": "nombre entier",
    "int_from_float": "nombre entier",
    "int_parsing": "nombre entier",
    "list_type": "liste",
    "dict_type": "objet",
    "model_type": "objet",
    "model_attributes_type": "objet",
}
TYPES_JSON: Final = {
    "texte": "string",
    "vrai ou faux": "boolean",
    "nombre entier": "integer",
    "liste": "array",
    "objet": "object",
}
_CODES: Final = {
    "missing": "requis",
    "date_from_datetime_parsing": "date_inexistante",
    "extra_forbidden": "champ_inconnu",
    "too_short": "liste_vide",
    "string_too_long": "texte_trop_long",
    "string_unicode": "caractere_interdit",
    "too_long": "liste_trop_longue",
}
_PLAFONDS: Final = {"texte_trop_long": "plafond_texte", "liste_trop_longue": "plafond_liste"}


def innombrables(erreur: ValidationError) -> bool:
    """Whether listing the errors costs more than reading again: many times what is told of them."""
    return erreur.error_count() > 10 * ECARTS_MAX


def ecarts_de_pydantic(
    erreur: ValidationError, ici: str = "", *, forme: bool = False
) -> Iterator[Ecart]:
    """Yield an `Ecart` for each error, below the pointer `ici`; `forme`: limits are ceilings.

    Of rubbish sent by the thousand, the first `ECARTS_MAX` are told.
    """
    for detail in erreur.errors(include_url=False)[:ECARTS_MAX]:
        ou = ici + pointeur(*detail["loc"])
        code, parametres = _code(detail)
        yield ecart(ou, _PLAFONDS.get(code, code) if forme else code, **parametres)


def _code(detail: ErrorDetails) -> tuple[str, dict[str, Any]]:
    genre, saisie, contexte = detail["type"], detail["input"], detail.get("ctx", {})
    if attendu := _TYPES.get(genre):
        return "type_invalide", {"attendu": attendu}
    if genre == "enum":
        if not isinstance(saisie, str):
            return "type_invalide", {"attendu": "texte"}
        return "choix_invalide", {}
    if genre == "greater_than_equal":
        return "nombre_hors_limites", {"comparaison": SUPERIEUR, "limite": contexte["ge"]}
    if genre in ("less_than_equal", "int_parsing_size"):
        return "nombre_hors_limites", {"comparaison": INFERIEUR, "limite": ENTIER_MAX}
    if genre == "string_pattern_mismatch":
        return _code_du_motif(saisie, contexte["pattern"]), {}
    code = _CODES.get(genre, genre)
    if "maximum" in CATALOGUE[code].parametres:
        return code, {"maximum": contexte["max_length"]}
    return code, {}


def _code_du_motif(saisie: str, motif: str) -> str:
    if est_blanc(saisie):
        return "requis"
    return "caractere_interdit" if "\0" in saisie else CODES_PAR_MOTIF[motif]
