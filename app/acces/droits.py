"""Who may do what: the roles, what each lets do, the scopes of a key."""

from enum import StrEnum
from typing import Final

from app.kit.glossary import decrit


class Droit(StrEnum):
    """What a route does with a candidature."""

    LIRE = "lire"
    MODIFIER = "modifier"
    DEPOSER = "deposer"  # and withdraw
    ADMINISTRER = "administrer"  # accesses, export, erasure


@decrit("Ce que quelqu'un est pour une candidature.")
class Role(StrEnum):
    """What somebody is to one candidature."""

    PROPRIETAIRE = "proprietaire"
    EDITION = "edition"
    LECTURE = "lecture"
    PORTAIL = "portail"


@decrit("Ce pour quoi une clé d'API est faite.")
class Portee(StrEnum):
    """What a key was made for."""

    CANDIDATURES_LIRE = "candidatures:lire"
    CANDIDATURES_ECRIRE = "candidatures:ecrire"
    CANDIDATURES_DEPOSER = "candidatures:deposer"
    INSTRUCTION_LECTURE = "instruction:lecture"
    INSTRUCTION_ECRITURE = "instruction:ecriture"
    INSTRUCTION_DECISION = "instruction:decision"
    ADMINISTRATION = "administration"


class Habilitation(StrEnum):
    """What a civil servant may do with what was deposited."""

    LECTURE = "lecture"
    INSTRUCTION = "instruction"
    DECISION = "decision"
    ADMINISTRATION = "administration"


DROITS: Final = {
    Role.PROPRIETAIRE: frozenset(Droit),
    Role.EDITION: frozenset({Droit.LIRE, Droit.MODIFIER}),
    Role.LECTURE: frozenset({Droit.LIRE}),
    Role.PORTAIL: frozenset({Droit.LIRE, Droit.MODIFIER, Droit.DEPOSER}),
}
# A key does with a candidature what its role lets do, and its scopes name.
PORTEES: Final = {
    Droit.LIRE: Portee.CANDIDATURES_LIRE,
    Droit.MODIFIER: Portee.CANDIDATURES_ECRIRE,
    Droit.DEPOSER: Portee.CANDIDATURES_DEPOSER,
}
# Each clearance, and those that give it: who administers the service does not decide by that alone.
HABILITATIONS: Final = {
    Habilitation.LECTURE: frozenset(Habilitation),
    Habilitation.INSTRUCTION: frozenset(Habilitation) - {Habilitation.LECTURE},
    Habilitation.DECISION: frozenset({Habilitation.DECISION}),
    Habilitation.ADMINISTRATION: frozenset({Habilitation.ADMINISTRATION}),
}
PAR_PORTEE: Final = {
    Portee.INSTRUCTION_LECTURE: Habilitation.LECTURE,
    Portee.INSTRUCTION_ECRITURE: Habilitation.INSTRUCTION,
    Portee.INSTRUCTION_DECISION: Habilitation.DECISION,
    Portee.ADMINISTRATION: Habilitation.ADMINISTRATION,
}


def est_habilite(siennes: frozenset[Habilitation], requise: Habilitation) -> bool:
    """Whether these clearances give the one required."""
    return not HABILITATIONS[requise].isdisjoint(siennes)
