"""What a draft must be to be kept: of the right shape, and not too large."""

from typing import Any, Final, cast

from pydantic_core import to_json

from app.candidatures.refus import FormeRefusee
from app.config import Settings
from app.formulaire.dossier import SECTIONS
from app.formulaire.evaluation import Examen
from app.formulaire.longueurs import ecarts_dits
from app.formulaire.messages import Ecart, ecart
from app.kit.json_pointer import pointeur
from app.kit.web.declaration import reference
from app.kit.web.json_text import demi_caracteres, exiger_peu_de_valeurs, lire_valeur
from app.kit.web.problems import CorpsIllisible, CorpsTropGrand

DOSSIER_ENVOYE: Final = reference("DossierCorrectif")
"""The schema of a dossier as it is sent: the contract draws it from the form."""


def _lire_objet(corps: bytes) -> dict[str, Any]:
    exiger_peu_de_valeurs(corps)
    try:
        valeur = lire_valeur(corps)
    except CorpsIllisible:
        if demis := demi_caracteres(corps, ecarts_dits(len(corps))):
            raise FormeRefusee(erreurs=[ecart(la, "caractere_interdit") for la in demis]) from None
        raise
    if not isinstance(valeur, dict):
        raise FormeRefusee(erreurs=[ecart("", "type_invalide", attendu="objet")])
    return cast(dict[str, Any], valeur)


def lire_dossier(corps: bytes) -> dict[str, Any]:
    """The dossier that a body is: a JSON object (RFC 8259).

    Raises `CorpsIllisible`, `FormeRefusee` for another JSON value, for half a character, at its
    pointer, or for a dossier within an object, and `CorpsTropGrand` for one of more values than any
    dossier has.
    """
    lu = _lire_objet(corps)
    if lu.keys() == {"dossier"}:
        nu = ecart("/dossier", "mal_place", attendu="envoyez ce que « dossier » contient")
        raise FormeRefusee(erreurs=[nu])
    return lu


def dossier_envoye(corps: bytes) -> dict[str, Any]:
    """The dossier of a JSON body `{"dossier": {…}}`, empty when there is none.

    Raises what `lire_dossier` raises, `FormeRefusee` for any other member.
    """
    lu = _lire_objet(corps)
    etrangers = sorted(lu.keys() - {"dossier"})[: ecarts_dits(len(corps))]
    inconnus = [_etranger(etranger) for etranger in etrangers]
    dossier: Any = lu.get("dossier", {})
    if inconnus or not isinstance(dossier, dict):
        objet = ecart("/dossier", "type_invalide", attendu="objet")
        raise FormeRefusee(erreurs=inconnus or [objet])
    return cast(dict[str, Any], dossier)


def _etranger(cle: str) -> Ecart:
    if cle in SECTIONS:
        return ecart(pointeur(cle), "mal_place", attendu="mettez le dossier dans « dossier »")
    return ecart(pointeur(cle), "champ_inconnu")


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
