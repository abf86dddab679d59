"""What the service counts of deliveries: what came of attempts, how late the oldest one is."""

from typing import Final

from prometheus_client import Counter, Gauge

from app.kit.egress.post import Issue
from app.kit.metrics import REGISTRE

_TENTATIVES: Final = Counter(
    "ti_crochets_tentatives", "Attempts to deliver an event", ["issue"], registry=REGISTRE
)
_RETARD: Final = Gauge(
    "ti_crochets_retard_secondes",
    "How long the oldest delivery that is due has been so",
    registry=REGISTRE,
    multiprocess_mode="livemostrecent",
)


def compter(issue: Issue) -> None:
    """Count an attempt that came to this."""
    _TENTATIVES.labels(issue.value).inc()


def dire_le_retard(secondes: float) -> None:
    """Tell how late the oldest delivery is, 0 where none is due."""
    _RETARD.set(secondes)
