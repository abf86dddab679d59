"""A secret, handed over once."""

from dataclasses import dataclass, field
from uuid import UUID

from app.acces.droits import Role
from app.kit.glossary import decrit


@decrit("Le nouveau jeton d'un accès, montré cette seule fois.")
@dataclass(frozen=True, slots=True)
class JetonRemis:
    """The new secret of an access; `jeton` is shown this once."""

    candidature: UUID
    role: Role
    jeton: str = field(repr=False)
