"""What a service needs to work, and has or lacks."""

from dataclasses import dataclass

from app.kit.glossary import decrit


@decrit("Ce qui fonctionne.")
@dataclass(frozen=True, slots=True)
class Sante:
    """What works: the database answers, its migrations are all applied, the store answers, what is
    written gets done; the process is not about to stop, and its keys and store are the others'.
    """

    base: bool
    migrations: bool
    magasin: bool
    ecritures: bool
    ouvert: bool = True
    commun: bool = True

    @property
    def pret(self) -> bool:
        """Whether requests are of use here: without the store drafts are saved, without writes
        they are read.
        """
        return self.base and self.migrations and self.ouvert and self.commun

    @property
    def complet(self) -> bool:
        """Whether nothing is missing."""
        return self.pret and self.magasin and self.ecritures
