"""The directory of agents: who works on what was deposited, as their token or their key says.

An agent is known by `id`, made of a hash of their fingerprint, which the record may show: what they
did goes on naming it once their name has been erased.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import bindparam, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.acces.tables import Preuve, agent
from app.kit.glossary import decrit
from app.kit.logs import journal
from app.kit.postgres.outage import est_une_panne
from app.kit.postgres.statements import Preparee
from app.kit.services import Services

RETENUS: Final = 2_000
_VU: Final = timedelta(hours=1)  # how precisely it is known when somebody was last seen
_TETE: Final = 16  # bytes


@decrit("Un agent, tel que son compte ou sa clé le nomme.")
@dataclass(frozen=True, slots=True)
class AgentDecrit:
    """Somebody of the directory; what is not known of them is null."""

    id: UUID
    nom: str | None
    service: Annotated[str | None, Field(description="Le service où il travaille.")]
    qualite: Annotated[str | None, Field(description="Sa qualité dans ce service.")]


@dataclass(frozen=True, slots=True)
class _Fiche:
    """What a call says of who makes it."""

    nom: str | None = field(repr=False)
    prenom: str | None = field(repr=False)
    courriel: str | None = field(repr=False)
    service: str | None
    cle: bool
    regions: tuple[str, ...] | None


_ECRITES: Final = ("nom", "prenom", "courriel", "service", "cle", "regions", "vu_le")


def _inscrire() -> Preparee:
    valeurs = {nom: bindparam(nom, type_=agent.c[nom].type) for nom in (*_ECRITES, "id")}
    enonce = insert(agent).values(valeurs)
    # What the account does not say may have been given with a key, or by the administration.
    neuf = {n: func.coalesce(enonce.excluded[n], agent.c[n]) for n in _ECRITES if n != "regions"}
    return Preparee(
        enonce.on_conflict_do_update(
            index_elements=[agent.c.id], set_={**neuf, "regions": enonce.excluded.regions}
        ).returning(agent.c.id)
    )


_INSCRIRE: Final = _inscrire()


def agent_de(appelant: Appelant) -> UUID:
    """Who of the directory this caller is."""
    return agent_d_empreinte(appelant.empreinte)


def agent_d_empreinte(empreinte: bytes) -> UUID:
    """Who of the directory somebody of this fingerprint is."""
    return UUID(bytes=sha256(b"annuaire\n" + empreinte).digest()[:_TETE])


async def inscrire_agent(services: Services, appelant: Appelant, arrivee: datetime) -> None:
    """Write down who calls, when that is new; no call fails or waits because of it."""
    fiche, id = _fiche(appelant), agent_de(appelant)
    retenue: tuple[_Fiche, datetime] | None = services.agents.prendre(id)
    if retenue and retenue[0] == fiche and timedelta() <= arrivee - retenue[1] < _VU:
        services.agents.garder(id, retenue)
        return
    if services.base.ecritures_suspendues:
        return
    try:
        regions = None if fiche.regions is None else list(fiche.regions)
        valeurs = {n: getattr(fiche, n) for n in _ECRITES if n not in ("regions", "vu_le")}
        await services.base.ecrire(_INSCRIRE, id=id, vu_le=arrivee, regions=regions, **valeurs)
    except Exception as erreur:
        if not est_une_panne(erreur):
            raise
        journal.warning("agent_non_inscrit", erreur=type(erreur).__name__)
        return
    services.agents.garder(id, (fiche, arrivee))


def _fiche(appelant: Appelant) -> _Fiche:
    regions = None if appelant.regions is None else tuple(sorted(appelant.regions))
    return _Fiche(
        nom=appelant.nom,
        prenom=appelant.prenom,
        courriel=appelant.courriel,
        service=appelant.service,
        cle=appelant.genre is Preuve.CLE,
        regions=regions,
    )


def decrire_agent(ligne: Any) -> AgentDecrit:
    """As others are shown them, from a row of `agent`."""
    nom = " ".join(mot for mot in (ligne.prenom, ligne.nom) if mot) or None
    return AgentDecrit(ligne.id, nom, ligne.service, ligne.qualite)


ORDRE_DES_AGENTS: Final = (str, str, UUID)
"""What the directory is sorted by: family name, first name (empty for none), identifier."""
_ORDRE: Final = (func.coalesce(agent.c.nom, ""), func.coalesce(agent.c.prenom, ""), agent.c.id)


async def agents_de(
    connexion: AsyncConnection,
    regions: frozenset[str] | None,
    apres: Sequence[Any] | None,
    nombre: int,
) -> tuple[list[AgentDecrit], Sequence[Any] | None]:
    """`nombre` of those who review one of these regions (None for all), after what ends a page.

    With what ends this one, as `ORDRE_DES_AGENTS` says; None for the last.
    """
    enonce = select(agent, *(cle.label(f"cle_{rang}") for rang, cle in enumerate(_ORDRE)))
    if regions is not None:
        la = agent.c.regions.overlap(sorted(regions))
        enonce = enonce.where(or_(agent.c.regions.is_(None), la))
    if apres:
        enonce = enonce.where(tuple_(*_ORDRE) > tuple_(*apres))
    lignes = (await connexion.execute(enonce.order_by(*_ORDRE).limit(nombre + 1))).all()
    montres = lignes[:nombre]
    fin = montres[-1][-len(_ORDRE) :] if len(lignes) > nombre else None
    return [decrire_agent(ligne) for ligne in montres], fin


async def noms_des_agents(
    connexion: AsyncConnection, ids: frozenset[UUID]
) -> dict[UUID, AgentDecrit]:
    """Those of the directory among these."""
    lignes = await connexion.execute(select(agent).where(agent.c.id.in_(ids)))
    return {ligne.id: decrire_agent(ligne) for ligne in lignes}
