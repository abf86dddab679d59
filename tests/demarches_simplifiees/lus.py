"""What the service gives to who executes a document, without a service."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from app.demarches_simplifiees.demande_graphql import Demande
from app.demarches_simplifiees.repondeur import repondre_au_document
from app.formulaire.choix import Rubrique
from app.formulaire.evaluation import instantane_de, lire_pour_figer
from tests.client import Json

LE: Final = "2023-09-20T08:00:00+00:00"
PROCEDURE: Final = {
    "numero": 1,
    "ouverture": "2023-06-22T22:00:00+00:00",
    "cloture": "2023-09-22T22:00:00+00:00",
    "conservation": 12,
    "close": False,
}
_EXEMPLE: Final = Path("app/formulaire/exemple.json")


def exemple() -> Json:
    """The answers that the form gives as an example."""
    return json.loads(_EXEMPLE.read_text(encoding="utf-8"))


def figer(dossier: Json) -> Json:
    """What a deposit freezes of these answers."""
    _, sections = lire_pour_figer(dossier, [rubrique.value for rubrique in Rubrique])
    return instantane_de(sections)


def lu(numero: int = 1, dossier: Json | None = None, **autres: Any) -> Json:
    """A dossier, as its rows are read."""
    return {
        "numero": numero,
        "etat": "deposee",
        "maj_le": LE,
        "recu_le": LE,
        "courriel": "jeanne.martin@example.fr",
        "correction_demandee_le": None,
        "groupe": "28",
        "instantane": json.dumps(dossier or exemple()),
        "motivation": None,
        "passages": [{"genre": "deposee", "le": LE}],
        "pieces": [],
        "curseur": f"c{numero}",
        **autres,
    }


def donner(*dossiers: Json) -> Callable[..., Json]:
    """Who gives these, and nothing else."""

    def demander(quoi: str, **_: Any) -> Json:
        page = {"dossiers": [*dossiers], "demarche": PROCEDURE, "pageInfo": {}}
        return {
            "demarche": PROCEDURE,
            "dossier": {"dossier": dossiers[0] if dossiers else None, "demarche": PROCEDURE},
            "dossiers": page,
        }[quoi]

    return demander


def repondre(document: str, *dossiers: Json, **variables: Any) -> tuple[int, Json]:
    """The status and the body that a document is answered with."""
    return repondre_au_document(Demande(document, None, None, variables), donner(*dossiers))
