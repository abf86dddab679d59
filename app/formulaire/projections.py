"""The errors of a dossier in the shapes that form libraries take as they are.

AJV's, for the `additionalErrors` of JSON Forms: what a schema says bears AJV 8's own keyword and
parameters, what only the server can tell bears its code and its own. RJSF's, for `extraErrors`.
"""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any, Final, NamedTuple, cast

from pydantic import Field
from typing_extensions import TypeAliasType, TypedDict

from app.formulaire.chemin import suivre
from app.formulaire.erreurs import SUPERIEUR, TYPES_JSON
from app.formulaire.messages import Ecart
from app.formulaire.motifs import SANS_NUL, motif
from app.formulaire.section import Champ
from app.kit.glossary import decrit
from app.kit.json_pointer import parties


@decrit("La forme d'erreurs que prend une bibliothèque de formulaires.")
class Projection(StrEnum):
    """The shapes of errors that a form library takes."""

    AJV = "ajv"
    RJSF = "rjsf"


@decrit("Ce qu'AJV dit d'une erreur, selon son mot-clé.")
class ParamsAjv(TypedDict, total=False):
    """What AJV says of an error besides its keyword; each keyword has its own members."""

    missingProperty: Annotated[str, Field(description="`required` : la clé qui manque.")]
    additionalProperty: Annotated[
        str, Field(description="`additionalProperties` : la clé en trop.")
    ]
    type: Annotated[str, Field(description="`type` : le type JSON attendu.")]
    limit: Annotated[
        int,
        Field(description="`maxLength`, `minItems`, `maxItems`, `minimum`, `maximum` : la limite."),
    ]
    comparison: Annotated[str, Field(description="`minimum` : `>=` ; `maximum` : `<=`.")]
    pattern: Annotated[str, Field(description="`pattern` : l'expression rationnelle.")]
    minContains: Annotated[int, Field(description="`contains` : le nombre d'éléments demandés.")]
    allowedValues: Annotated[
        list[str],
        Field(description="`enum` : les valeurs permises ; absent quand un référentiel les dit."),
    ]
    nom: Annotated[str, Field(description="Le paramètre `nom` d'un code du service.")]


@decrit("Une erreur, telle qu'AJV 8 l'écrit.")
class ErreurAjv(TypedDict):
    """An error as AJV 8 writes it."""

    instancePath: Annotated[
        str,
        Field(
            description="Pointeur (RFC 6901) de la valeur fautive ; de l'objet qui la contient, "
            "pour une clé qui manque ou qui est de trop."
        ),
    ]
    schemaPath: Annotated[
        str,
        Field(description="Lieu du mot-clé dans le schéma du dossier, sans ses conditions."),
    ]
    keyword: Annotated[
        str,
        Field(
            description="Mot-clé du schéma, ou code de l'erreur quand seul le service peut la dire."
        ),
    ]
    params: ParamsAjv
    message: Annotated[str, Field(description="Le message, en français.")]


# Each level holds `__errors`, a list of messages, and the levels below it: said of no generator
# alike, so the contract leaves it free.
ErreursRjsf = TypeAliasType("ErreursRjsf", dict[str, Any])


_MOTS_CLES: Final = {
    "champ_inconnu": "additionalProperties",
    "mal_place": "additionalProperties",
    "type_invalide": "type",
    "caractere_interdit": "pattern",
    "plafond_texte": "maxLength",
    "plafond_liste": "maxItems",
    # Also where the text is there and blank, which AJV would call a matter of pattern: a form
    # translates and marks what is required by this keyword.
    "requis": "required",
    # The schema says it by `oneOf`, of which JSON Forms shows nothing without the schema beside.
    "choix_invalide": "enum",
    "texte_trop_long": "maxLength",
    "trop_de_lignes": "pattern",
    "liste_vide": "minItems",
    "liste_trop_longue": "maxItems",
    "nombre_hors_limites": "maximum",
    "courriel_invalide": "pattern",
    "siret_invalide": "pattern",
    "categorie_juridique_invalide": "pattern",
    "telephone_invalide": "pattern",
    "date_invalide": "pattern",
    "date_hors_programme": "pattern",
    "epci_inconnu": "enum",
    "binome_sans_elu": "contains",
    "binome_sans_industriel": "contains",
}
_COMPARAISONS: Final = {"minimum": ">=", "maximum": "<="}
_AU_PARENT: Final = frozenset({"required", "additionalProperties"})
_SANS_CHAMP: Final = frozenset({"champ_inconnu", "mal_place", "piece_manquante"})


