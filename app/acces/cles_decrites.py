"""A key as it is asked for, and as it is shown: never the secret again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, datetime
from enum import StrEnum
from ipaddress import ip_network
from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.acces.droits import Portee
from app.formulaire.choix import Region
from app.kit.glossary import decrit

RECOUVREMENT_MAX: Final = 30 * 86_400  # seconds
_NOM_MAX: Final = 100
_MENTION_MAX: Final = 200
_RESEAUX_MAX: Final = 20
_RESEAU_MAX: Final = 49  # characters
# No control character, nor one that turns what follows around on a terminal.
# Written as `app/formulaire/motifs.py` says.
LISIBLE: Final = "^[^\\x00-\\x1f\\x7f-\\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufefe-\uff00]+$"
_RESEAU: Final = "^[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?$"


def _reseau(texte: str) -> str:
    """The network that a text strictly is (no bit set past the mask), in its usual form."""
    try:
        lu = ip_network(texte)
    except ValueError:
        raise PydanticCustomError("reseau_invalide", "adresse/longueur attendue") from None
    if lu.version == 6 and lu.network_address.ipv4_mapped:
        # Callers are known by their IPv4 address: nobody would ever come from there.
        raise PydanticCustomError("reseau_invalide", "forme IPv4 attendue")
    return str(lu)


def _representable(instant: datetime) -> datetime:
    if instant.year >= MAXYEAR:  # the same instant in UTC may not exist
        raise PydanticCustomError("date_hors_limites", "avant l'an 9999")
    return instant


# What is shown of somebody, on one line.
Mention = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=_MENTION_MAX, pattern=LISIBLE
    ),
]
_Fin = Annotated[AwareDatetime, AfterValidator(_representable)]


@decrit("Une clé d'API à créer : à qui, pour quoi, d'où, jusqu'à quand.")
class DemandeDeCle(BaseModel):
    """A key to be made: for whom, for what, from where, until when.

    `regions` limits what a reviewer's tool sees, `reseaux` where calls may come from; null for no
    limit. `service` and `qualite` say in the directory of agents who reviews with it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    nom: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True, min_length=1, max_length=_NOM_MAX, pattern=LISIBLE
        ),
    ]
    portees: Annotated[list[Portee], Field(min_length=1, max_length=len(Portee))]
    regions: Annotated[list[Region], Field(min_length=1, max_length=len(Region))] | None = None
    reseaux: (
        Annotated[
            list[
                Annotated[
                    str,
                    StringConstraints(max_length=_RESEAU_MAX, pattern=_RESEAU),
                    AfterValidator(_reseau),
                ]
            ],
            Field(min_length=1, max_length=_RESEAUX_MAX),
        ]
        | None
    ) = None
    expire_le: _Fin | None = None
    service: Annotated[
        Mention | None,
        Field(description="Où travaille qui instruit avec elle, tel que l'annuaire le dira."),
    ] = None
    qualite: Annotated[
        Mention | None, Field(description="Et en quelle qualité, si l'annuaire doit le dire.")
    ] = None


@decrit("Comment une clé d'API cède la place à la suivante.")
class RotationDeCle(BaseModel):
    """How long the key replaced stays good beside the new one, in seconds; when that one ends."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    recouvrement: Annotated[int, Field(ge=0, le=RECOUVREMENT_MAX)]
    expire_le: _Fin | None = None


@decrit("Si une clé d'API ouvre encore quelque chose.")
class EtatDeCle(StrEnum):
    """Whether a key opens anything."""

    ACTIVE = "active"
    EXPIREE = "expiree"
    REVOQUEE = "revoquee"


@decrit("Une clé d'API : à qui, pour quoi, d'où, jusqu'à quand. Jamais son secret.")
@dataclass(frozen=True, slots=True)
class CleDecrite:
    """A key; `titulaire` is its holder, the same for all that rotation makes of it.

    `prefixe` is how the secret begins, to recognise it; `dernier_usage` is known to the minute.
    """

    id: UUID
    titulaire: UUID
    nom: str
    prefixe: str
    etat: EtatDeCle
    portees: Sequence[Portee]
    regions: Sequence[Region] | None
    reseaux: Sequence[str] | None
    creee_le: datetime
    creee_par: str
    expire_le: datetime | None
    revoquee_le: datetime | None
    revoquee_par: str | None
    dernier_usage: datetime | None


@decrit("Une clé qui vient d'être créée, avec son secret, montré cette seule fois.")
@dataclass(frozen=True, slots=True)
class CleCreee(CleDecrite):
    """A key just made, with its secret, shown this once."""

    secret: str = field(repr=False)


@decrit("Une page de clés d'API, de la plus récente à la plus ancienne.")
@dataclass(frozen=True, slots=True)
class Cles:
    """A page of keys, the newest first; `suivant` is the cursor of the next page, if any."""

    cles: list[CleDecrite]
    suivant: UUID | None
