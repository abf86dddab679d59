"""The answers of an operation compared: statuses, headers, contents, problem documents."""

from collections.abc import Iterator
from typing import Final

from tests.compatibilite.branches import Branche, Json, Schema
from tests.compatibilite.racine import Racine
from tests.compatibilite.regles import Changement
from tests.compatibilite.schemas import Comparaison

PROBLEME: Final = "application/problem+json"


def comparer_reponses(
    entre: Comparaison, avant: Json, apres: Json, ici: str
) -> Iterator[Changement]:
    """The answers, by status."""
    anciennes, nouvelles = avant.get("responses", {}), apres.get("responses", {})
    for statut in sorted(anciennes.keys() | nouvelles.keys()):
        la = f"{ici} {statut}"
        if statut in anciennes and statut in nouvelles:
            yield from _reponse(entre, anciennes[statut], nouvelles[statut], la)
            continue
        genre = "error" if statut.startswith(("4", "5")) or statut == "default" else "success"
        acte = "removed" if statut in anciennes else "added"
        yield entre.dire(f"{genre}-status-{acte}", la, f"status {acte}")


def _reponse(entre: Comparaison, avant: Json, apres: Json, la: str) -> Iterator[Changement]:
    avant, apres = entre.avant.resolu(avant), entre.apres.resolu(apres)
    yield from _entetes(entre, avant.get("headers", {}), apres.get("headers", {}), la)
    anciens, nouveaux = avant.get("content", {}), apres.get("content", {})
    for media in sorted(anciens.keys() - nouveaux.keys()):
        yield entre.dire("media-type-removed", la, media)
    for media in sorted(nouveaux.keys() - anciens.keys()):
        yield entre.dire("media-type-added", la, media)
    for media in sorted(anciens.keys() & nouveaux.keys()):
        ancien, nouveau = anciens[media].get("schema", {}), nouveaux[media].get("schema", {})
        if media == PROBLEME:
            yield from _problemes(entre, ancien, nouveau, f"{la} {media} ")
        else:
            yield from entre.comparer(ancien, nouveau, f"{la} {media} ")


def _entetes(
    entre: Comparaison, avant: dict[str, Json], apres: dict[str, Json], la: str
) -> Iterator[Changement]:
    for nom in sorted(avant.keys() - apres.keys()):
        yield entre.dire("header-removed", f"{la} {nom}", "header removed")
    for nom in sorted(apres.keys() - avant.keys()):
        yield entre.dire("header-added", f"{la} {nom}", "header added")
    for nom in sorted(avant.keys() & apres.keys()):
        ancien = entre.avant.resolu(avant[nom]).get("schema", {})
        nouveau = entre.apres.resolu(apres[nom]).get("schema", {})
        yield from entre.comparer(ancien, nouveau, f"{la} {nom}")


def _problemes(entre: Comparaison, avant: Schema, apres: Schema, la: str) -> Iterator[Changement]:
    """Problem documents, kind by kind: a client that meets a new one still reads the old members.

    RFC 9457 makes clients ready for types and members that they do not know.
    """
    anciens, nouveaux = _par_code(entre.avant, avant), _par_code(entre.apres, apres)
    if anciens is None or nouveaux is None:
        yield from entre.comparer(avant, apres, la)
        return
    for code in sorted(anciens.keys() - nouveaux.keys()):
        yield entre.dire("problem-removed", la, code)
    for code in sorted(nouveaux.keys() - anciens.keys()):
        yield entre.dire("problem-added", la, code)
    for code in sorted(anciens.keys() & nouveaux.keys()):
        yield from entre.comparer(anciens[code], nouveaux[code], la + code)


def _par_code(racine: Racine, schema: Schema) -> dict[str, Schema] | None:
    """The kinds of problem by their code; None when they are not told apart by it."""
    if isinstance(schema, bool):
        return None
    union = racine.resolu(schema)
    genres = union.get("oneOf", [union])
    codes = [_code(racine.branches(genre), racine) for genre in genres]
    if None in codes:
        return None
    return {str(code): genre for code, genre in zip(codes, genres, strict=True)}


def _code(branches: list[Branche], racine: Racine) -> str | None:
    if len(branches) != 1:
        return None
    valeurs = racine.etiquettes(branches[0]).get("code", frozenset())
    return next(iter(valeurs)).strip('"') if len(valeurs) == 1 else None
