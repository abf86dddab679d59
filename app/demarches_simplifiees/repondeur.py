"""Answers a document, in a process of its own: see `repondre_au_document.py`, which gives
it what it asks for.

It is given a line, a `Demande`. It then writes lines, each of which asks for something and is
answered by a line; the last one says how it ends, and the answer follows.
"""

import os
import sys
from typing import IO, Any, Final

from graphql import (
    GraphQLError,
    execute_sync,  # pyright: ignore[reportUnknownVariableType]  # half typed
)
from pydantic_core import from_json, to_json

from app.demarches_simplifiees.contexte import Contexte, Demander
from app.demarches_simplifiees.demande_graphql import Demande
from app.demarches_simplifiees.documents_lus import (
    Document,
    DocumentRefuse,
    document_range,
    lire_le_document,
)
from app.demarches_simplifiees.interface import SCHEMA
from app.demarches_simplifiees.refus_de_ds import MAUVAISE_DEMANDE
from app.demarches_simplifiees.refus_graphql import dire, refus
from app.kit.confine import MEMOIRE_EPUISEE, se_limiter

MEMOIRE: Final = 768 * 1024 * 1024
SECONDES: Final = 20  # of processor time
_DEMANDE_MAX: Final = 4_000  # bytes, fewer than a line that is waited for may have
_DOUX: Final = 5  # whoever saves or deposits meanwhile comes first


def principal(entree: IO[bytes], sortie: IO[bytes]) -> None:
    """Answer the one document that `entree` begins with.

    Ends with `MEMOIRE_EPUISEE` when that takes more memory than it may.
    """
    os.nice(_DOUX)
    se_limiter(MEMOIRE, SECONDES)
    try:
        _repondre(entree, sortie)
    except MemoryError:
        sys.exit(MEMOIRE_EPUISEE)


def _repondre(entree: IO[bytes], sortie: IO[bytes]) -> None:
    def demander(quoi: str, **arguments: Any) -> Any:
        demande = to_json({"quoi": quoi, "arguments": arguments})
        if len(demande) > _DEMANDE_MAX:
            raise refus("Argument trop long.", MAUVAISE_DEMANDE)
        sortie.write(demande + b"\n")
        sortie.flush()
        rendu = from_json(entree.readline())
        if "refus" in rendu:
            raise refus(*rendu["refus"])
        return rendu["valeur"]

    statut, corps = repondre_au_document(Demande(**from_json(entree.readline())), demander)
    sortie.write(to_json({"statut": statut}) + b"\n" + to_json(corps))


def repondre_au_document(demande: Demande, demander: Demander) -> tuple[int, dict[str, Any]]:
    """The HTTP status and the body; `demander` gives what the resolvers ask for."""
    try:
        document = _document(demande)
    except DocumentRefuse as refuse:
        dits = [dire(faute) for faute in refuse.fautes]
        illisible = dits[0]["extensions"]["code"] == "graphql_parse_failed"
        return 400 if illisible else 200, {"data": None, "errors": dits}
    rendu = execute_sync(
        SCHEMA,
        document.noeud,
        variable_values=demande.variables,
        operation_name=demande.operation,
        context_value=Contexte(demander, document.fragments),
    )
    if rendu.errors:
        return 200, {"data": rendu.data, "errors": [dire(faute) for faute in rendu.errors]}
    return 200, {"data": rendu.data}


def _document(demande: Demande) -> Document:
    if demande.document is not None:
        return lire_le_document(demande.document)
    if demande.range is None:
        raise DocumentRefuse([GraphQLError("Ni document, ni nom de document.")])
    return document_range(demande.range)


# Read once, before any fork.
for _nom in ("introspection", "ds-query-v2", "ds-mutation-v2"):
    document_range(_nom)
