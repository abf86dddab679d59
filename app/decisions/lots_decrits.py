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
ACTES_DITS: Final = 20

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


@decrit("Ce qui a été fait d'un lot.")
@nomme(
    creation="Créé",
    modification="Modifié",
    lignes="Lignes écrites",
    arret="Arrêté",
    reouverture="Rouvert",
    publication="Publié",
)
class GenreDActe(StrEnum):
    """What is done to a lot."""

    CREATION = "creation"
    MODIFICATION = "modification"
    LIGNES = "lignes"
    ARRET = "arret"
    REOUVERTURE = "reouverture"
    PUBLICATION = "publication"


@decrit("Un arrêt, une réouverture ou une publication.")
@dataclass(frozen=True, slots=True)
class ActeDeLot:
    """What was done to a lot as a whole, and why where that is to be said."""

    version: Annotated[int, Field(description="La version du lot qu'il a faite.")]
    genre: GenreDActe
    le: datetime
    par: Annotated[
        AgentDecrit | None, Field(description="L'agent ; nul si c'est le service, à son instant.")
    ]
    raison: Annotated[
        str | None,
        Field(description="Pourquoi, s'il l'a dit : il a passé outre, ou il a rouvert le lot."),
    ]


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
    actes: Annotated[
        Sequence[ActeDeLot],
        Field(
            description=f"Ses arrêts, réouvertures et publication, les {ACTES_DITS} derniers au "
            "plus, dans l'ordre."
        ),
    ]


@decrit("Une page de lots, du plus ancien au dernier.")
@dataclass(frozen=True, slots=True)
class Lots:
    """A page of lots; `suivant` is the cursor of the next page, if any."""

    lots: Annotated[Sequence[LotDecrit], Field(description="Les lots de la page.")]
    suivant: UUID | None
