"""What who applies is told of the correction that they have to make."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from app.candidatures.correction import Correction
from app.formulaire.choix import Rubrique
from app.kit.glossary import decrit


@decrit("La correction à faire, et tout ce qu'elle permet de modifier.")
@dataclass(frozen=True, slots=True)
class CorrectionAFaire(Correction):
    """The correction that may be answered, with all that may be edited for it.

    `ouverte`: whether it still may, by what arrives when this is read.
    """

    modifiables: Annotated[
        Sequence[str],
        Field(description="Ce qui se modifie : ce qui est à corriger, et ce qui en dépend."),
    ]
    rubriques_modifiables: Annotated[
        Sequence[Rubrique], Field(description="Où des fichiers s'ajoutent et se retirent.")
    ]
    ouverte: Annotated[
        bool,
        Field(
            description="Si elle peut encore se faire ; faux à partir de `jusqu_au`, où elle est "
            "close sans réponse."
        ),
    ]
