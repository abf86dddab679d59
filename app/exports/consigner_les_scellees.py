"""The act of recording whose sealed decisions an export holds, before anybody may take it.

As reading one of them is: `app/decisions/consigner_les_lectures.py`. A try that begins again reads
them again.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from app.acces.appelant import INSTRUCTION, Auteur
from app.candidatures.details import DetailDecisionScellee
from app.candidatures.evenements_des_lettres import EvenementDecisionScelleeLue
from app.candidatures.journal_en_masse import Consigne, consigner_en_masse
from app.exports.essais import Essai
from app.exports.lire_les_dossiers import Lecture
from app.kit.services import Services


async def consigner_les_scellees(
    services: Services, essai: Essai, lectures: AsyncGenerator[Lecture]
) -> AsyncGenerator[Lecture]:
    """The same, once it is recorded that who asked for this export reads what is sealed in them."""
    auteur = Auteur(INSTRUCTION, essai.agent)
    async with aclosing(lectures):
        async for lecture in lectures:
            for id, rang in lecture.scellees:
                lue = EvenementDecisionScelleeLue(DetailDecisionScellee(rang, lettre=False))
                # One at a time: whoever publishes takes them all in another order.
                async with services.base.transaction() as connexion:
                    await consigner_en_masse(connexion, [Consigne(id, lue)], auteur, essai.le)
            yield lecture
