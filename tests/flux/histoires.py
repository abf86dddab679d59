"""Histories of writers that overlap, and two readers: ours, and one that trusts the ids."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from app.acces.appelant import SERVICE
from app.candidatures.etats import Etat
from app.candidatures.evenements import EvenementRetrait
from app.candidatures.journal import consigner
from app.candidatures.tables import candidature, evenement
from app.flux.numeroter import numeroter
from app.flux.tables import flux
from app.kit.postgres.database import Base

LE: Final = datetime(2023, 9, 20, tzinfo=UTC)


async def ouvrir(base: Base) -> UUID:
    """A candidature, by SQL."""
    id = uuid4()
    async with base.transaction() as connexion:
        ligne = {
            "id": id,
            "etat": Etat.DEPOSEE.value,
            "version": 1,
            "revision": 1,
            "version_formulaire": "2023.1",
            "dossier": "{}",
            "creee_le": LE,
            "modifiee_le": LE,
            "chaine": b"",
        }
        await connexion.execute(insert(candidature).values(ligne))
    return id


@dataclass
class Histoire:
    """What was committed, in the order of the record, and what each reader has seen."""

    base: Base
    hasard: Random
    candidatures: list[UUID]
    depart: tuple[int, int] = (0, 0)
    finie: asyncio.Event = field(default_factory=asyncio.Event)
    naives: list[int] = field(default_factory=list[int])
    lues: list[int] = field(default_factory=list[int])

    async def ecrire(self) -> None:
        """A transaction that lasts a while after its event has got its id; some roll back."""
        try:
            async with self.base.transaction() as connexion:
                id = self.hasard.choice(self.candidatures)
                await consigner(connexion, id, EvenementRetrait(), SERVICE, LE)
                await asyncio.sleep(self.hasard.random() * 0.004)
                if self.hasard.random() < 0.05:
                    raise _Abandon
        except _Abandon:
            pass

    async def numeroter(self) -> None:
        while not self.finie.is_set():
            await numeroter(self.base)

    async def lire(self) -> None:
        """Both readers, each from where it stands, until all is written and once more."""
        position, dernier = self.depart
        encore = True
        while encore:
            encore = not self.finie.is_set()
            async with self.base.lecture() as connexion:
                suite = await connexion.execute(
                    select(flux.c.position, flux.c.evenement_id)
                    .where(flux.c.position > position)
                    .order_by(flux.c.position)
                )
                for ligne in suite.all():
                    position = ligne.position
                    self.lues.append(ligne.evenement_id)
                ids = select(evenement.c.id).where(evenement.c.id > dernier)
                for dernier in await connexion.scalars(ids.order_by(evenement.c.id)):
                    self.naives.append(dernier)

    async def vivre(self, ecritures: int, ecrivains: int = 6) -> None:
        """Have so many transactions run beside two who number and those who read."""
        restant = iter(range(ecritures))

        async def en_serie() -> None:
            for _ in restant:
                await self.ecrire()

        autres = [asyncio.create_task(acte) for acte in (self.numeroter(), self.numeroter())]
        lecture = asyncio.create_task(self.lire())
        await asyncio.gather(*(en_serie() for _ in range(ecrivains)))
        while await numeroter(self.base):
            pass
        self.finie.set()
        await asyncio.gather(lecture, *autres)

    async def consignees(self) -> dict[UUID, list[int]]:
        """The ids of what is committed, of each candidature."""
        par_candidature = defaultdict[UUID, list[int]](list)
        async with self.base.lecture() as connexion:
            lignes = await connexion.execute(
                select(evenement.c.candidature_id, evenement.c.id)
                .where(evenement.c.candidature_id.in_(self.candidatures))
                .order_by(evenement.c.id)
            )
            for de, id in lignes:
                par_candidature[de].append(id)
        return par_candidature


class _Abandon(Exception):
    """A transaction that rolls back."""


async def jouer(url: str, graines: Iterable[int], ecritures: int) -> int:
    """A history for each seed, one after the other; how many events the naive reader missed.

    Fails where ours missed one, saw one twice or out of order, or left a hole.
    """
    base = Base(url, 10)
    await base.ouvrir()
    try:
        return sum([await _jouer(base, graine, ecritures) for graine in graines])
    finally:
        await base.fermer()


async def _jouer(base: Base, graine: int, ecritures: int) -> int:
    """One history, of candidatures of its own."""
    candidatures = [await ouvrir(base) for _ in range(4)]
    histoire = Histoire(base, Random(graine), candidatures, await _bout(base))  # noqa: S311 -- no secret
    await histoire.vivre(ecritures)
    consignees = await histoire.consignees()
    toutes = {id for ids in consignees.values() for id in ids}
    assert len(histoire.lues) == len(set(histoire.lues)), f"lu deux fois : {graine}"
    assert set(histoire.lues) == toutes, f"manqué : {graine}"
    for ids in consignees.values():
        des_siens = set(ids)
        assert [id for id in histoire.lues if id in des_siens] == ids, f"en désordre : {graine}"
    await _sans_trou(base, histoire.depart[0])
    return len(toutes - set(histoire.naives))


async def _bout(base: Base) -> tuple[int, int]:
    """The last position given, the last id."""
    async with base.lecture() as connexion:
        bouts = select(func.max(flux.c.position)), select(func.max(evenement.c.id))
        position, id = [await connexion.scalar(bout) or 0 for bout in bouts]
    return position, id


async def _sans_trou(base: Base, apres: int) -> None:
    """Positions after this one, and the sequence of each candidature, follow one another."""
    async with base.lecture() as connexion:
        lignes = (
            await connexion.execute(
                select(flux.c.position, flux.c.candidature_id, flux.c.sequence)
                .where(flux.c.position > apres)
                .order_by(flux.c.position)
            )
        ).all()
    attendues = range(apres + 1, apres + len(lignes) + 1)
    assert [ligne.position for ligne in lignes] == [*attendues]
    suites = defaultdict[UUID, int](int)
    for ligne in lignes:
        suites[ligne.candidature_id] += 1
        assert ligne.sequence == suites[ligne.candidature_id]
