"""A letter of decision, as tests need one."""

from datetime import UTC, datetime
from typing import Any

from app.decisions.lettre import AuteurDeDecision, DepotDecide, Lettre, etablir_lettre
from app.depots.accuse import ServiceCharge
from app.instruction.proposition import Motif, Sens

RECU_LE = datetime(2023, 9, 22, 19, 4, 5, 123_000, tzinfo=UTC)
# Already the 9th in Paris.
ARRETEE_LE = datetime(2023, 11, 8, 23, 30, 0, 456_000, tzinfo=UTC)
AUTEUR = AuteurDeDecision(
    prenom="Zoé", nom="Le Goff", qualite="Directrice du programme", service="ANCT"
)


def lettre(**autres: Any) -> Lettre:
    """One that refuses, but for what is given."""
    valeurs: dict[str, Any] = {
        "numero": "TI-2023-JYJ5-BGCJ",
        "decision": 1,
        "depot": DepotDecide(rang=2, recu_le=RECU_LE, empreinte="a" * 64),
        "arretee_le": ARRETEE_LE,
        "service": ServiceCharge(),
        "denomination": "Communauté de communes du Pays d'Ancenis",
        "siret": "24440055200018",
        "nom_territoire": "Pays d'Ancenis",
        "epci_demandes": ["244400552"],
        "sens": Sens.REFUSEE,
        "motifs": [Motif.PERIMETRE, Motif.AUTRE],
        "motivation": "Le plan reste à préciser.",
        "territoire_retenu": None,
        "signataire": AUTEUR,
        "voies": None,
        "version_formulaire": "2023.1",
        "bac_a_sable": False,
    }
    return etablir_lettre(**{**valeurs, **autres})
