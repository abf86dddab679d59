"""What is posted to an endpoint of GraphQL, as clients of Démarches Simplifiées write it."""

from typing import Any, Final, cast

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import from_json

from app.demarches_simplifiees.demande_graphql import Demande
from app.kit.web.problems import RequeteInvalide

_TEXTE_MAX: Final = 200_000


class Envoi(BaseModel):
    """A document, or the name of one that is kept; what else a client adds is not read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    query: str | None = Field(None, max_length=_TEXTE_MAX)
    queryId: str | None = Field(None, max_length=100)
    operationName: str | None = Field(None, max_length=200)
    variables: dict[str, Any] | str | None = None

    def demande(self) -> Demande:
        """What it asks; raises `RequeteInvalide` for variables that are none."""
        return Demande(self.query, self.queryId, self.operationName, self._variables())

    def _variables(self) -> dict[str, Any]:
        if not isinstance(self.variables, str):
            return self.variables or {}
        try:
            lues = from_json(self.variables or "{}")
        except ValueError:
            lues = None
        if not isinstance(lues, dict):
            raise RequeteInvalide("`variables` n'est pas un objet JSON.")
        return cast(dict[str, Any], lues)
