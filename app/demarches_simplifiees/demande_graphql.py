"""What a client of GraphQL asks, as far as who answers must know it."""

from dataclasses import dataclass
from typing import Any, Final

PAGE_MAX: Final = 100
"""Dossiers of a page, at most: as on DS."""
# What describes the form, on DS as well: anybody may ask for it.
_OUVERTES: Final = {("ds-query-v2", "getDemarcheDescriptor")}
_INTROSPECTION: Final = "introspection"


@dataclass(frozen=True, slots=True)
class Demande:
    """The text of a document, or the name of one that is kept; the operation, the variables."""

    document: str | None
    range: str | None
    operation: str | None
    variables: dict[str, Any]

    @property
    def est_ouverte(self) -> bool:
        """Whether it may be asked without a key."""
        if self.document is not None:
            return False
        return self.range == _INTROSPECTION or (self.range, self.operation) in _OUVERTES
