"""The documents that clients send or name: read, bounded, checked before anything is executed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLObjectType,
    InlineFragmentNode,
    NamedTypeNode,
    OperationDefinitionNode,
    OverlappingFieldsCanBeMergedRule,
    SelectionNode,
    SelectionSetNode,
    get_introspection_query,
    parse,
    specified_rules,
    validate,
)

from app.demarches_simplifiees.demande_graphql import PAGE_MAX
from app.demarches_simplifiees.interface import SCHEMA
from app.demarches_simplifiees.refus_de_ds import MAUVAISE_DEMANDE
from app.demarches_simplifiees.refus_graphql import refus

JETONS_MAX: Final = 20_000
PROFONDEUR_MAX: Final = 15
COMPLEXITE_MAX: Final = 60_000
"""The bounds of DS: tokens, fields within fields, fields times the pages that they are on."""
_FAUTES_MAX: Final = 20
# `ds-query-v2` gives one name to values of several types, on objects that are never the same.
_REGLES: Final = [r for r in specified_rules if r is not OverlappingFieldsCanBeMergedRule]
_RANGES: Final = ("ds-query-v2", "ds-mutation-v2")


@dataclass(frozen=True, slots=True)
class Document:
    """A document that may be executed, and the types that it has a fragment on."""

    noeud: DocumentNode
    fragments: frozenset[str]


class DocumentRefuse(Exception):
    """What cannot be executed, and why."""

    def __init__(self, fautes: Iterable[GraphQLError]) -> None:
        self.fautes = [*fautes]
        super().__init__()


def lire_le_document(texte: str) -> Document:
    """A document that a client sends; raises `DocumentRefuse`."""
    noeud = _lire(texte)
    if fautes := validate(SCHEMA, noeud, _REGLES, max_errors=_FAUTES_MAX):
        raise DocumentRefuse(fautes)
    _exiger_peu(noeud)
    return Document(noeud, frozenset(_types(noeud)))


@cache
def document_range(nom: str) -> Document:
    """A document that clients name; raises `DocumentRefuse` for another."""
    if nom == "introspection":
        return lire_le_document(get_introspection_query())
    if nom not in _RANGES:
        raise DocumentRefuse([refus(f"Document inconnu : {nom[:50]}", MAUVAISE_DEMANDE)])
    chemin = Path(__file__).with_name("documents") / f"{nom}.graphql"
    return lire_le_document(chemin.read_text(encoding="utf-8"))


def _lire(texte: str) -> DocumentNode:
    try:
        return parse(texte, no_location=True, max_tokens=JETONS_MAX)
    except GraphQLError as faute:
        raise DocumentRefuse([refus(faute.message, "graphql_parse_failed")]) from None
    except RecursionError:
        raise DocumentRefuse([refus("Document trop profond.", MAUVAISE_DEMANDE)]) from None


def _types(noeud: DocumentNode) -> Iterable[str]:
    """The conditions of all fragments, wherever they stand: DS looks no closer."""
    for definition in noeud.definitions:
        if isinstance(definition, FragmentDefinitionNode):
            yield definition.type_condition.name.value
        if isinstance(definition, FragmentDefinitionNode | OperationDefinitionNode):
            yield from _conditions(definition.selection_set)


def _conditions(choix: SelectionSetNode) -> Iterable[str]:
    for selection in choix.selections:
        if isinstance(selection, InlineFragmentNode) and selection.type_condition:
            yield selection.type_condition.name.value
        if isinstance(selection, FieldNode | InlineFragmentNode) and selection.selection_set:
            yield from _conditions(selection.selection_set)


def _exiger_peu(noeud: DocumentNode) -> None:
    mesure = _Mesure(
        {d.name.value: d for d in noeud.definitions if isinstance(d, FragmentDefinitionNode)}
    )
    for operation in noeud.definitions:
        if isinstance(operation, OperationDefinitionNode):
            profondeur, cout = mesure.de(operation.selection_set)
            if profondeur > PROFONDEUR_MAX:
                raise DocumentRefuse([refus("Document trop profond.", MAUVAISE_DEMANDE)])
            if cout > COMPLEXITE_MAX:
                raise DocumentRefuse([refus("Document trop complexe.", MAUVAISE_DEMANDE)])


class _Mesure:
    """How deep selections are, and how many fields they give at most; each fragment once."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._mesures: dict[str, tuple[int, int]] = {}

    def de(self, choix: SelectionSetNode | None) -> tuple[int, int]:
        if choix is None:
            return 0, 0
        profondeur, par_type = 0, defaultdict[str | None, int](int)
        for selection in choix.selections:
            type_, (plus, cout) = self._une(selection)
            profondeur = max(profondeur, plus)
            par_type[type_] += cout
        # An object is of one type: what is chosen of the others costs nothing.
        communs = par_type.pop(None, 0)
        return profondeur, communs + max(par_type.values(), default=0)

    def _une(self, selection: SelectionNode) -> tuple[str | None, tuple[int, int]]:
        """The type that a selection is of, if it is of one alone, and its measure."""
        if isinstance(selection, FieldNode):
            profondeur, cout = self.de(selection.selection_set)
            return None, (profondeur + 1, 1 + cout * _fois(selection))
        if isinstance(selection, FragmentSpreadNode):
            nom = selection.name.value
            fragment = self._fragments[nom]
            if nom not in self._mesures:
                self._mesures[nom] = self.de(fragment.selection_set)
            return _objet(fragment.type_condition), self._mesures[nom]
        assert isinstance(selection, InlineFragmentNode)  # noqa: S101 -- there is no other
        return _objet(selection.type_condition), self.de(selection.selection_set)


def _objet(condition: NamedTypeNode | None) -> str | None:
    if condition and isinstance(SCHEMA.type_map[condition.name.value], GraphQLObjectType):
        return condition.name.value
    return None


def _fois(champ: FieldNode) -> int:
    """A page is as long as a page may be: what is written of its length, another field of the same
    name may say otherwise.
    """
    return PAGE_MAX if champ.name.value.lower().endswith("dossiers") else 1
