"""Words that changed: compatible, and shown only when asked for."""

from collections.abc import Iterator
from typing import Any, Final, cast

from tests.compatibilite.regles import Changement, Sens

_MOTS: Final = ("title", "description", "summary", "message", "libelle")


def comparer_textes(avant: Any, apres: Any, ou: str) -> Iterator[Changement]:
    """Every text that is not what it was, by its place in the document."""
    if isinstance(avant, dict) and isinstance(apres, dict):
        ancien, nouveau = cast(dict[str, Any], avant), cast(dict[str, Any], apres)
        for cle in ancien.keys() & nouveau.keys() - set(_MOTS):
            yield from comparer_textes(ancien[cle], nouveau[cle], f"{ou}/{cle}")
        for cle in _MOTS:
            if ancien.get(cle) != nouveau.get(cle):
                yield Changement(f"{ou}/{cle}", "wording-changed", "reworded", Sens.REPONSE)
    elif isinstance(avant, list) and isinstance(apres, list):
        paires = zip(cast(list[Any], avant), cast(list[Any], apres), strict=False)
        for rang, (ancien, nouveau) in enumerate(paires):
            yield from comparer_textes(ancien, nouveau, f"{ou}/{rang}")
