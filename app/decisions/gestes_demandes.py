"""What is said with an act on a lot, or on a decision."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.decisions.ligne import Fondement, Raison
from app.kit.glossary import decrit, nomme


@decrit("Pourquoi un acte se fait.")
class RaisonDite(BaseModel):
    """Why something is done."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    raison: Annotated[Raison, Field(description="Pourquoi ; seul qui décide la lit.")]


@decrit("Quand un lot se publie.")
class PublicationVoulue(BaseModel):
    """Whether a lot is published whatever instant it says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    maintenant: Annotated[
        bool, Field(description="Vrai : sans attendre l'instant que dit le lot.")
    ] = False


@decrit("Ce qui fait rapporter une décision publiée.")
@nomme(
    recours_gracieux="Recours gracieux",
    erreur="Erreur",
    retrait="Retrait d'une décision illégale",
)
class MotifDeReexamen(StrEnum):
    """What has a published decision be taken back."""

    RECOURS_GRACIEUX = "recours_gracieux"
    ERREUR = "erreur"
    RETRAIT = "retrait"  # of an unlawful one: CRPA, art. L. 242-1


@decrit("Pourquoi une décision publiée est rapportée.")
class ReexamenVoulu(BaseModel):
    """Why a published decision is taken back, and on which ground: a withdrawal has one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    motif: Annotated[MotifDeReexamen, Field(strict=False)]
    raison: Annotated[Raison, Field(description="Pourquoi ; le demandeur ne la lit pas.")]
    fondement: Annotated[
        Fondement | None,
        Field(description="Sur quel fondement (CRPA, art. L. 242-1) ; un retrait en a un."),
    ] = None

    @property
    def sans_fondement(self) -> bool:
        """Whether it lacks the ground that it is to have."""
        return self.motif is MotifDeReexamen.RETRAIT and self.fondement is None
