"""What an erasure makes every process forget: its caches hold answers, addresses, numbers."""

from typing import Final

from app.kit.memory import oublier_les_personnes
from app.kit.services import Services

# What the others are told by (`app/kit/postgres/listen.py`).
EFFACEMENT: Final = "ti_effacement"


def tout_oublier(services: Services) -> None:
    """Forget all that this process remembers of what people typed."""
    services.recentes.vider()
    oublier_les_personnes()
