"""What the form publishes compared: its schemas, the codes of its errors, the form as data.

The schemas say what a client may send: to narrow one is to refuse what was accepted. Codes and form
are read: what is gone from them is missed.
"""

from collections.abc import Iterator
from typing import Any, cast

from tests.compatibilite.branches import Json, valeur_json
from tests.compatibilite.racine import Racine
from tests.compatibilite.regles import Changement, Sens
from tests.compatibilite.schemas import Comparaison


def comparer_publies(avant: dict[str, Any], apres: dict[str, Any]) -> Iterator[Changement]:
    """The differences of two folders `schemas/`, as JSON by path."""
    yield from comparer_codes(avant["codes.json"], apres["codes.json"])
    yield from comparer_formulaires(avant["formulaire.json"], apres["formulaire.json"])
    anciens, nouveaux = ({c for c in dossier if "/" in c} for dossier in (avant, apres))
    for chemin in sorted(anciens - nouveaux):
        yield _lu(chemin, "schema-removed", "schema removed", _nom(chemin))
    for chemin in sorted(nouveaux - anciens):
        yield _lu(chemin, "schema-added", "schema added", _nom(chemin))
    for chemin in sorted(anciens & nouveaux):
        if valeur_json(avant[chemin]) != valeur_json(apres[chemin]):
            yield from comparer_schemas(avant[chemin], apres[chemin], chemin)


def comparer_schemas(avant: Json, apres: Json, chemin: str) -> Iterator[Changement]:
    """A published schema, and the rules that only the server can tell."""
    entre = Comparaison(Racine(avant), Racine(apres), Sens.REQUETE)
    sujets = (_nom(chemin),)
    for trouve in entre.comparer(avant, apres, f"{chemin} "):
        yield Changement(trouve.ou, trouve.regle, trouve.quoi, trouve.sens, sujets)
    anciennes, nouvelles = _regles(avant), _regles(apres)
    for code, ou in sorted(anciennes.keys() - nouvelles.keys()):
        yield _demande(f"{chemin} {ou}", "server-rule-removed", code, *sujets, code)
    for code, ou in sorted(nouvelles.keys()):
        gravite = nouvelles[code, ou]
        if anciennes.get((code, ou), "avertissement") == gravite != "erreur":
            regle = "server-advice-added"
        else:
            regle = "server-rule-added"
        if anciennes.get((code, ou)) not in (gravite, "erreur"):
            yield _demande(f"{chemin} {ou}", regle, f"{code} ({gravite})", *sujets, code)


def comparer_codes(avant: list[Json], apres: list[Json]) -> Iterator[Changement]:
    """The catalogue of error codes."""
    anciens, nouveaux = ({code["code"]: code for code in codes} for codes in (avant, apres))
    for code in sorted(anciens.keys() - nouveaux.keys()):
        yield _lu("codes.json", "code-removed", code, code)
    for code in sorted(nouveaux.keys() - anciens.keys()):
        yield _lu("codes.json", "code-added", code, code)
    for code in sorted(anciens.keys() & nouveaux.keys()):
        ancien, nouveau = anciens[code], nouveaux[code]
        ou = f"codes.json {code}"
        avant_, apres_ = _parametres(ancien), _parametres(nouveau)
        for parametre in sorted(avant_ - apres_):
            yield _lu(ou, "code-parameter-removed", parametre, code)
        for parametre in sorted(apres_ - avant_):
            yield _lu(ou, "code-parameter-added", parametre, code)
        for cle in ("gravite", "schema"):
            if ancien[cle] != nouveau[cle]:
                quoi = f"{cle} {ancien[cle]} -> {nouveau[cle]}"
                yield _lu(ou, "code-meaning-changed", quoi, code)


def comparer_formulaires(avant: Json, apres: Json) -> Iterator[Changement]:
    """The form as data: sections, fields and choices, by what names them."""
    anciens, nouveaux = dict(_elements(avant)), dict(_elements(apres))
    for nom in sorted(anciens.keys() - nouveaux.keys()):
        yield _lu(f"formulaire.json {nom}", "form-item-removed", "removed", nom)
    for nom in sorted(nouveaux.keys() - anciens.keys()):
        yield _lu(f"formulaire.json {nom}", "form-item-added", "added", nom)
    for nom in sorted(anciens.keys() & nouveaux.keys()):
        if anciens[nom] != nouveaux[nom]:
            quoi = f"{anciens[nom]} -> {nouveaux[nom]}"
            yield _lu(f"formulaire.json {nom}", "form-kind-changed", quoi, nom)


def _elements(noeud: Json) -> Iterator[tuple[str, str]]:
    """Every section, field and choice below: its pointer (and the choice), its kind."""
    elements: list[Json] = [*noeud.get("sections", []), *(noeud.get("champs") or [])]
    for element in elements:
        yield element["pointeur"], element.get("genre", "section")
        choisis: list[Json] = element.get("choix") or []
        for choix in choisis:
            yield f"{element['pointeur']} {choix['code']}", "choix"
        yield from _elements(element)


def _regles(schema: Json) -> dict[tuple[str, str], str]:
    """The severity of what only the server can tell, by code and place."""
    return {
        (regle["code"], ou): regle["gravite"]
        for regle in schema.get("x-regles-serveur", [])
        for ou in regle["champs"]
    }


def _parametres(code: Json) -> set[str]:
    """The parameters of a code with their types, as texts."""
    return {
        valeur_json({cle: v for cle, v in cast(Json, p).items() if cle != "sens"})
        if isinstance(p, dict)
        else str(p)
        for p in code["parametres"]
    }


def _nom(chemin: str) -> str:
    return chemin.rpartition("/")[2].removesuffix(".json")


def _lu(ou: str, regle: str, quoi: str, *sujets: str) -> Changement:
    return Changement(ou, regle, quoi, Sens.REPONSE, sujets)


def _demande(ou: str, regle: str, quoi: str, *sujets: str) -> Changement:
    return Changement(ou, regle, quoi, Sens.REQUETE, sujets)
