"""The rules: what each kind of difference breaks, for who sends (request) and who reads (response).

`docs/contrat/README.md` says them one by one, with an example and the reason of those that were a
choice; a test holds the two together.

Two habits are expected of a client, and said there: it sends only members that the contract names,
and it ignores those that it does not know.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Sens(StrEnum):
    """Which way the JSON travels: from the client, or to it."""

    REQUETE = "request"
    REPONSE = "response"


REGLES: Final[dict[str, tuple[bool, bool]]] = {
    # Values: rule -> (breaks a request, breaks a response).
    "type-removed": (True, False),
    "type-added": (False, True),
    "null-removed": (True, False),
    "null-added": (False, True),
    "value-removed": (True, False),
    "value-added": (False, True),
    "limit-tightened": (True, False),
    "limit-loosened": (False, True),
    "pattern-added": (True, False),
    "pattern-removed": (False, True),
    "pattern-changed": (True, True),
    "condition-added": (True, False),
    "condition-removed": (False, True),
    "condition-on-new-property": (False, False),
    "alternative-removed": (True, False),
    "alternative-added": (False, True),
    # Objects.
    "property-added": (False, False),
    "required-property-added": (True, False),
    "property-removed": (True, True),
    "property-made-required": (True, False),
    "property-made-optional": (False, True),
    "object-closed": (True, False),
    "object-opened": (False, False),
    # Operations.
    "server-removed": (True, False),
    "path-removed": (True, False),
    "path-added": (False, False),
    "operation-removed": (True, False),
    "operation-added": (False, False),
    "operation-renamed": (True, False),
    "security-tightened": (True, False),
    "security-loosened": (False, False),
    "security-scheme-changed": (True, False),
    "parameter-removed": (True, True),
    "parameter-added": (False, False),
    "required-parameter-added": (True, False),
    "parameter-made-required": (True, False),
    "parameter-made-optional": (False, True),
    "default-changed": (True, False),
    "body-removed": (True, True),
    "body-added": (False, False),
    "required-body-added": (True, False),
    "body-made-required": (True, False),
    "body-made-optional": (False, True),
    "media-type-removed": (True, True),
    "media-type-added": (False, False),
    "success-status-removed": (False, True),
    "success-status-added": (False, True),
    "error-status-removed": (False, False),
    "error-status-added": (False, False),
    "problem-removed": (False, False),
    "problem-added": (False, False),
    "header-removed": (False, True),
    "header-added": (False, False),
    # What the service sends by itself, which clients read.
    "webhook-removed": (False, True),
    "webhook-added": (False, False),
    "not-compared": (True, True),
    # What the form publishes.
    "schema-removed": (True, True),
    "schema-added": (False, False),
    "server-rule-added": (True, False),
    "server-rule-removed": (False, False),
    "server-advice-added": (False, False),
    "code-removed": (False, True),
    "code-added": (False, False),
    "code-parameter-removed": (False, True),
    "code-parameter-added": (False, False),
    "code-meaning-changed": (False, True),
    "form-item-removed": (False, True),
    "form-item-added": (False, False),
    "form-kind-changed": (False, True),
    # Only shown by `--tout`.
    "wording-changed": (False, False),
}


@dataclass(frozen=True, slots=True)
class Changement:
    """One difference: where, which rule it falls under, what it is, which way the JSON travels.

    `sujets` are the names under which the changelog may speak of it: an operation, a component, a
    schema, a code.
    """

    ou: str
    regle: str
    quoi: str
    sens: Sens
    sujets: tuple[str, ...] = ()

    @property
    def casse(self) -> bool:
        """Whether a client that was right before may now be wrong."""
        requete, reponse = REGLES[self.regle]
        return requete if self.sens is Sens.REQUETE else reponse

    def __str__(self) -> str:
        classe = f"breaking ({self.sens})" if self.casse else "compatible"
        return f"{classe:20} {self.ou}: {self.quoi} [{self.regle}]"
