"""What has just failed, remembered so that nobody waits for it again at once."""

from datetime import datetime, timedelta


class Repit:
    """How something that may be out of reach did the last time: it has a rest of `duree`."""

    def __init__(self, duree: timedelta) -> None:
        self._duree = duree
        self._panne: datetime | None = None

    def dure(self, maintenant: datetime) -> bool:
        """Whether it failed so short a time ago."""
        return self._panne is not None and (self._panne <= maintenant < self._panne + self._duree)

    def commencer(self, maintenant: datetime) -> None:
        """It has failed."""
        self._panne = maintenant

    def finir(self) -> None:
        """It works."""
        self._panne = None
