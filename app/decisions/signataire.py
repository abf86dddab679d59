"""Who signs the decisions of a lot.

Source: Conseil d'État, avis of 5 March 2024, n° 489189: what a teleservice notifies needs no
handwritten signature, but bears the first name, name, quality and service of its author (CRPA,
art. L. 212-1 and L. 212-2).
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from app.acces.cles_decrites import Mention
from app.kit.glossary import decrit


@decrit("Qui signe les décisions : les quatre mentions sont requises pour arrêter le lot.")
class Signataire(BaseModel):
    """Who signs; what is not known yet is null, which sealing refuses."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prenom: Annotated[Mention | None, Field(description="Son prénom.")]
    nom: Annotated[Mention | None, Field(description="Son nom.")]
    qualite: Annotated[Mention | None, Field(description="Sa qualité.")]
    service: Annotated[Mention | None, Field(description="Le service auquel il appartient.")]

    def manquent(self) -> list[str]:
        """The mentions that are not given yet."""
        return [nom for nom in type(self).model_fields if not getattr(self, nom)]
