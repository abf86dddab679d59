"""A lot as it is asked for, and what changes of it."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.decisions.lots_decrits import NomDeLot, PublierLe, Secret, SignataireDit
from app.kit.glossary import decrit


@decrit("Un lot de décisions à préparer.")
class LotACreer(BaseModel):
    """A lot to be made; what is not known yet may be said later."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nom: NomDeLot
    publier_le: PublierLe = None
    secret: Secret = True
    signataire: SignataireDit = None


@decrit("Ce qui change d'un lot (RFC 7396) : ce qui n'y est pas reste.")
class ModificationDeLot(BaseModel):
    """What changes of a lot; what is left out stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nom: Annotated[NomDeLot, Field(default_factory=str)]
    publier_le: PublierLe = None
    secret: Annotated[Secret, Field(default_factory=bool)]
    signataire: SignataireDit = None

    def dites(self) -> dict[str, Any]:
        """What was said, by column."""
        dites = {nom: getattr(self, nom) for nom in sorted(self.model_fields_set)}
        if signataire := dites.get("signataire"):
            dites["signataire"] = signataire.model_dump_json()
        return dites
