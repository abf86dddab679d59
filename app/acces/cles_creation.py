"""The acts that give a key: making one, making the next one of the same holder."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.cles_decrites import CleCreee, DemandeDeCle, RotationDeCle
from app.acces.cles_liste import decrire
from app.acces.droits import PAR_PORTEE
from app.acces.fiche_d_agent import inscrire_l_outil
from app.acces.jeton import Jeton, Prefixe, nouveau_jeton
from app.acces.tables import cle_api
from app.kit.postgres.database import Base
from app.kit.web.problems import Introuvable, ParametreRefuse, RequeteInvalide

_PREFIXE: Final = 12  # characters: `tip_` and 48 bits of 256


def prefixe_de(jeton: Jeton) -> str:
    """The beginning of a key, by which people tell it from another."""
    return jeton.texte[:_PREFIXE]


async def creer(base: Base, demande: DemandeDeCle, par: str, maintenant: datetime) -> CleCreee:
    """Make a key for a new holder; `par`: who makes it, for the list.

    Raises `RequeteInvalide` for one that would have ended already.
    """
    _verifier_a_venir(demande.expire_le, maintenant)
    demandees = demande.model_dump(mode="json", include={"nom", "regions", "reseaux"})
    titulaire = uuid4()
    async with base.transaction() as connexion:
        if PAR_PORTEE.keys() & demande.portees:
            await inscrire_l_outil(connexion, titulaire, demande, maintenant)
        return await _inserer(
            connexion,
            par,
            maintenant,
            titulaire=titulaire,
            portees=[portee.value for portee in dict.fromkeys(demande.portees)],
            expire_le=demande.expire_le,
            **demandees,
        )


async def roter(
    base: Base, id: UUID, rotation: RotationDeCle, par: str, maintenant: datetime
) -> CleCreee:
    """Make the key that follows this one; this one ends after the overlap, at the latest.

    The new one has the same holder, hence what they made, even if this one has long ended. Raises
    `Introuvable`, `RequeteInvalide`.
    """
    _verifier_a_venir(rotation.expire_le, maintenant)
    fin = maintenant + timedelta(seconds=rotation.recouvrement)
    async with base.transaction() as connexion:
        lignes = await connexion.execute(
            update(cle_api)
            .where(cle_api.c.id == id)
            .values(expire_le=func.least(cle_api.c.expire_le, fin))
            .returning(cle_api)
        )
        if (ancienne := lignes.one_or_none()) is None:
            raise Introuvable
        return await _inserer(
            connexion,
            par,
            maintenant,
            titulaire=ancienne.titulaire,
            nom=ancienne.nom,
            portees=ancienne.portees,
            regions=ancienne.regions,
            reseaux=ancienne.reseaux,
            expire_le=rotation.expire_le,
        )


def _verifier_a_venir(expire_le: datetime | None, maintenant: datetime) -> None:
    if expire_le is not None and expire_le <= maintenant:
        passee = ParametreRefuse("body", "/expire_le", "date_passee")
        raise RequeteInvalide("`expire_le` est un instant à venir.", parametres=[passee])


async def _inserer(
    connexion: AsyncConnection, par: str, maintenant: datetime, **valeurs: Any
) -> CleCreee:
    jeton = nouveau_jeton(Prefixe.CLE)
    lignes = await connexion.execute(
        insert(cle_api)
        .values(
            id=uuid4(),
            empreinte=jeton.empreinte,
            prefixe=prefixe_de(jeton),
            creee_le=maintenant,
            creee_par=par,
            **valeurs,
        )
        .returning(cle_api)
    )
    return CleCreee(**asdict(decrire(lignes.one(), maintenant)), secret=jeton.texte)
