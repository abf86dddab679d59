"""The act of verifying offline whatever the service signed, results and their files included."""

from hashlib import file_digest
from pathlib import Path

from pydantic import BaseModel, ValidationError

from app.decisions.attester import attester
from app.depots.verification import cles_lues
from app.formulaire.nombres import NOM_DU_PROGRAMME
from app.kit.keys.signature import SignatureInvalide
from app.resultats.resultats_publies import Resultats
from app.resultats.resultats_signes import verifier_les_resultats

_D_ESSAI = "Bac à sable : ces résultats sont un essai."


class _DesResultats(BaseModel):
    """What tells results from a receipt or a letter, whatever they are worth."""

    resultats: dict[str, object]


def attester_tout(fichier: Path, cles: Path, pieces: list[Path]) -> str:
    """What the receipt, the letter or the results in `fichier` attest, in French, once verified.

    `cles`: see `verifier_fichier`. Each of `pieces` must be one of the files that are named there.
    Raises `SignatureInvalide`.
    """
    contenu = fichier.read_bytes()
    if not _sont_des_resultats(contenu):
        return attester(fichier, cles, pieces)
    resultats = verifier_les_resultats(contenu, cles_lues(cles))
    lignes = [
        f"Résultats authentiques : {NOM_DU_PROGRAMME}, version {resultats.version}.",
        *([_D_ESSAI] if resultats.bac_a_sable else []),
        f"Publiés le {resultats.publiee_le.isoformat()} : {resultats.territoires} territoires, "
        f"{resultats.groupements} groupements, {resultats.communes} communes.",
    ]
    return "\n".join(lignes + [_confronter(resultats, piece) for piece in pieces])


def _sont_des_resultats(contenu: bytes) -> bool:
    try:
        return bool(_DesResultats.model_validate_json(contenu))
    except ValidationError:
        return False


def _confronter(resultats: Resultats, chemin: Path) -> str:
    with chemin.open("rb") as contenu:
        empreinte = file_digest(contenu, "sha256").hexdigest()
    for un in resultats.fichiers:
        if un.empreinte == empreinte:
            return f"{chemin.name} : publié, « {un.nom} »."
    raise SignatureInvalide(f"{chemin.name} n'est aucun des fichiers de cette version.")
