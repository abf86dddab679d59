"""What a portal sends and is answered, as the examples of the contract show it."""

from typing import Any, Final

from app.candidatures.exemples import resumee, validation
from app.formulaire.exemples import correctif
from app.formulaire.messages import ecart
from app.portails.ecriture import EcritureDuPortail
from app.portails.references import CandidatureDuPortail, CandidaturesDuPortail
from app.portails.tri import refuser

REFERENCE: Final = "dossier-20417"


def envoi() -> dict[str, Any]:
    """What it sends."""
    return {"dossier": correctif()}


def ecriture() -> EcritureDuPortail:
    """What became of a dossier, one answer of each kind."""
    return EcritureDuPortail(
        reference=REFERENCE,
        candidature=resumee(),
        prises=["/contact/courriel"],
        inchangees=["/contact/telephone"],
        refusees=[refuser(ecart("/contact/fax", "champ_inconnu"), "/contact/fax")],
        validation=validation(),
    )


def liste() -> CandidaturesDuPortail:
    """A page of the candidatures of a portal."""
    return CandidaturesDuPortail([CandidatureDuPortail(REFERENCE, resumee())], None)
