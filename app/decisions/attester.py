"""The act of verifying offline what the service signed: `ti verifier`."""

from pathlib import Path

from pydantic import BaseModel, ValidationError

from app.decisions.formules import D_ESSAI
from app.decisions.lettre import Lettre
from app.decisions.lettre_signee import verifier_lettre
from app.depots.verification import cles_lues, verifier_fichier
from app.kit.keys.signature import SignatureInvalide


class _UneLettre(BaseModel):
    """What tells a letter from a receipt, whatever it is worth."""

    lettre: dict[str, object]


def attester(fichier: Path, cles: Path, pieces: list[Path]) -> str:
    """What the receipt or the letter in `fichier` attests, in French, once verified.

    `cles` and `pieces`: see `verifier_fichier`; a letter names no file. Raises `SignatureInvalide`.
    """
    contenu = fichier.read_bytes()
    if not _est_une_lettre(contenu):
        return verifier_fichier(fichier, cles, pieces)
    lettre = verifier_lettre(contenu, cles_lues(cles))
    if pieces:
        raise SignatureInvalide("Une lettre de décision ne nomme aucun fichier.")
    return "\n".join(_dire(lettre))


def _est_une_lettre(contenu: bytes) -> bool:
    try:
        return bool(_UneLettre.model_validate_json(contenu))
    except ValidationError:
        return False


def _dire(lettre: Lettre) -> list[str]:
    auteur = lettre.signataire
    return [
        f"Lettre authentique : {lettre.numero}, décision n° {lettre.decision}.",
        *([D_ESSAI] if lettre.bac_a_sable else []),
        f"Arrêtée le {lettre.arretee_le.isoformat()} par {auteur.prenom} {auteur.nom}, "
        f"{auteur.qualite}, pour {lettre.demandeur.denomination}.",
        lettre.dispositif,
        f"Dépôt n° {lettre.depot.rang}, dossier SHA-256 : {lettre.depot.empreinte}",
        "Ceci prouve d'où elle vient, et que rien n'en a changé ; non qu'elle vaut encore : un "
        "réexamen ou un retrait a pu suivre.",
    ]
