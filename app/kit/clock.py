"""What time it is. Nothing else in the project reads the clock of the machine."""

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Final
from zoneinfo import ZoneInfo

PARIS: Final = ZoneInfo("Europe/Paris")
DEPART_DU_BAC_A_SABLE: Final = datetime(2023, 9, 18, 9, tzinfo=PARIS)


class Horloge:
    """The clock of the machine, or one that starts at `depart` and runs on."""

    def __init__(self, depart: datetime | None = None) -> None:
        self._depart = depart
        self._top = monotonic()

    def maintenant(self) -> datetime:
        """The current instant, in UTC."""
        if self._depart is None:
            return datetime.now(UTC)
        return self._depart.astimezone(UTC) + timedelta(seconds=monotonic() - self._top)


def heure_de_la_machine() -> float:
    """Seconds since 1970, in a sandbox as well: what other machines tell is compared with it."""
    return datetime.now(UTC).timestamp()
