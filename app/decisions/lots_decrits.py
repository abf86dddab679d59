"""A lot, as it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field, StringConstraints

from app.acces.agents import AgentDecrit
from app.acces.cles_decrites import LISIBLE
from app.decisions.signataire import Signataire
from app.kit.glossary import decrit, nomme
from app.kit.web.instants import Instant

NOM_DE_LOT_MAX: Final = 100

NomDeLot = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=NOM_DE_LOT_MAX, pattern=LISIBLE
    ),
    Field(description="Comment il s'appelle."),
]
PublierLe = Annotated[
    Annotated[Instant, Field(strict=False)] | None,
    Field(description="L'instant où ses décisions se publient (RFC 3339) ; nul s'il est à dire."),
]
Secret = Annotated[
    bool,
    Field(description="Si leur sens, une fois arrêtées, n'est montré qu'à qui décide."),
]
SignataireDit = Annotated[Signataire | None, Field(description="Qui les signe.")]


@decrit(
    "Où en est un lot : `brouillon` tant qu'il se prépare, `arrete` une fois ses lettres scellées, "
    "`publie` ensuite."
)
@nomme(brouillon="En préparation", arrete="Arrêté", publie="Publié")
class EtatDeLot(StrEnum):
    """Where a lot stands."""

    BROUILLON = "brouillon"
    ARRETE = "arrete"
    PUBLIE = "publie"


@decrit("Un lot de décisions.")
@dataclass(frozen=True, slots=True)
class LotDecrit:
    """A lot; `lignes`: how many candidatures it decides on."""

    id: UUID
    nom: str
    etat: EtatDeLot
    version: Annotated[int, Field(description="La version du lot, celle de `ETag`.")]
    publier_le: PublierLe
    secret: Secret
    signataire: SignataireDit
    lignes: Annotated[int, Field(description="Les candidatures dont il décide.")]
    cree_le: datetime
    par: Annotated[AgentDecrit, Field(description="Qui l'a créé.")]
    arrete_le: Annotated[
        datetime | None, Field(description="L'instant où ses lettres ont été scellées.")
    ]
    publie_le: Annotated[
        datetime | None, Field(description="L'instant où ses décisions ont été publiées.")
    ]


@decrit("Une page de lots, du plus ancien au dernier.")
@dataclass(frozen=True, slots=True)
class Lots:
    """A page of lots; `suivant` is the cursor of the next page, if any."""

    lots: Annotated[Sequence[LotDecrit], Field(description="Les lots de la page.")]
    suivant: UUID | None
