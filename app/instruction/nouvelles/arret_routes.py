"""HTTP of stopping the daily mail, for who has one in their mailbox, and mailboxes themselves."""

from typing import Annotated, Final

from fastapi import APIRouter, Path

from app.acces.gardes import PUBLIC
from app.candidatures.partage.refus import LienRefuse
from app.instruction.nouvelles import exemples
from app.instruction.nouvelles.arreter_le_courrier import (
    LIEN_MAX,
    PREFIXE,
    CourrierQuotidien,
    arreter_le_courrier,
    lire_le_courrier,
)
from app.kit.web.declaration import Declaration, reponses
from app.kit.web.http import LesServices
from app.kit.web.problems import RequeteInvalide, TropDeRequetes

_REFUS: Final = (LienRefuse, RequeteInvalide, TropDeRequetes)

routes = APIRouter(prefix=PREFIXE, tags=["Instruction"])

LienDArret = Annotated[
    str,
    Path(
        max_length=LIEN_MAX,
        description="Ce que dit le courriel : après `#`, ou dans son `List-Unsubscribe`.",
        json_schema_extra={"pattern": "^tis_[A-Za-z0-9_-]{43}$"},
        examples=["tis_" + "A" * 43],
    ),
]


@routes.get(
    "/{lien}",
    operation_id="lireCourrierQuotidien",
    summary="Savoir si le courrier quotidien est envoyé",
    dependencies=[PUBLIC],
    responses=reponses(*_REFUS),
)
@Declaration(exemple=exemples.courrier_envoye)
async def lire(lien: LienDArret, services: LesServices) -> CourrierQuotidien:
    """Sans compte, par le lien du courriel. Rien n'en change : des messageries suivent les liens
    de ce qu'elles reçoivent.
    """
    return await lire_le_courrier(services, lien)


@routes.post(
    "/{lien}",
    operation_id="arreterCourrierQuotidien",
    summary="Arrêter le courrier quotidien",
    dependencies=[PUBLIC],
    responses=reponses(*_REFUS),
)
@Declaration(exemple=exemples.courrier_arrete)
async def arreter(lien: LienDArret, services: LesServices) -> CourrierQuotidien:
    """Sans compte, par le lien du courriel ; le corps n'est pas lu (RFC 8058). Répété, cela ne
    change rien. L'agent le reprend quand il veut (`PUT /v1/instruction/moi`).
    """
    return await arreter_le_courrier(services, lien)
