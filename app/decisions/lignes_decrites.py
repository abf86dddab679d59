"""The lines of a lot, as they are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.decisions.ligne import ADMIS_DIT, CODE_DIT, Code
from app.instruction.etapes import EtatDepose
from app.instruction.proposition import Motif, Sens, TerritoireRetenu
from app.kit.glossary import decrit


@decrit("Une ligne d'un lot.")
@dataclass(frozen=True, slots=True)
class LigneDecrite:
    """A line, as it is shown."""

    candidature: UUID
    numero: str
    etat: EtatDepose
    nom_territoire: str
    depot: Annotated[int, Field(description="Le dépôt dont elle décide.")]
    sens: Sens
    motifs: Annotated[Sequence[Motif], Field(description="Pourquoi, parmi les critères annoncés.")]
    motivation: Annotated[str | None, Field(description="Pourquoi, en toutes lettres.")]
    territoire_retenu: Annotated[
        TerritoireRetenu | None,
        Field(description="Le territoire retenu, si ce n'est pas celui qui a été demandé."),
    ]
    code: Annotated[Code | None, CODE_DIT]
    admis: Annotated[str | None, ADMIS_DIT]


@decrit("Une page des lignes d'un lot.")
@dataclass(frozen=True, slots=True)
class Lignes:
    """A page of lines, by their candidature; `suivant` is the cursor of the next page, if any."""

    lignes: Annotated[Sequence[LigneDecrite], Field(description="Les lignes de la page.")]
    suivant: UUID | None