class Projetees(NamedTuple):
    """The same errors in the shape asked for; None for the others."""

    ajv: list[ErreurAjv] | None = None
    rjsf: ErreursRjsf | None = None


_PAS_DEMANDEES: Final = Projetees()


def projeter(erreurs: Iterable[Ecart], projection: Projection | None) -> Projetees:
    """Give the errors in the shape asked for, if any."""
    match projection:
        case None:
            return _PAS_DEMANDEES
        case Projection.AJV:
            return Projetees(ajv=en_ajv(erreurs))
        case Projection.RJSF:
            return Projetees(rjsf=en_rjsf(erreurs))


def en_ajv(erreurs: Iterable[Ecart]) -> list[ErreurAjv]:
    """The errors as AJV 8 tells them, in the same order."""
    return [_en_ajv(erreur) for erreur in erreurs]


def _en_ajv(erreur: Ecart) -> ErreurAjv:
    mot = _mot_cle(erreur)
    champs = list(suivre(erreur.pointeur))
    champ = champs[-1][1] if champs and champs[-1][0] == erreur.pointeur else None
    ici = _parent(erreur) if mot in _AU_PARENT else erreur.pointeur
    return {
        "instancePath": ici,
        "schemaPath": f"#{_lieu_du_schema(ici)}/{mot}",
        "keyword": mot,
        "params": _params(mot, erreur, champ),
        "message": erreur.message,
    }


def _mot_cle(erreur: Ecart) -> str:
    if erreur.parametres.get("comparaison") == SUPERIEUR:
        return "minimum"
    return _MOTS_CLES.get(erreur.code, erreur.code)


def _lieu_du_schema(ici: str) -> str:
    listes = {la for la, champ in suivre(ici) if champ.element}
    lieu, la = "", ""
    for partie in ici.split("/")[1:]:
        lieu += "/items" if la in listes else f"/properties/{partie}"
        la += f"/{partie}"
    return lieu


def _params(mot: str, erreur: Ecart, champ: Champ | None) -> ParamsAjv:
    parametres = cast(dict[str, Any], erreur.parametres)
    match mot:
        case "required":
            return {"missingProperty": parties(erreur.pointeur)[-1]}
        case "additionalProperties":
            return {"additionalProperty": parties(erreur.pointeur)[-1]}
        case "type":
            return {"type": TYPES_JSON[parametres["attendu"]]}
        case "maxLength" | "maxItems":
            return {"limit": parametres["maximum"]}
        case "minItems":
            return {"limit": 1}
        case "minimum" | "maximum":
            return {"comparison": _COMPARAISONS[mot], "limit": parametres["limite"]}
        case "contains":
            return {"minContains": 1}
        case "pattern":
            return {"pattern": _motif(champ)}
        case "enum":
            return _valeurs_admises(champ)
        case _:
            return cast(ParamsAjv, parametres)


def _valeurs_admises(champ: Champ | None) -> ParamsAjv:
    choix = champ.choix if champ else None
    return {"allowedValues": [un.value for un in choix]} if choix else {}


def _motif(champ: Champ | None) -> str:
    if champ is None or champ.texte is None:
        return motif(SANS_NUL)
    return champ.texte.motif if champ.requis else replace(champ.texte, facultatif=True).motif


def en_rjsf(erreurs: Iterable[Ecart]) -> ErreursRjsf:
    """The errors as RJSF's `ErrorSchema`: messages under `__errors`, at the field they speak of.

    What is no field of the form (an unknown key, a file to attach) is told at what holds it, the
    nearest place that a form shows.
    """
    racine: dict[str, Any] = {}
    for erreur in erreurs:
        noeud = racine
        ici = _parent(erreur) if erreur.code in _SANS_CHAMP else erreur.pointeur
        for partie in ici.split("/")[1:]:
            noeud = noeud.setdefault(partie, {})
        noeud.setdefault("__errors", []).append(erreur.message)
    return racine


def _parent(erreur: Ecart) -> str:
    return erreur.pointeur.rpartition("/")[0]
