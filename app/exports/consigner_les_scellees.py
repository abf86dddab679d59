"""The act of recording whose sealed decisions an export holds, before anybody may take it.

As reading one of them is: `app/decisions/consigner_les_lectures.py`. A try that begins again reads
them again.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Final
from uuid import UUID

from sqlalchemy import select

from app.acces.appelant import INSTRUCTION, Auteur
from app.candidatures.details import DetailDecisionScellee
from app.candidatures.evenements_des_lettres import EvenementDecisionScelleeLue
from app.candidatures.journal_en_masse import Consigne, consigner_en_masse
from app.candidatures.tables import candidature
from app.exports.essais import Essai
from app.exports.lire_les_dossiers import Lecture
from app.kit.services import Services

_ENSEMBLE: Final = 250  # at a time: their rows are locked till the commit


async def consigner_les_scellees(
    services: Services, essai: Essai, lectures: AsyncGenerator[Lecture]
) -> AsyncGenerator[Lecture]:
    """The same; by its end it is recorded that who asked for this export reads what is sealed in
    them."""
    lues = dict[UUID, int]()
    async with aclosing(lectures):
        async for lecture in lectures:
            # One of a candidature at most is not published.
            lues |= dict(lecture.scellees)
            if len(lues) >= _ENSEMBLE:
                await _consigner(services, essai, lues)
                lues.clear()
            yield lecture
    if lues:
        await _consigner(services, essai, lues)


async def _consigner(services: Services, essai: Essai, lues: Mapping[UUID, int]) -> None:
    # By id, as whoever publishes locks them.
    c = candidature.c.id
    verrou = select(c).where(c.in_(lues)).order_by(c).with_for_update()
    faits = [
        Consigne(id, EvenementDecisionScelleeLue(DetailDecisionScellee(rang, lettre=False)))
        for id, rang in lues.items()
    ]
    async with services.base.transaction() as connexion:
        await connexion.execute(verrou)
        auteur = Auteur(INSTRUCTION, essai.agent)
        await consigner_en_masse(connexion, faits, auteur, essai.le)
