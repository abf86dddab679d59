"""What resolvers are given besides the value that they resolve a field of."""

from dataclasses import dataclass
from typing import Any, Protocol

from graphql import GraphQLResolveInfo


class Demander(Protocol):
    """Asks the service for what is not known here."""

    def __call__(self, quoi: str, **arguments: Any) -> Any:
        """What `quoi` names, for these arguments; raises `GraphQLError`."""
        ...


@dataclass(frozen=True, slots=True)
class Contexte:
    """How to ask the service, and the types that the document has fragments on."""

    demander: Demander
    fragments: frozenset[str]


Infos = GraphQLResolveInfo[Contexte]
