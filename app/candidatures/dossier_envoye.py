"""What a draft must be to be kept: of the right shape, and not too large."""

from typing import Any, Final, cast

from pydantic_core import from_json, to_json

from app.candidatures.refus import FormeRefusee
from app.config import Settings
from app.formulaire.evaluation import Examen
from app.formulaire.longueurs import ecarts_dits
from app.formulaire.messages import ecart
from app.kit.json_pointer import pointeur
from app.kit.web.declaration import reference
from app.kit.web.problems import CorpsIllisible, CorpsTropGrand

DOSSIER_ENVOYE: Final = reference("DossierCorrectif")
"""The schema of a dossier as it is sent: the contract draws it from the form."""


# More than twice what a draft may hold. A value of two bytes takes a hundred once it is read.
_OBJETS_MAX: Final = 30_000
_GUILLEMETS_MAX: Final = 200_000
_VIRGULES_MAX: Final = 200_000


def lire_json(corps: bytes) -> dict[str, Any]:
    """A JSON object (RFC 8259); raises `CorpsIllisible`, `FormeRefusee` for another JSON value.

    And `CorpsTropGrand` for one of more values than any dossier has.
    """
    if (
        corps.count(b"{") + corps.count(b"[") > _OBJETS_MAX
        or corps.count(b'"') > _GUILLEMETS_MAX
        or corps.count(b",") > _VIRGULES_MAX
    ):
        raise CorpsTropGrand("Le corps compte trop de valeurs pour un dossier.")
    try:
        valeur = from_json(corps, allow_inf_nan=False)
    except ValueError as erreur:
        raise CorpsIllisible(f"JSON illisible : {erreur}") from None
    if not isinstance(valeur, dict):
        raise FormeRefusee(erreurs=[ecart("", "type_invalide", attendu="objet")])
    return cast(dict[str, Any], valeur)


def dossier_envoye(corps: bytes) -> dict[str, Any]:
    """The dossier of a JSON body `{"dossier": {…}}`, empty when there is none.

    Raises `CorpsIllisible`, `FormeRefusee` for any other member.
    """
    lu = lire_json(corps)
    etrangers = sorted(lu.keys() - {"dossier"})[: ecarts_dits(len(corps))]
    inconnus = [ecart(pointeur(etranger), "champ_inconnu") for etranger in etrangers]
    dossier: Any = lu.get("dossier", {})
    if inconnus or not isinstance(dossier, dict):
        objet = ecart("/dossier", "type_invalide", attendu="objet")
        raise FormeRefusee(erreurs=inconnus or [objet])
    return cast(dict[str, Any], dossier)


def verifier_forme(examen: Examen) -> None:
    """Raise `FormeRefusee` for what has not the shape of a draft."""
    if examen.forme:
        raise FormeRefusee(erreurs=examen.forme)


def en_texte(dossier: dict[str, Any], settings: Settings) -> str:
    """The dossier as the JSON text that is stored; raises `CorpsTropGrand`."""
    texte = to_json(dossier)
    if len(texte) > settings.corps_max:
        raise CorpsTropGrand(f"Le dossier dépasserait {settings.corps_max} octets.")
    return texte.decode()
