"""Verification of the record: every seal computed again here, without the database's function.

It shows an event altered, added, removed or moved, and a head that is not that of its chain. It
cannot show a whole chain written anew, seals and head included: a `Temoin` kept elsewhere does. Of
an event `id` alone is not sealed: it gives the order, which the chain holds.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy import NullPool, Text, cast, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from app.candidatures.tables import candidature, evenement

# Rows held at a time.
_PAGE: Final = 500
_EPOQUE: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECONDE: Final = timedelta(microseconds=1)
_TEMOIN: Final = re.compile(r"(\d{1,18})-([0-9a-f]{64})")
# Nobody who writes waits longer than that for this control to have its turn.
_PATIENCE: Final = "SET LOCAL lock_timeout = '10s'"


class TemoinIllisible(Exception):
    """This is not a witness that `str` gave."""


@dataclass(frozen=True, slots=True)
class Temoin:
    """What to keep of the record elsewhere: its last event, a digest of all that led there.

    The digest is the SHA-256 of the id (16 bytes) and the last seal (32) of each candidature, in
    the order of their ids.
    """

    dernier: int
    empreinte: str

    @classmethod
    def lire(cls, texte: str) -> Self:
        """The witness that `str` gave; raises `TemoinIllisible`."""
        if (lu := _TEMOIN.fullmatch(texte.strip())) is None:
            raise TemoinIllisible
        return cls(int(lu[1]), lu[2])

    def __str__(self) -> str:
        return f"{self.dernier}-{self.empreinte}"


@dataclass(frozen=True, slots=True)
class Rupture:
    """Where the record does not follow: a candidature, and its event if it is at one."""

    candidature: UUID
    evenement: int | None
    sens: str

    def __str__(self) -> str:
        ou = f", événement {self.evenement}" if self.evenement else ""
        return f"candidature {self.candidature}{ou} : {self.sens}."


@dataclass(frozen=True, slots=True)
class Controle:
    """What was read: how many events, of how many candidatures, what does not follow, the witness.

    `conforme` is whether the witness given is still that of the record; None without one.
    """

    evenements: int
    candidatures: int
    ruptures: list[Rupture]
    temoin: Temoin
    conforme: bool | None

    @property
    def intact(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.ruptures and self.conforme is not False


async def controler(url: str, temoin: Temoin | None = None) -> Controle:
    """Read the whole record of the database `url`, a page at a time, and compute it again."""
    moteur = create_async_engine(url, poolclass=NullPool)
    try:
        async with moteur.begin() as connexion:
            dernier = await _dernier(connexion)
        async with moteur.begin() as connexion:
            await connexion.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            lecture = _Lecture(dernier, temoin)
            async for ligne in _lignes(connexion):
                lecture.lire(ligne)
            return lecture.conclure()
    finally:
        await moteur.dispose()


async def _dernier(connexion: AsyncConnection) -> int:
    """The last event such that all those before it are there, too.

    Ids are given before the commit: without waiting for who writes, one below the last could come
    after.
    """
    await connexion.execute(text(_PATIENCE))
    return await connexion.scalar(select(func.dernier_evenement())) or 0


async def _lignes(connexion: AsyncConnection) -> AsyncIterator[Any]:
    """Each event with the head of its candidature, and each candidature that has none."""
    journal = select(evenement, cast(evenement.c.details, Text).label("texte")).subquery("journal")
    lignes = await connexion.stream(
        select(journal, candidature.c.id.label("connue"), candidature.c.chaine)
        .join_from(journal, candidature, journal.c.candidature_id == candidature.c.id, full=True)
        .order_by(func.coalesce(journal.c.candidature_id, candidature.c.id), journal.c.id)
        .execution_options(yield_per=_PAGE)
    )
    async for ligne in lignes:
        yield ligne


class _Lecture:
    """The rows in order, one candidature after the other."""

    def __init__(self, dernier: int, temoin: Temoin | None) -> None:
        self._jusqu_ici = _Resume(dernier)
        self._temoin = temoin
        self._alors = _Resume(temoin.dernier) if temoin else None
        self._ruptures: list[Rupture] = []
        self._evenements = self._candidatures = 0
        self._precedente: Any = None

    def lire(self, ligne: Any) -> None:
        """One event, or a candidature without any."""
        precedente = self._precedente
        if precedente is None or _de(ligne) != _de(precedente):
            self._fermer()
            self._candidatures += 1
            precedente = None
        self._precedente = ligne
        if ligne.id is None:
            self._rompre(ligne, "elle n'a plus aucun événement")
            return
        self._evenements += 1
        # From the seal that is written rather than computed, for one break to be told once.
        if ligne.empreinte != _sceau(precedente.empreinte if precedente else b"", ligne):
            self._rompre(ligne, "il ne suit pas celui qui le précède")
        for resume in (self._jusqu_ici, self._alors):
            if resume:
                resume.lire(ligne)

    def conclure(self) -> Controle:
        """What there is to say of all that was read."""
        self._fermer()
        ici = self._jusqu_ici.temoin()
        conforme = None if self._alors is None else self._alors.temoin() == self._temoin
        return Controle(self._evenements, self._candidatures, self._ruptures, ici, conforme)

    def _fermer(self) -> None:
        """Compare the last event of a candidature with the one that the candidature knows."""
        ligne = self._precedente
        if ligne is None or ligne.id is None:
            return
        if ligne.connue is None:
            self._rompre(ligne, "elle n'existe plus, ses événements si", de_l_evenement=False)
        elif ligne.chaine != ligne.empreinte:
            sens = "son dernier événement n'est pas celui qu'elle connaît"
            self._rompre(ligne, sens, de_l_evenement=False)

    def _rompre(self, ligne: Any, sens: str, *, de_l_evenement: bool = True) -> None:
        evenement = ligne.id if de_l_evenement else None
        self._ruptures.append(Rupture(_de(ligne), evenement, sens))


def _de(ligne: Any) -> UUID:
    return ligne.candidature_id or ligne.connue


class _Resume:
    """The digest of the record up to the event `dernier`."""

    def __init__(self, dernier: int) -> None:
        self._dernier = dernier
        self._condense = sha256()
        self._de: UUID | None = None
        self._sceau = b""

    def lire(self, ligne: Any) -> None:
        if ligne.id > self._dernier:
            return
        if ligne.candidature_id != self._de:
            self._fermer()
        self._de, self._sceau = ligne.candidature_id, ligne.empreinte

    def temoin(self) -> Temoin:
        self._fermer()
        self._de = None
        return Temoin(self._dernier, self._condense.hexdigest())

    def _fermer(self) -> None:
        if self._de:
            self._condense.update(self._de.bytes + self._sceau)


def _sceau(avant: bytes, ligne: Any) -> bytes:
    """The seal that this event must have after that one: what `sceau` does in the database."""
    champs = (
        ligne.candidature_id,
        ligne.genre,
        (ligne.le - _EPOQUE) // _MICROSECONDE,
        ligne.acces_id or "",
        ligne.auteur,
        ligne.origine or "",
        ligne.version,
        ligne.texte,
    )
    return sha256(avant + "\n".join(map(str, champs)).encode()).digest()
