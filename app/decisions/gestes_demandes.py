"""What is said with an act on a lot, or on a decision."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.decisions.ligne import Raison
from app.kit.glossary import decrit


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


@decrit("Pourquoi une décision publiée est rapportée.")
class ReexamenVoulu(BaseModel):
    """Why a published decision is taken back, and on which ground if there is one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    raison: Annotated[Raison, Field(description="Pourquoi ; le demandeur ne la lit pas.")]
    fondement: Annotated[
        Raison | None,
        Field(description="Sur quel fondement (CRPA, art. L. 242-1, recours gracieux, erreur)."),
    ] = None
