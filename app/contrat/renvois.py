"""References to the named schemas of the OpenAPI document."""

from typing import Final

COMPOSANTS: Final = "#/components/schemas/"


def reference(composant: str) -> dict[str, str]:
    """The schema that stands for this component."""
    return {"$ref": COMPOSANTS + composant}
