"""A workbook that is sent, as the examples of the contract show it."""

from typing import Any


def envoi() -> dict[str, Any]:
    """The form that sends it."""
    return {"fichier": "PK…"}
