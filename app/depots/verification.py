"""Checking a receipt offline: `ti verifier`."""

from hashlib import file_digest
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from app.config import CLE_DU_BAC_A_SABLE
from app.depots.accuse import D_ESSAI, Accuse
from app.depots.accuse_signe import verifier_accuse
from app.kit.keys.keyring import Trousseau
from app.kit.keys.signature import SignatureInvalide


def verifier_fichier(fichier: Path, cles: Path, pieces: list[Path]) -> str:
    """What the receipt in `fichier` attests, in French, once its signature is verified.

    `cles` is a JWK Set (JSON), or the service's own key (PEM), with those that it replaced beside
    it, and that of a sandbox. Each of `pieces` must be one of the files that the receipt names.
    Raises `SignatureInvalide`.
    """
    accuse = verifier_accuse(fichier.read_bytes(), cles_lues(cles))
    lignes = [
        f"Accusé authentique : {accuse.numero}, dépôt n° {accuse.depot}.",
        *([D_ESSAI] if accuse.bac_a_sable else []),
        f"Reçu le {accuse.recu_le.isoformat()} de {accuse.demandeur.denomination}.",
        f"Dossier SHA-256 : {accuse.dossier.empreinte}",
    ]
    return "\n".join(lignes + [_confronter(accuse, piece) for piece in pieces])


def cles_lues(chemin: Path) -> dict[str, Any]:
    """The JWK Set of a file: see `verifier_fichier`; raises `SignatureInvalide`."""
    if chemin.suffix == ".pem":
        return _cles_du_service(chemin)
    try:
        return from_json(chemin.read_bytes())
    except ValueError as erreur:
        raise SignatureInvalide("Les clés publiques fournies sont illisibles.") from erreur


def _cles_du_service(chemin: Path) -> dict[str, Any]:
    """Those that there are: to make one would be to verify nothing."""
    la = dict.fromkeys(c for c in (chemin, chemin.with_name(CLE_DU_BAC_A_SABLE)) if c.exists())
    if not la:
        raise SignatureInvalide(f"Aucune clé en {chemin} : donnez --cles jwks.json.")
    return {"keys": [cle for ici in la for cle in Trousseau(ici).jwks()["keys"]]}


def _confronter(accuse: Accuse, chemin: Path) -> str:
    with chemin.open("rb") as contenu:
        empreinte = file_digest(contenu, "sha256").hexdigest()
    for piece in accuse.pieces:
        if piece.empreinte == empreinte:
            return f"{chemin.name} : reçu, « {piece.nom} »."
    raise SignatureInvalide(f"{chemin.name} ne fait pas partie des fichiers reçus.")
