"""The tries of an export: which one is under way, how far it is, how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import noms_des_agents
from app.exports.etats_d_export import A_FAIRE, CauseEchec, EtatExport
from app.exports.prevenir import prevoir_l_annonce
from app.exports.tables import export
from app.kit.postgres.statements import Preparee
from app.kit.services import Services

ESSAIS_MAX: Final = 5
ABANDONNE: Final = {"etat": EtatExport.ECHEC.value, "cause": CauseEchec.ABANDON.value}
_AVANT: Final = export.alias("avant")
_N: Final = bindparam("fait", type_=export.c.fait.type)
_ICI: Final = (
    export.c.id == bindparam("ici", type_=export.c.id.type),
    export.c.essai == bindparam("rang", type_=export.c.essai.type),
    export.c.etat == EtatExport.EN_COURS.value,
)
_AVANCER: Final = Preparee(
    update(export)
    .where(*_ICI)
    .values(
        fait=func.greatest(export.c.fait, _N),
        total=bindparam("total", type_=export.c.total.type),
    )
    .returning(export.c.id)
)


@dataclass(frozen=True, slots=True)
class Essai:
    """A try, of rank `essai` from 1, of an export that somebody asked for; `le`: as of when.

    `auteur` is how the directory names `agent` now: one who was forgotten is their id alone.
    """

    id: UUID
    essai: int
    agent: UUID
    auteur: str
    regions: Sequence[str] | None
    decide: bool
    demande: str
    demande_le: datetime
    le: datetime


class Repris(Exception):
    """The export was called off, or another try of it has begun."""


async def commencer(services: Services, id: UUID) -> Essai | bool | None:
    """A new try; None while others of this agent come before it, False where there is no more to
    do.
    """
    async with services.base.transaction() as connexion:
        ligne = (
            await connexion.execute(select(export).where(export.c.id == id).with_for_update())
        ).one_or_none()
        if ligne is None or ligne.etat not in A_FAIRE:
            return False
        # In a sandbox a request may come later than the clock shows.
        maintenant = max(services.horloge.maintenant(), ligne.demande_le)
        if ligne.essai >= ESSAIS_MAX:
            await _ecrire(connexion, export.c.id == id, {**ABANDONNE, "fin": maintenant})
            await prevoir_l_annonce(services, connexion, {id: ligne.demande_le}, maintenant)
            return False
        if await connexion.scalar(select(exists().where(*_de_l_agent_avant(ligne)))):
            return None
        neuf = {"etat": EtatExport.EN_COURS.value, "essai": ligne.essai + 1}
        await _ecrire(connexion, export.c.id == id, {**neuf, "debut": maintenant})
        auteur = await _nommer(connexion, ligne.agent)
    regions, demande = ligne.regions, ligne.demande
    qui = (ligne.agent, auteur, regions, ligne.decide)
    return Essai(id, ligne.essai + 1, *qui, demande, ligne.demande_le, maintenant)


async def _nommer(connexion: AsyncConnection, agent: UUID) -> str:
    connu = (await noms_des_agents(connexion, frozenset([agent]))).get(agent)
    dits = [connu.nom, connu.service] if connu else []
    return ", ".join(dit for dit in dits if dit) or str(agent)


def _de_l_agent_avant(ligne: Any) -> Sequence[ColumnElement[bool]]:
    avant = tuple_(_AVANT.c.demande_le, _AVANT.c.id) < tuple_(ligne.demande_le, ligne.id)
    return _AVANT.c.agent == ligne.agent, _AVANT.c.etat.in_(A_FAIRE), avant


async def avancer(services: Services, essai: Essai, fait: int, total: int) -> None:
    """Say how far it is; raises `Repris`."""
    ici = {"ici": essai.id, "rang": essai.essai}
    if await services.base.ecrire(_AVANCER, **ici, fait=fait, total=total) is None:
        raise Repris


async def conclure(
    connexion: AsyncConnection, essai: Essai, le: datetime, fin: Mapping[str, Any]
) -> bool:
    """Write down how it ended: what is known of its file, or the `cause` of its failure.

    False where it is another's to end.
    """
    etat = EtatExport.ECHEC if "cause" in fin else EtatExport.PRET
    valeurs = {**fin, "etat": etat.value, "fin": le}
    if "fait" in fin:
        # Of what was counted by a try before: it never goes back.
        valeurs |= dict.fromkeys(("fait", "total"), func.greatest(export.c.fait, fin["fait"]))
    ici = (export.c.id == essai.id, export.c.essai == essai.essai)
    en_cours = export.c.etat == EtatExport.EN_COURS.value
    return await _ecrire(connexion, ici[0] & ici[1] & en_cours, valeurs)


async def _ecrire(
    connexion: AsyncConnection, ici: ColumnElement[bool], valeurs: Mapping[str, Any]
) -> bool:
    ecrites = await connexion.execute(update(export).where(ici).values(**valeurs))
    return ecrites.rowcount > 0
