"""What a service needs to work, and has or lacks."""

from dataclasses import dataclass

from app.kit.glossary import decrit


@decrit("Ce qui fonctionne.")
@dataclass(frozen=True, slots=True)
class Sante:
    """What works: the database answers, its migrations are all applied, the store answers."""

    base: bool
    migrations: bool
    magasin: bool

    @property
    def pret(self) -> bool:
        return self.base and self.migrations and self.magasin
