"""An endpoint as it is asked for, and as it is shown: never its secret again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from app.acces.cles_decrites import LISIBLE
from app.candidatures.partage.demandes import Adresse
from app.flux.crochets.cible_url import URL_MAX
from app.flux.crochets.tables import FormatEnvoi
from app.flux.evenement import TypeEvenement
from app.formulaire.types import entier
from app.kit.glossary import decrit

RECOUVREMENT: Final = 86_400
"""Seconds for which the secret that was replaced signs as well, unless told otherwise."""
RECOUVREMENT_MAX: Final = 7 * 86_400
_LIBELLE_MAX: Final = 255

Url = Annotated[
    str,
    Field(
        max_length=URL_MAX,
        description="Où envoyer : https, port 443 ou 8443, sans identifiants ni fragment. Dans le "
        "bac à sable, aussi http et tout port de la machine du service.",
        # Of what can be written there: the act says what is refused of it.
        json_schema_extra={"pattern": "^https?://[!-~]+$"},
    ),
]
Libelle = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=_LIBELLE_MAX, pattern=LISIBLE
    ),
    Field(description="Comment son titulaire l'appelle."),
]
Types = Annotated[
    list[TypeEvenement],
    Field(min_length=1, max_length=len(TypeEvenement)),
]
_TYPES: Final = Field(
    description="Les événements à envoyer ; nul pour tous, sauf `candidature.modifiee`, qui se "
    "demande."
)
_NUL: Final = Field(default_factory=lambda: None)
_COURRIEL: Final = Field(description="À qui dire que rien n'arrive plus ; nul pour personne.")


@decrit("Un crochet à déclarer : où envoyer quoi.")
class DemandeDeCrochet(BaseModel):
    """An endpoint to be declared: what to send where."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Url
    libelle: Libelle
    types: Annotated[Types | None, _TYPES] = None
    # No default that the contract would show: some generators write it as a text.
    format: Annotated[FormatEnvoi, Field(default_factory=lambda: FormatEnvoi.JSON)]
    courriel: Annotated[Adresse | None, _COURRIEL] = None


@decrit("Ce qui change d'un crochet (RFC 7396) : ce qui n'y est pas reste.")
class ModificationDeCrochet(BaseModel):
    """What changes of an endpoint; what is left out stays. Only `types` and `courriel` go null.

    Without defaults that the contract would show: some clients would send them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: Annotated[Url, Field(default_factory=str)]
    libelle: Annotated[Libelle, Field(default_factory=str)]
    types: Annotated[Types | None, _TYPES, _NUL]
    format: Annotated[FormatEnvoi, Field(default_factory=lambda: FormatEnvoi.JSON)]
    courriel: Annotated[Adresse | None, _COURRIEL, _NUL]
    actif: Annotated[
        bool, Field(default_factory=lambda: True, description="Faux pour ne plus rien envoyer.")
    ]

    def dites(self) -> dict[str, Any]:
        """What was said, by name."""
        return {nom: getattr(self, nom) for nom in sorted(self.model_fields_set)}


@decrit("Comment le secret d'un crochet cède la place au suivant.")
class RotationDeSecret(BaseModel):
    """How long the secret that is replaced signs beside the new one, in seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    recouvrement: Annotated[
        int,
        Field(
            ge=0,
            le=RECOUVREMENT_MAX,
            description="Secondes pendant lesquelles les deux signent ; 0 pour un secret qui a "
            "fui.",
        ),
        BeforeValidator(entier),
    ] = RECOUVREMENT


@decrit("Un crochet : où envoyer quoi, et ce qu'il en est. Jamais son secret.")
@dataclass(frozen=True, slots=True)
class CrochetDecrit:
    """An endpoint, and how it fares."""

    id: UUID
    url: Annotated[str, Field(description="Où il envoie.")]
    libelle: Annotated[str, Field(description="Comment son titulaire l'appelle.")]
    types: Annotated[Sequence[TypeEvenement] | None, _TYPES]
    format: FormatEnvoi
    courriel: Annotated[str | None, _COURRIEL]
    actif: Annotated[bool, Field(description="S'il envoie.")]
    coupe_pour: Annotated[
        str | None, Field(description="Pourquoi il n'envoie plus, en un mot stable.")
    ]
    cree_le: datetime
    position: Annotated[
        int, Field(description="La position du flux jusqu'où ses envois sont prévus.")
    ]
    echoue_depuis: Annotated[
        datetime | None, Field(description="Depuis quand rien n'arrive ; nul si tout va bien.")
    ]
    echecs: Annotated[int, Field(description="Les essais manqués, à la suite.")]
    ancien_secret_jusqu_a: Annotated[
        datetime | None,
        Field(description="Jusqu'à quand le secret d'avant signe aussi ; nul s'il ne signe plus."),
    ]


@decrit("Un crochet avec un nouveau secret, montré cette seule fois.")
@dataclass(frozen=True, slots=True)
class CrochetArme(CrochetDecrit):
    """An endpoint with a new secret, shown this once."""

    secret: Annotated[
        str,
        Field(
            description="Avec quoi vérifier les signatures (Standard Webhooks) : `whsec_`, puis "
            "32 octets en base64."
        ),
    ] = field(repr=False)


@decrit("Les crochets d'un titulaire, du plus ancien au plus récent.")
@dataclass(frozen=True, slots=True)
class Crochets:
    """The endpoints of a holder, the oldest first."""

    crochets: Annotated[list[CrochetDecrit], Field(description="Vingt au plus.")]


def decrire(ligne: Any, le: datetime) -> CrochetDecrit:
    """What a row of `crochet` shows at that instant."""
    jusqu_a = ligne.ancien_jusqu_a
    return CrochetDecrit(
        id=ligne.id,
        url=ligne.url,
        libelle=ligne.libelle,
        types=None if ligne.types is None else [TypeEvenement(nom) for nom in ligne.types],
        format=FormatEnvoi(ligne.format),
        courriel=ligne.courriel,
        actif=ligne.actif,
        coupe_pour=ligne.coupe_pour,
        cree_le=ligne.cree_le,
        position=ligne.position,
        echoue_depuis=ligne.echoue_depuis,
        echecs=ligne.echecs,
        ancien_secret_jusqu_a=jusqu_a if jusqu_a is not None and le < jusqu_a else None,
    )
