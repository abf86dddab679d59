"""Keys of portals and of reviewers' tools: what one that is shown stands for."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from typing import Final
from uuid import UUID

from sqlalchemy import Boolean, bindparam, or_, select, update

from app.acces.droits import Portee
from app.acces.jeton import Jeton
from app.acces.refus import AdresseRefusee, JetonRefuse
from app.acces.tables import cle_api
from app.kit.logs import journal
from app.kit.postgres.database import Base
from app.kit.postgres.outage import est_une_panne
from app.kit.postgres.statements import Preparee

# Who makes the keys that a sandbox gives to everybody: nowhere else are they any good.
BAC_A_SABLE: Final = "bac à sable"
_USAGE: Final = timedelta(minutes=1)  # how precisely the last use is known
_PATIENCE: Final = 1.0  # seconds to write it down
_TROUVER: Final = Preparee(
    select(
        cle_api.c.id,
        cle_api.c.titulaire,
        cle_api.c.nom,
        cle_api.c.portees,
        cle_api.c.regions,
        cle_api.c.reseaux,
        cle_api.c.dernier_usage,
    ).where(
        cle_api.c.empreinte == bindparam("empreinte"),
        cle_api.c.revoquee_le.is_(None),
        or_(cle_api.c.expire_le.is_(None), cle_api.c.expire_le > bindparam("le")),
        or_(bindparam("essai", type_=Boolean()), cle_api.c.creee_par != BAC_A_SABLE),
    )
)
_SERVIR: Final = Preparee(
    update(cle_api).where(cle_api.c.id == bindparam("ici")).values(dernier_usage=bindparam("le"))
)


@dataclass(frozen=True, slots=True)
class Cle:
    """A key in force: its holder, their name, its scopes, the regions it is limited to if any."""

    titulaire: UUID
    nom: str
    portees: frozenset[Portee]
    regions: frozenset[str] | None


def empreinte_du_titulaire(titulaire: UUID) -> bytes:
    """What rows of `acces` know the holder of a key by, whichever key they show."""
    return sha256(f"titulaire\n{titulaire}".encode()).digest()


async def identifier_cle(
    base: Base, jeton: Jeton, adresse: str | None, arrivee: datetime, *, essai: bool
) -> Cle:
    """The key that this secret is; `adresse` is where the call comes from, `essai`: in a sandbox.

    Raises `JetonRefuse` alike for a key unknown, expired or revoked, `AdresseRefusee` from outside
    of its networks.
    """
    async with base.directe() as directe:
        ligne = await directe.ligne(_TROUVER, empreinte=jeton.empreinte, le=arrivee, essai=essai)
        if ligne is None:
            raise JetonRefuse(entetes={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        _verifier_reseau(ligne["reseaux"], adresse)
    dernier = ligne["dernier_usage"]
    if dernier is None or not timedelta() <= arrivee - dernier < _USAGE:
        await _noter_l_usage(base, ligne["id"], arrivee)
    regions = ligne["regions"]
    return Cle(
        titulaire=ligne["titulaire"],
        nom=ligne["nom"],
        portees=frozenset(Portee(portee) for portee in ligne["portees"]),
        regions=None if regions is None else frozenset(regions),
    )


async def _noter_l_usage(base: Base, cle: UUID, le: datetime) -> None:
    """Write it down, unless nothing gets written: who reads does not wait for that."""
    if base.ecritures_suspendues:
        return
    try:
        async with asyncio.timeout(_PATIENCE):
            await base.ecrire(_SERVIR, ici=cle, le=le)
    except Exception as erreur:
        if not est_une_panne(erreur):
            raise
        journal.warning("usage_non_note", erreur=type(erreur).__name__)


def _verifier_reseau(reseaux: list[str] | None, adresse: str | None) -> None:
    if reseaux is None:
        return
    if adresse is None or not any(ip_address(adresse) in ip_network(r) for r in reseaux):
        raise AdresseRefusee
