"""What a table must be for its Table Schema: a small Validata, that knows the types we use."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, Final

Json = dict[str, Any]
_LIRE: Final[dict[str, Callable[[str], Any]]] = {
    "string": str,
    "integer": int,
    "date": date.fromisoformat,
}


def fautes(schema: Json, rangees: Sequence[Sequence[str]]) -> list[str]:
    """All that is wrong with these rows, the first of which are the headings."""
    titres, *lignes = rangees
    champs: list[Json] = schema["fields"]
    if titres != [champ["name"] for champ in champs]:
        return [f"titres : {titres}"]
    trouvees = [
        f"{rang} {champ['name']} : {faute}"
        for rang, ligne in enumerate(lignes, 2)
        for champ, cellule in zip(champs, ligne, strict=True)
        for faute in _cellule(champ, cellule)
    ]
    uniques = [[champ["name"]] for champ in champs if champ["constraints"].get("unique")]
    for cle in (schema["primaryKey"], *uniques):
        rangs = [titres.index(nom) for nom in cle]
        vues = Counter(tuple(ligne[rang] for rang in rangs) for ligne in lignes)
        trouvees += [f"{cle} en double : {une}" for une, fois in vues.items() if fois > 1]
    return trouvees


def _cellule(champ: Json, cellule: str) -> Iterator[str]:
    contraintes: Json = champ["constraints"]
    assert contraintes.keys() <= {"required", "pattern", "enum", "minimum", "unique"}
    if not cellule:
        if contraintes.get("required"):
            yield "vide"
        return
    try:
        valeur = _LIRE[champ["type"]](cellule)
    except ValueError:
        yield f"{cellule} n'est pas du type {champ['type']}"
        return
    if not re.fullmatch(contraintes.get("pattern", ".*"), cellule):
        yield f"{cellule} n'a pas la forme {contraintes['pattern']}"
    if cellule not in contraintes.get("enum", [cellule]):
        yield f"{cellule} n'est pas de la liste"
    if "minimum" in contraintes and valeur < contraintes["minimum"]:
        yield f"{cellule} est trop petit"
