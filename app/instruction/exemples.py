"""What reviewers read, as the examples of the contract show it."""

from app.acces.exemples import LE
from app.candidatures.exemples import ID
from app.depots.exemples import NUMERO
from app.formulaire.choix import Region
from app.formulaire.dossier import VERSION
from app.formulaire.exemples import examen
from app.instruction.lister import (
    CandidatureDeposee,
    CandidaturesDeposees,
    EtatDepose,
    PiecesAnalysees,
)


def liste() -> CandidaturesDeposees:
    """A page of what was deposited."""
    instantane = examen().instantane()
    perimetre, demandeur = instantane["perimetre"], instantane["demandeur"]
    deposee = CandidatureDeposee(
        id=ID,
        numero=NUMERO,
        etat=EtatDepose.DEPOSEE,
        nom_territoire=perimetre["nom_territoire"],
        region=Region(perimetre["region"]),
        siret=demandeur["siret"],
        denomination=demandeur["denomination"],
        epci=[epci["siren"] for epci in perimetre["epci"]],
        recu_le=LE,
        depot=1,
        version_formulaire=VERSION,
        avertissements=0,
        pieces=PiecesAnalysees(en_attente=0, sain=2, infecte=0, non_analyse=0),
        signalements=[],
    )
    return CandidaturesDeposees([deposee], None)
