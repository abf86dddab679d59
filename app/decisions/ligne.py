"""A line of a lot: the candidature that it decides on, and what it decides."""

from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.formulaire.motifs import SANS_NUL, motif
from app.instruction.proposition import Proposition
from app.kit.glossary import decrit

LIGNES_MAX: Final = 2_500
RAISON_MIN: Final = 20  # characters
RAISON_MAX: Final = 1_500
_FONDEMENT_MAX: Final = 500

Code = Annotated[str, Field(pattern="^ti-[0-9]{4}$", max_length=7)]
Raison = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=RAISON_MIN,
        max_length=RAISON_MAX,
        pattern=motif(SANS_NUL),
    ),
]
Fondement = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=_FONDEMENT_MAX, pattern=motif(SANS_NUL)
    ),
]
CODE_DIT: Final = Field(
    description="Le code du territoire, `ti-` et quatre chiffres ; nul s'il se donne à l'arrêt."
)
ADMIS_DIT: Final = Field(
    description="Pourquoi un EPCI peut y être aussi d'un autre territoire ; nul s'il ne le peut."
)


@decrit("Une candidature à inscrire à un lot.")
class LigneAInscrire(BaseModel):
    """A line to be written; without a decision, it takes the one that is proposed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    candidature: Annotated[UUID, Field(strict=False, description="Son identifiant.")]
    decision: Annotated[
        Proposition | None,
        Field(description="Ce qui en est décidé ; sans elle, ou nulle : ce qui est proposé."),
    ] = None
    code: Annotated[Code | None, CODE_DIT] = None
    admis: Annotated[Raison | None, ADMIS_DIT] = None


@decrit("Ce qui change des lignes d'un lot.")
class Inscription(BaseModel):
    """Lines to be written, each in place of its candidature's former one; lines to be struck."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lignes: Annotated[
        list[LigneAInscrire],
        Field(max_length=LIGNES_MAX, description="Les lignes à écrire, ou à remplacer."),
    ] = []
    rayees: Annotated[
        list[Annotated[UUID, Field(strict=False)]],
        Field(max_length=LIGNES_MAX, description="Les candidatures à rayer du lot."),
    ] = []


@dataclass(frozen=True, slots=True)
class Voulue:
    """A line as it is asked for, in JSON or in a sheet: by id or by number, at which place."""

    place: int
    candidature: UUID | str
    decision: Proposition | None
    code: str | None
    admis: str | None
