"""A correction that reviewers ask for.

One at a time. It is open until its instant by arrival, whatever is written of it meanwhile, unless
it was answered or called off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from app.candidatures.tables import correction
from app.formulaire.choix import Rubrique
from app.kit.glossary import decrit, nomme
from app.kit.postgres.statements import Ligne


@decrit("Pourquoi une correction est demandée.")
@nomme(
    incorrecte="Information incorrecte",
    incomplete="Information incomplète",
    obsolete="Information qui n'est plus à jour",
)
class MotifCorrection(StrEnum):
    """Why a correction is asked for."""

    INCORRECTE = "incorrecte"
    INCOMPLETE = "incomplete"
    OBSOLETE = "obsolete"


@decrit("Comment une correction a fini.")
@nomme(
    repondue="Correction faite",
    expiree="Correction non faite à temps",
    annulee="Correction annulée par le service instructeur",
)
class IssueCorrection(StrEnum):
    """How a correction ended."""

    REPONDUE = "repondue"
    EXPIREE = "expiree"
    ANNULEE = "annulee"


@decrit("Une correction demandée : ce qui est à corriger, pourquoi, et d'ici quand.")
@dataclass(frozen=True, slots=True)
class Correction:
    """What is asked for. `rang`: from 1, in its candidature; `depot`: the deposit it is of."""

    rang: Annotated[int, Field(description="Rang de la correction, à partir de 1.")]
    depot: Annotated[int, Field(description="Le dépôt à corriger.")]
    motif: Annotated[MotifCorrection, Field(description="Pourquoi elle est demandée.")]
    message: Annotated[str, Field(description="Ce qui est demandé, en toutes lettres.")]
    pointeurs: Annotated[Sequence[str], Field(description="Les sections et les champs à corriger.")]
    rubriques: Annotated[Sequence[Rubrique], Field(description="Où corriger des fichiers.")]
    jusqu_au: Annotated[
        datetime,
        Field(description="Elle se fait avant cet instant, arrivée de la requête entière."),
    ]
    demandee_le: datetime


COLONNES: Final = (
    *(correction.c.rang, correction.c.depot, correction.c.motif, correction.c.message),
    *(correction.c.pointeurs, correction.c.rubriques),
    *(correction.c.jusqu_au, correction.c.demandee_le),
)


def correction_de(ligne: Ligne) -> Correction:
    """What a row that has `COLONNES` asks for."""
    return Correction(
        rang=ligne["rang"],
        depot=ligne["depot"],
        motif=MotifCorrection(ligne["motif"]),
        message=ligne["message"],
        pointeurs=ligne["pointeurs"],
        rubriques=[Rubrique(rubrique) for rubrique in ligne["rubriques"]],
        jusqu_au=ligne["jusqu_au"],
        demandee_le=ligne["demandee_le"],
    )
