"""The act of choosing the region that leads, where the perimeter does not say it well."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.acces.appelant import Appelant
from app.candidatures.details import DetailPilote
from app.candidatures.evenements_instruits import EvenementPilote
from app.formulaire.choix import Region
from app.instruction.noter import noter
from app.instruction.queries import ouvrir
from app.instruction.refus_de_l_arrete import LotArrete
from app.instruction.version_lue import exiger_version
from app.kit.glossary import decrit
from app.kit.services import Services
from app.kit.web.problems import ParametreRefuse, RequeteInvalide

# Says that there are several, and is none.
_AUCUNE: Final = Region.INTERREGIONAL


@decrit("La région qui pilotera un dossier.")
class ChoixDuPilote(BaseModel):
    """The region that is to lead: one of those that the dossier concerns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    region: Annotated[Region, Field(strict=False)]


async def piloter(
    services: Services,
    id: UUID,
    choix: ChoixDuPilote,
    appelant: Appelant,
    si_version: str | None,
    arrivee: datetime,
) -> None:
    """Have this region lead, for as long as the dossier concerns it.

    Raises `Introuvable`, `PreconditionRequise`, `InstructionPerimee`, `LotArrete`,
    `RequeteInvalide` for one that is not concerned.
    """
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        await exiger_version(connexion, lue, si_version)
        if lue.arretee:
            raise LotArrete
        if choix.region is _AUCUNE or choix.region.value not in lue.regions:
            faute = ParametreRefuse("body", "/region", "region_non_concernee")
            raise RequeteInvalide("Le dossier ne concerne pas cette région.", parametres=[faute])
        fait = EvenementPilote(DetailPilote(choix.region))
        colonnes: dict[str, Any] = {"region_pilote": choix.region.value, "pilote_choisie": True}
        await noter(connexion, id, fait, appelant, arrivee, **colonnes)
