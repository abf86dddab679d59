"""Deposits to print."""

from datetime import UTC, datetime
from typing import Any, Final

from app.corpus.completer import completer
from app.editions.depose import Depose, PieceDeposee
from app.formulaire.dossier import Dossier
from app.formulaire.evaluation import examiner
from tests.formulaire.exemples import Json, dossier_complet

# Already the 23rd in Paris.
RECU_LE: Final = datetime(2023, 9, 22, 22, 4, 5, tzinfo=UTC)
PIECES: Final = [
    PieceDeposee("lettres", "Lettre d'élue.pdf", 1_234_567, "0" * 63 + "1"),
    PieceDeposee("plan_action_operationnel", "Plan.xlsx", 8_901, "0" * 63 + "2"),
]


def fige(dossier: Json) -> Json:
    """What a deposit keeps of a dossier, every question shown being answered."""
    return examiner(completer(Dossier, dossier, tout=True)).instantane()


def depose(instantane: Json | None = None, **autres: Any) -> Depose:
    valeurs: dict[str, Any] = {
        "numero": "TI-2023-JYJ5-BGCJ",
        "depot": 2,
        "recu_le": RECU_LE,
        "denomination": "Communauté d'agglomération Seine-Axe",
        "siret": "73282932000074",
        "nom_territoire": "Axe Seine",
        "version_formulaire": "2023.1",
        "empreinte": "ab" * 32,
        "bac_a_sable": False,
        "pieces": PIECES,
        "changements": [],
        "instantane": fige(dossier_complet()) if instantane is None else instantane,
    }
    return Depose(**{**valeurs, **autres})
