"""A dossier that could be deposited, for the examples of the contract."""

from pathlib import Path
from typing import Any, Final

from pydantic_core import from_json

from app.formulaire.choix import Rubrique
from app.formulaire.evaluation import Examen, examiner

Json = dict[str, Any]
RUBRIQUES: Final = (Rubrique.PLAN_ACTION_OPERATIONNEL, Rubrique.LETTRES)
"""Those under which it has a file."""


def dossier() -> Json:
    """The dossier, as a client sends it."""
    return from_json(Path(__file__).with_name("exemple.json").read_bytes())


def correctif() -> Json:
    """A patch of it."""
    return {"contact": {"courriel": "jeanne.martin@example.fr", "telephone": None}}


def examen() -> Examen:
    """What is found in it."""
    return examiner(dossier(), RUBRIQUES)
