"""What a draft must be to be kept: of the right shape, and not too large."""

from typing import Any

from pydantic_core import to_json

from app.config import Settings
from app.formulaire.evaluation import Examen
from app.kit.problems import CorpsTropGrand, FormeRefusee


def verifier_forme(dossier: dict[str, Any], examen: Examen, settings: Settings) -> str:
    """The dossier as JSON text; raises `FormeRefusee` or `CorpsTropGrand`."""
    if examen.forme:
        raise FormeRefusee(erreurs=examen.forme)
    texte = to_json(dossier)
    if len(texte) > settings.corps_max:
        raise CorpsTropGrand(f"Le dossier dépasserait {settings.corps_max} octets.")
    return texte.decode()
