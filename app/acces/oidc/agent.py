"""A public agent, as the provider of identities says who they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, Any, Final, cast

from pydantic import StringConstraints, TypeAdapter, ValidationError

from app.acces.cles_decrites import LISIBLE
from app.acces.droits import Habilitation
from app.config import Settings
from app.formulaire.choix import Region
from app.formulaire.types import Courriel, Siret

_TOUTES: Final = "*"
_COURRIEL: Final[TypeAdapter[str]] = TypeAdapter(Courriel)
_SIRET: Final[TypeAdapter[str]] = TypeAdapter(Siret)
_NOM: Final[TypeAdapter[str]] = TypeAdapter(
    Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=LISIBLE),
    ]
)


@dataclass(frozen=True, slots=True)
class Agent:
    """Who an accepted token stands for.

    `sujet` is theirs at `emetteur`, and no one else's. `regions`: codes of `Region`, None where
    nothing limits them.
    """

    emetteur: str
    sujet: str = field(repr=False)
    courriel: str | None = field(default=None, repr=False)
    siret: str | None = field(default=None, repr=False)
    nom: str | None = field(default=None, repr=False)
    prenom: str | None = field(default=None, repr=False)
    service: str | None = None
    roles: frozenset[Habilitation] = frozenset()
    regions: frozenset[str] | None = None

    @property
    def empreinte(self) -> bytes:
        """What rows of `acces` know them by: SHA-256, 32 bytes."""
        return sha256(f"agent\n{self.emetteur}\n{self.sujet}".encode()).digest()


def lire_agent(lues: Mapping[str, Any], settings: Settings) -> Agent:
    """The agent of claims that were verified; what they say beyond `iss` and `sub` may be wrong.

    An address or a SIRET that is none is left out, and so is an address that the provider says it
    has not verified (`email_verified`, OpenID Connect Core 5.1). Unknown roles and regions are
    dropped; where a setting names the claim of regions, what it does not list is not theirs, but
    for `*`, which lifts the limit.
    """
    verifie = lues.get("email_verified") not in (False, "false")
    courriel = _lire(_COURRIEL, lues.get("email")) if verifie else None
    roles = _mots(lues, settings.oidc_roles)
    return Agent(
        emetteur=lues["iss"],
        sujet=lues["sub"],
        courriel=courriel and courriel.lower(),
        siret=_lire(_SIRET, lues.get("siret")),
        nom=_lire(_NOM, lues.get("usual_name") or lues.get("family_name")),
        prenom=_lire(_NOM, lues.get("given_name")),
        service=_lire(_NOM, lues.get("organizational_unit")),
        roles=frozenset(role for role in Habilitation if role in roles),
        regions=_regions(_mots(lues, settings.oidc_regions)) if settings.oidc_regions else None,
    )


def _regions(mots: frozenset[str]) -> frozenset[str] | None:
    return None if _TOUTES in mots else frozenset(r.value for r in Region if r in mots)


def _lire(forme: TypeAdapter[str], valeur: object) -> str | None:
    try:
        return forme.validate_python(valeur)
    except ValidationError:
        return None


def _mots(lues: Mapping[str, Any], nom: str | None) -> frozenset[str]:
    """The words of a claim: a list of strings, or one string that separates them by spaces."""
    valeur: object = lues.get(nom) if nom else None
    if isinstance(valeur, str):
        return frozenset(valeur.split())
    if isinstance(valeur, list):
        return frozenset(mot for mot in cast(list[object], valeur) if isinstance(mot, str))
    return frozenset()
