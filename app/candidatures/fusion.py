"""JSON Merge Patch (RFC 7396), telling which answers changed."""

from typing import Any, cast

from app.kit.json_pointer import pointeur

Json = dict[str, Any]


def fusionner(cible: Json, correctif: Json) -> tuple[Json, list[str]]:
    """Merge `correctif` into `cible`, which stays as it is.

    Returns the result and the RFC 6901 pointers of the answers that changed. An object merges, a
    list is replaced, null removes; inside a list null counts as no answer and is left out.
    """
    changes: list[str] = []
    return _fusionner(cible, correctif, "", changes), changes


def _fusionner(cible: Json, correctif: Json, ici: str, changes: list[str]) -> Json:
    resultat = dict(cible)
    for cle, nouveau in correctif.items():
        ancien = cible.get(cle)
        if isinstance(nouveau, dict):
            la, avant = ici + pointeur(cle), len(changes)
            base = cast(Json, ancien) if isinstance(ancien, dict) else {}
            resultat[cle] = _fusionner(base, cast(Json, nouveau), la, changes)
            if len(changes) == avant and base is not ancien:
                changes.append(la)
        elif nouveau is None:
            if cle in resultat:
                del resultat[cle]
                changes.append(ici + pointeur(cle))
        elif _identiques(ancien, nouveau):
            resultat[cle] = nouveau
        else:
            resultat[cle] = sans_nuls(nouveau)
            if not _identiques(ancien, resultat[cle]):
                changes.append(ici + pointeur(cle))
    return resultat


def _identiques(ancien: object, nouveau: object) -> bool:
    return ancien == nouveau and type(ancien) is type(nouveau)


def sans_nuls(valeur: Any) -> Any:
    """The same JSON without the members of objects that are null."""
    if isinstance(valeur, dict):
        membres = cast(Json, valeur).items()
        return {cle: sans_nuls(membre) for cle, membre in membres if membre is not None}
    if isinstance(valeur, list):
        return [sans_nuls(element) for element in cast(list[Any], valeur)]
    return valeur
