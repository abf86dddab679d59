"""An instance of the corpus: a dossier, and the verdict that it must be given.

The verdict is stated by who writes the instance, from the declaration of the field or of the rule
that it shows; the tests compare it with `evaluer`, with the published schemas and with the service.
"""

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, cast

from pydantic import JsonValue
from typing_extensions import TypeAliasType

from app.formulaire.catalogue import CATALOGUE, Gravite
from app.formulaire.choix import Rubrique
from app.kit.glossary import decrit

Json = dict[str, Any]
Constat = tuple[str, str]
DossierQuelconque = TypeAliasType("DossierQuelconque", dict[str, JsonValue])

ABSENT: Final = object()
REQUISES: Final = (Rubrique.PLAN_ACTION_OPERATIONNEL, Rubrique.LETTRES)
# What is as wrong in a draft as in a deposit (`forme.py`).
_DE_FORME: Final = frozenset(
    {"champ_inconnu", "type_invalide", "caractere_interdit", "nombre_hors_limites"}
)


@decrit("Ce qu'une instance éprouve : les règles d'un dépôt, ou la forme d'un brouillon.")
class UsageInstance(StrEnum):
    """What an instance is for: the rules of a deposit, or the shape that a draft must keep."""

    DEPOT = "depot"
    BROUILLON = "brouillon"


@decrit("Une erreur ou un avertissement que le verdict doit comprendre.")
@dataclass(frozen=True, slots=True)
class EcartAttendu:
    """An error or a warning to be found; `schema`: the published JSON Schema finds it as well."""

    pointeur: str
    code: str
    schema: bool


@decrit("Le verdict, en entier ; les listes sont triées par pointeur, puis par code.")
@dataclass(frozen=True, slots=True)
class VerdictAttendu:
    """The verdict due: of a deposit (`erreurs`, `avertissements`), of a draft (`forme`).

    All are there, sorted by pointer and code. The published deposit schema finds the dossier wrong
    at the pointers of the errors that have `schema`, and there only; the draft schema at those of
    `forme`.
    """

    deposable: bool
    erreurs: list[EcartAttendu]
    avertissements: list[EcartAttendu]
    forme: list[EcartAttendu]


@decrit("Un dossier, et le verdict qu'il doit recevoir.")
@dataclass(frozen=True, slots=True)
class Instance:
    """A dossier with the rubriques under which a file is attached, and the verdict due.

    `nom` fits a URL and a file name; `titre` is one French sentence.
    """

    nom: str
    titre: str
    usage: UsageInstance
    rubriques: list[Rubrique]
    dossier: DossierQuelconque
    attendu: VerdictAttendu


def instance(
    nom: str,
    titre: str,
    dossier: Json,
    *constats: Constat,
    forme: Collection[Constat] | None = None,
    rubriques: Collection[Rubrique] = REQUISES,
    usage: UsageInstance = UsageInstance.DEPOT,
) -> Instance:
    """Make an instance from the errors and warnings stated for it, as (pointer, code).

    `forme` is what a draft is refused for: by default those of the errors that break the shape.
    """
    dus = [_ecart(*constat) for constat in sorted(constats)]
    erreurs = [e for e in dus if CATALOGUE[e.code].gravite is Gravite.ERREUR]
    if forme is None:
        forme = [constat for constat in constats if constat[1] in _DE_FORME]
    attendu = VerdictAttendu(
        deposable=not erreurs,
        erreurs=erreurs,
        avertissements=[e for e in dus if e not in erreurs],
        forme=[_ecart(*constat) for constat in sorted(forme)],
    )
    ranges = [rubrique for rubrique in Rubrique if rubrique in rubriques]
    return Instance(nom, titre, usage, ranges, dossier, attendu)


def _ecart(pointeur: str, code: str) -> EcartAttendu:
    return EcartAttendu(pointeur, code, CATALOGUE[code].schema)


def avec(changements: Mapping[str, Any], base: Json) -> Json:
    """A copy of `base` with the value at each pointer set; `ABSENT` removes."""
    dossier = deepcopy(base)
    for pointeur, valeur in changements.items():
        *chemin, cle = pointeur.removeprefix("/").split("/")
        noeud: Any = dossier
        for partie in chemin:
            noeud = descendre(noeud, partie)
        ou: Any = int(cle) if isinstance(noeud, list) else cle
        if valeur is ABSENT:
            del noeud[ou]
        else:
            noeud[ou] = deepcopy(valeur)
    return dossier


def descendre(noeud: Any, partie: str) -> Any:
    """The member or the element of a JSON value; `ABSENT` where an object has no such member."""
    if isinstance(noeud, list):
        return cast(list[Any], noeud)[int(partie)]
    return cast(Json, noeud).get(partie, ABSENT)


def reponse(dossier: Json, pointeur: str) -> Any:
    """What a dossier holds at a pointer; `ABSENT` if nothing."""
    noeud: Any = dossier
    for partie in filter(None, pointeur.split("/")):
        if noeud is ABSENT:
            break
        noeud = descendre(noeud, partie)
    return noeud
