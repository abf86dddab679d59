"""What a draft must be to be kept: of the right shape, and not too large."""

from typing import Any

from pydantic_core import to_json

from app.config import Settings
from app.formulaire.dossier import Dossier
from app.formulaire.forme import ecarts_de_forme
from app.kit.problems import CorpsTropGrand, FormeRefusee

Json = dict[str, Any]


def verifier_forme(dossier: Json, settings: Settings) -> str:
    """The dossier as JSON text; raises `FormeRefusee` or `CorpsTropGrand`."""
    if ecarts := list(ecarts_de_forme(Dossier, dossier)):
        raise FormeRefusee(erreurs=ecarts)
    texte = to_json(dossier)
    if len(texte) > settings.corps_max:
        raise CorpsTropGrand(f"Le dossier dépasserait {settings.corps_max} octets.")
    return texte.decode()
