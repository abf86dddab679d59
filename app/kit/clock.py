"""What time it is. Nothing else in the project reads the clock of the machine."""

import sys
from datetime import UTC, datetime, timedelta
from time import clock_gettime, monotonic
from typing import Final
from zoneinfo import ZoneInfo

PARIS: Final = ZoneInfo("Europe/Paris")
DEPART_DU_BAC_A_SABLE: Final = datetime(2023, 9, 18, 9, tzinfo=PARIS)


# The kernel's clocks as of its last tick (`linux/time.h`, clock_gettime(2)).
_REEL_GROSSIER: Final = 5
_MONOTONE_GROSSIER: Final = 6


class Horloge:
    """The clock of the machine, or one that starts at `depart` and runs on."""

    def __init__(self, depart: datetime | None = None) -> None:
        self._depart = depart and depart.astimezone(UTC)
        self._top = monotonic()

    def maintenant(self) -> datetime:
        """The current instant, in UTC."""
        if self._depart is None:
            return datetime.now(UTC)
        return self._depart + timedelta(seconds=monotonic() - self._top)

    def dernier_tic(self) -> datetime:
        """When the clock of the kernel last ticked, in UTC: the same until it does again.

        Now, where the kernel is not Linux.
        """
        if sys.platform != "linux":
            return self.maintenant()
        if self._depart is None:
            return datetime.fromtimestamp(clock_gettime(_REEL_GROSSIER), UTC)
        ecoule = clock_gettime(_MONOTONE_GROSSIER) - self._top
        return self._depart + timedelta(seconds=ecoule)


def heure_de_la_machine() -> float:
    """Seconds since 1970, in a sandbox as well: what other machines tell is compared with it."""
    return datetime.now(UTC).timestamp()


def mois_apres(le: datetime, mois: int) -> datetime:
    """So many months later, to the day in Paris; the last day of a shorter month."""
    ici = le.astimezone(PARIS)
    rang = ici.month - 1 + mois
    for jour in range(ici.day, 0, -1):
        try:
            return ici.replace(year=ici.year + rang // 12, month=rang % 12 + 1, day=jour)
        except ValueError:
            continue
    raise AssertionError
