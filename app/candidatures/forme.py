"""What a draft must be to be kept: of the right shape, and not too large."""

from typing import Any, cast

from pydantic_core import to_json

from app.config import Settings
from app.formulaire.conditions import pointeur
from app.formulaire.evaluation import Examen
from app.formulaire.listes import ECARTS_MAX
from app.formulaire.messages import ecart
from app.kit.web.json_text import lire_json
from app.kit.web.problems import CorpsTropGrand, FormeRefusee


def dossier_envoye(corps: bytes) -> dict[str, Any]:
    """The dossier of a JSON body `{"dossier": {…}}`, empty when there is none.

    Raises `CorpsIllisible`, `FormeRefusee` for any other member.
    """
    lu = lire_json(corps)
    etrangers = sorted(lu.keys() - {"dossier"})[:ECARTS_MAX]
    inconnus = [ecart(pointeur(etranger), "champ_inconnu") for etranger in etrangers]
    dossier: Any = lu.get("dossier", {})
    if inconnus or not isinstance(dossier, dict):
        objet = ecart("/dossier", "type_invalide", attendu="objet")
        raise FormeRefusee(erreurs=inconnus or [objet])
    return cast(dict[str, Any], dossier)


def verifier_forme(dossier: dict[str, Any], examen: Examen, settings: Settings) -> str:
    """The dossier as JSON text; raises `FormeRefusee` or `CorpsTropGrand`."""
    if examen.forme:
        raise FormeRefusee(erreurs=examen.forme)
    texte = to_json(dossier)
    if len(texte) > settings.corps_max:
        raise CorpsTropGrand(f"Le dossier dépasserait {settings.corps_max} octets.")
    return texte.decode()
