"""The job that tells applicants by mail what reviewers did, unless it is so no more."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.correction import IssueCorrection
from app.candidatures.destinataires import destinataires
from app.candidatures.etats import Acte, Etat
from app.candidatures.tables import candidature, correction
from app.depots.tables import instruction
from app.instruction.courriels_demandeur import courriel_au_demandeur
from app.instruction.information import Information, Nouvelle
from app.kit.postgres.statements import Ligne, Preparee
from app.kit.services import Services
from app.messages.attente import attend

INFORMER: Final = "informer_le_demandeur"
_D_UNE_DECISION: Final = (
    *(Nouvelle.DECISION, Nouvelle.RAPPEL_DE_DECISION, Nouvelle.SECOND_RAPPEL_DE_DECISION),
)
# Messages, or delays, that follow one another get one mail, after the last.
APRES_COUP: Final = timedelta(minutes=5)

_LUE: Final = Preparee(
    select(
        *(candidature.c.numero, candidature.c.etat),
        *(correction.c.issue, correction.c.jusqu_au),
        instruction.c.prise_annoncee_le,
    )
    .outerjoin(instruction, instruction.c.candidature_id == candidature.c.id)
    .outerjoin(
        correction,
        and_(
            correction.c.candidature_id == candidature.c.id,
            correction.c.rang == bindparam("rang", type_=correction.c.rang.type),
        ),
    )
    .where(candidature.c.id == bindparam("id", type_=candidature.c.id.type))
)


_ANNONCEE: Final = Preparee(
    update(instruction)
    .where(instruction.c.candidature_id == bindparam("id", type_=candidature.c.id.type))
    .values(prise_annoncee_le=bindparam("le", type_=instruction.c.recu_le.type))
)


async def prevoir(
    services: Services,
    connexion: AsyncConnection,
    informations: Iterable[Information],
    dans: timedelta = timedelta(),
) -> None:
    """Have the applicants told so long after the transaction of `connexion` has committed."""
    contenus = [
        {
            "candidature": une.candidature,
            "nouvelle": une.nouvelle.value,
            "rang": une.rang,
            "jusqu_au": une.jusqu_au,
        }
        for une in informations
    ]
    await services.travaux.confier_tous(connexion, INFORMER, contenus, dans)


async def informer(services: Services, contenu: dict[str, Any]) -> None:
    """The job `informer_le_demandeur`, of what `prevoir` left."""
    if not services.messagerie.disponible:
        return
    jusqu_au = contenu["jusqu_au"] and datetime.fromisoformat(contenu["jusqu_au"])
    information = Information(
        UUID(contenu["candidature"]), Nouvelle(contenu["nouvelle"]), contenu["rang"], jusqu_au
    )
    async with services.base.directe() as directe:
        lue = await directe.ligne(_LUE, id=information.candidature, rang=information.rang)
        if lue is None or not _tient(lue, information):
            return
        message = information.nouvelle is Nouvelle.MESSAGE
        if message and not await attend(directe, information.candidature, information.rang):
            return
        adresses = await destinataires(directe, information.candidature)
    for adresse in adresses:
        lettre = courriel_au_demandeur(adresse, lue["numero"], information)
        await services.messagerie.envoyer(lettre)
    if information.nouvelle is Nouvelle.PRISE:
        le = services.horloge.maintenant()
        await services.base.ecrire(_ANNONCEE, id=information.candidature, le=le)


def _tient(lue: Ligne, information: Information) -> bool:
    """Whether what is to be told is still so."""
    if information.nouvelle is Nouvelle.ANNULEE:
        return lue["issue"] == IssueCorrection.ANNULEE.value
    if information.nouvelle is Nouvelle.MESSAGE:
        return Etat(lue["etat"]).permet(Acte.ECRIRE)
    if information.nouvelle in _D_UNE_DECISION:
        return Etat(lue["etat"]).decidee
    if lue["etat"] != Etat.EN_INSTRUCTION.value:
        return False
    if information.nouvelle is Nouvelle.PRISE:  # once, however often it is given back
        return lue["prise_annoncee_le"] is None
    return lue["issue"] is None and lue["jusqu_au"] == information.jusqu_au
