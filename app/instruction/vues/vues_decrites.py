"""A view as it is saved, and as it is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.acces.agents import AgentDecrit
from app.acces.cles_decrites import LISIBLE
from app.formulaire.motifs import SANS_NUL, motif
from app.instruction.criteres import Filtres
from app.instruction.ordre import Tri
from app.kit.glossary import decrit

NOM_MAX: Final = 80
COLONNES_MAX: Final = 150
_VALEURS_MAX: Final = 100
_NOM_DE_FILTRE_MAX: Final = 40
_TEXTE_MAX: Final = 200

_FILTRES: Final = Field(
    max_length=len(Filtres.model_fields), description="Les filtres de la liste qui s'appliquent."
)


@decrit("Un filtre de la liste, tel que son adresse le dirait.")
class FiltreDit(BaseModel):
    """A filter of the list; `valeurs`: as a parameter that is repeated has them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nom: Annotated[
        str,
        Field(
            max_length=_NOM_DE_FILTRE_MAX,
            pattern="^[a-z_]+$",
            description="Son nom parmi les paramètres de `listerCandidaturesDeposees`.",
        ),
    ]
    valeurs: Annotated[
        list[Annotated[str, Field(max_length=_TEXTE_MAX, pattern=motif(SANS_NUL))]],
        Field(min_length=1, max_length=_VALEURS_MAX, description="Ses valeurs, une au moins."),
    ]


@decrit("Avec qui une vue est partagée : personne, ceux de vos régions, ou tous.")
class Partage(StrEnum):
    """Who a view is shared with."""

    MOI = "moi"
    REGION = "region"
    TOUS = "tous"


@decrit("Une vue à enregistrer : ce que la liste montre, dans quel ordre, pour qui.")
class VueAEnregistrer(BaseModel):
    """A view to be saved; `colonnes`: pointers to the form, or members of a row of the list."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nom: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=NOM_MAX, pattern=LISIBLE),
        Field(description="Comment elle s'appelle."),
    ]
    filtres: Annotated[list[FiltreDit], _FILTRES]
    tri: Tri
    colonnes: Annotated[
        list[Annotated[str, Field(max_length=_TEXTE_MAX, pattern=motif(SANS_NUL))]],
        Field(
            max_length=COLONNES_MAX,
            description="Ce qu'un export en montrera, dans cet ordre : pointeurs vers une section "
            "ou un champ du formulaire, ou membres d'une ligne de la liste.",
        ),
    ]
    partage: Partage


@decrit("Une vue enregistrée.")
@dataclass(frozen=True, slots=True)
class VueDecrite:
    """A view; `mienne`: whether who reads it may change it."""

    id: UUID
    nom: str
    filtres: Annotated[Sequence[FiltreDit], _FILTRES]
    tri: Tri
    colonnes: Annotated[Sequence[str], Field(description="Ce qu'un export en montrera.")]
    partage: Partage
    mienne: Annotated[bool, Field(description="Si elle est à vous.")]
    par: Annotated[AgentDecrit, Field(description="À qui elle est.")]
    creee_le: datetime


@decrit("Une page de vues, les vôtres et celles qui sont partagées avec vous.")
@dataclass(frozen=True, slots=True)
class Vues:
    """A page of views, the oldest first; `suivant` is the cursor of the next page, if any."""

    vues: Annotated[list[VueDecrite], Field(description="Les vues de la page.")]
    suivant: UUID | None
