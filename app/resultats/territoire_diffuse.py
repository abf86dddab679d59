"""A territory as results tell of it: kept as JSON, and read by all that is made of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.decisions.territoire import TerritoireAccepte
from app.formulaire.choix import Region
from app.kit.clock import PARIS


class TerritoireDiffuse(BaseModel):
    """What was granted, to whom (SIREN), of which kind, when (in Paris)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    nom: str
    region: Region
    epci: Sequence[str]
    communes: Sequence[str]
    siren_demandeur: str
    type_perimetre: str
    decidee_le: date


def territoire_de(ligne: Any) -> TerritoireDiffuse | None:
    """What a row of `queries.a_diffuser` grants; None for nothing."""
    if ligne.territoire is None:
        return None
    accepte = TerritoireAccepte.model_validate_json(ligne.territoire)
    return TerritoireDiffuse(
        code=accepte.code,
        nom=accepte.nom,
        region=accepte.region_pilote,
        epci=accepte.epci,
        communes=accepte.communes,
        siren_demandeur=ligne.siret[:9],
        type_perimetre=ligne.type_perimetre,
        decidee_le=ligne.arretee_le.astimezone(PARIS).date(),
    )
