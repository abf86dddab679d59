"""Who calls, once the guard of the route has let them in."""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from app.acces.droits import Droit, Habilitation, Portee
from app.acces.tables import Preuve


@dataclass(frozen=True, slots=True)
class Appelant:
    """A caller, and what the route asks of them.

    `empreinte` is what rows of `acces` know them by (32 bytes): the SHA-256 of a secret, of an
    agent's identity, of the holder of a key. `droit_requis` is what opening a candidature will take
    of their role. `origine` is their address, shortened for the record; `abonne` who they are where
    places are shared; `titulaire` the holder of a key; `regions` those that a reviewer is limited
    to, None for all; `nom`, `prenom`,
    `service`, `courriel` and `siret` what an agent's account says; `nom`, what a key is called.
    """

    genre: Preuve
    empreinte: bytes = field(repr=False)
    droit_requis: Droit = Droit.LIRE
    origine: str | None = field(default=None, repr=False)
    abonne: str = field(default="", repr=False)
    titulaire: UUID | None = None
    nom: str | None = field(default=None, repr=False)
    prenom: str | None = field(default=None, repr=False)
    service: str | None = None
    portees: frozenset[Portee] = frozenset()
    habilitations: frozenset[Habilitation] = frozenset()
    regions: frozenset[str] | None = None
    courriel: str | None = field(default=None, repr=False)
    siret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Auteur:
    """Whom an event is put down to; `role` may be `administration` or `service` as well.

    Or `INSTRUCTION`: `acces_id` is then an agent of the directory. Or `AVIS`: it is the opinion
    that was asked for.
    """

    role: str
    acces_id: UUID | None = None
    origine: str | None = field(default=None, repr=False)


SERVICE = Auteur("service")
INSTRUCTION: Final = "instruction"
AVIS: Final = "avis"
