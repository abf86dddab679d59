"""The act of putting labels on a dossier, and of taking them off."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from app.acces.appelant import Appelant
from app.candidatures.evenements_instruits import EvenementEtiquettes
from app.instruction.etiquettes import ETIQUETTES_MAX, Etiquettes, decrire_etiquette
from app.instruction.noter import noter
from app.instruction.queries import ouvrir
from app.instruction.tables import etiquette
from app.instruction.version_lue import verifier_version
from app.kit.glossary import decrit
from app.kit.services import Services
from app.kit.web.problems import ParametreRefuse, RequeteInvalide


@decrit("Les étiquettes à mettre sur un dossier : celles-ci et nulle autre.")
class EtiquettesVoulues(BaseModel):
    """Those that a dossier has from now on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    etiquettes: Annotated[
        list[Annotated[UUID, Field(strict=False)]],
        Field(max_length=ETIQUETTES_MAX, description="Leurs identifiants ; vide pour aucune."),
    ]


async def etiqueter(
    services: Services,
    id: UUID,
    voulues: EtiquettesVoulues,
    appelant: Appelant,
    si_version: str | None,
    arrivee: datetime,
) -> tuple[Etiquettes, int]:
    """Have a dossier wear these labels, and no other; they, and the version of the dossier.

    The same ones again write nothing. Raises `Introuvable`, `InstructionPerimee`,
    `RequeteInvalide` for one that there is not.
    """
    ids = sorted(set(voulues.etiquettes))
    # Before the dossier, as who takes one away does; until the commit, none of them goes.
    tenues = select(etiquette).where(etiquette.c.id.in_(ids)).order_by(etiquette.c.nom_simplifie)
    async with services.base.transaction() as connexion:
        lignes = await connexion.execute(tenues.with_for_update(read=True, key_share=True))
        connues = [decrire_etiquette(ligne) for ligne in lignes]
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        await verifier_version(connexion, lue, si_version)
        _verifier(voulues, {une.id for une in connues})
        version = lue.version
        if ids != sorted(lue.etiquettes):
            fait = EvenementEtiquettes()
            version = await noter(connexion, id, fait, appelant, arrivee, etiquettes=ids)
    return Etiquettes(connues), version


def _verifier(voulues: EtiquettesVoulues, connues: set[UUID]) -> None:
    fautes = [
        ParametreRefuse("body", f"/etiquettes/{rang}", "etiquette_inconnue")
        for rang, une in enumerate(voulues.etiquettes)
        if une not in connues
    ]
    if fautes:
        raise RequeteInvalide("Ces étiquettes n'existent pas.", parametres=fautes)
