"""What the sandbox has ready: a draft and its secret, a key for each role."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.cles import BAC_A_SABLE
from app.acces.cles_creation import prefixe_de
from app.acces.droits import Portee
from app.acces.jeton import Jeton, Prefixe, jeton_derive
from app.acces.tables import acces, cle_api
from app.candidatures.creation import inserer, nouvelle
from app.kit.glossary import decrit
from app.kit.mark import Nature, lire_marque
from app.kit.services import Services
from app.kit.web.problems import RouteInconnue


@decrit(
    "Ce que le bac à sable tient prêt, le même à chaque fois : un brouillon vide et son jeton, "
    "une clé pour chaque rôle."
)
@dataclass(frozen=True, slots=True)
class JetonsDEssai:
    """What the sandbox has ready, the same at every start.

    An empty draft and its secret; the keys of a portal, of a reviewer, of who decides, of an
    administrator.
    """

    candidature: UUID
    jeton: str
    portail: str
    instruction: str
    decision: str
    administration: str


_CLES: Final = {
    "portail": (
        Portee.CANDIDATURES_LIRE,
        Portee.CANDIDATURES_ECRIRE,
        Portee.CANDIDATURES_DEPOSER,
    ),
    "instruction": (Portee.INSTRUCTION_LECTURE, Portee.INSTRUCTION_ECRITURE),
    "decision": (Portee.INSTRUCTION_DECISION,),
    "administration": (Portee.ADMINISTRATION,),
}


async def exiger_un_bac_a_sable(connexion: AsyncConnection) -> None:
    """Raise `RouteInconnue` on a database that is no sandbox's, whatever the settings say."""
    marquee = await lire_marque(connexion)
    if marquee is None or marquee.nature is not Nature.BAC_A_SABLE:
        raise RouteInconnue


async def jetons_prets(services: Services) -> JetonsDEssai:
    """What is ready, made again where somebody has erased it; raises `RouteInconnue`."""
    async with services.base.lecture() as connexion:
        await exiger_un_bac_a_sable(connexion)
    return await preparer(services)


async def preparer(services: Services) -> JetonsDEssai:
    """The ready-made draft and keys, made when there are none."""
    jeton = jeton_derive(services.secrets()[0], b"bac a sable")
    async with services.base.lecture() as connexion:
        existante = await connexion.scalar(
            select(acces.c.candidature_id).where(acces.c.empreinte == jeton.empreinte)
        )
    if existante is None:
        neuve = nouvelle("{}", services.horloge.maintenant())
        await inserer(services.base, neuve, jeton)
        existante = neuve.id
    return JetonsDEssai(existante, jeton.texte, **await _cles(services))


async def _cles(services: Services) -> dict[str, str]:
    jetons = {
        nom: jeton_derive(services.secrets()[0], f"bac a sable {nom}".encode(), Prefixe.CLE)
        for nom in _CLES
    }
    async with services.base.transaction() as connexion:
        await connexion.execute(
            insert(cle_api).on_conflict_do_nothing(),
            [_ligne(nom, jeton, services.horloge.maintenant()) for nom, jeton in jetons.items()],
        )
    return {nom: jeton.texte for nom, jeton in jetons.items()}


def _ligne(nom: str, jeton: Jeton, le: datetime) -> dict[str, object]:
    return {
        "id": uuid4(),
        "titulaire": uuid4(),
        "empreinte": jeton.empreinte,
        "prefixe": prefixe_de(jeton),
        "nom": f"Bac à sable : {nom}",
        "portees": [portee.value for portee in _CLES[nom]],
        "creee_le": le,
        "creee_par": BAC_A_SABLE,
    }
