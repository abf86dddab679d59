"""Places for those who work at the same time, shared among addresses and among tokens."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Final, TypeVar

from app.kit.web.patience import Patience
from app.kit.web.problems import Indisponible

_REGARD: Final = 0.5  # seconds between two looks of who waits at who has been there long
_REESSAYER: Final = "15"
T = TypeVar("T")


class Place:
    """What somebody at `abonne` waits for, then has, with a token."""

    def __init__(self, abonne: str, jeton: object) -> None:
        self.abonne: Final = abonne
        self.jeton: Final = jeton
        boucle = asyncio.get_running_loop()
        self.donnee = boucle.create_future()
        self.depuis = boucle.time()
        self.cedable = False
        self._attente: asyncio.Timeout | None = None

    async def remplir(self, contenu: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
        """`contenu` as it comes, while nobody else takes the place: that raises `Indisponible`."""
        self.cedable = True
        while self.cedable:
            try:
                async with asyncio.timeout(None) as self._attente:
                    morceau = await anext(contenu)
            except StopAsyncIteration:
                self.cedable = False
                return
            except TimeoutError:
                break
            finally:
                self._attente = None
            yield morceau
        raise _cedee()

    async def faire(self, travail: Awaitable[T]) -> T:
        """What `travail` gives, while nobody else takes the place: that raises `Indisponible`."""
        self.cedable = True
        try:
            async with asyncio.timeout(None) as self._attente:
                return await travail
        except TimeoutError:
            if self.cedable:
                raise
            raise _cedee() from None
        finally:
            self.cedable, self._attente = False, None

    def ceder(self) -> None:
        """Leave it to others: what comes next is not taken."""
        self.cedable = False
        if self._attente:
            self._attente.reschedule(0)


def _cedee() -> Indisponible:
    return Indisponible(
        "Cet envoi durait et d'autres attendaient sa place. Réessayez dans un instant.",
        entetes={"Retry-After": _REESSAYER},
    )


class Places:
    """So many places in all, half of them at most for one address, `par_jeton` for one token.

    The next one goes to the address that has fewest, then to the one that was given one longest
    ago: else those that keep others waiting would go before who has just come. Who waits for
    `patience.place` is refused; meanwhile they take the place of who fills theirs for long, the
    sooner of an address that has `de_plus` more.
    """

    def __init__(
        self, nombre: int, patience: Patience, par_jeton: int | None = None, de_plus: int = 2
    ) -> None:
        self._nombre = nombre
        self._de_plus = de_plus
        self._part = (nombre + 1) // 2
        self._par_jeton = par_jeton
        self._patience = patience
        self._tenues: dict[Place, None] = {}
        self._attentes: dict[Place, None] = {}
        self._abonnes = Counter[object]()
        self._servis = dict[object, float]()
        self._jetons = Counter[object]()

    @property
    def presse(self) -> bool:
        """Whether somebody waits."""
        return bool(self._attentes)

    @asynccontextmanager
    async def prendre(self, abonne: str, jeton: object = None) -> AsyncGenerator[Place]:
        """A place, held until the end of the block; raises `Indisponible` after a while."""
        place = Place(abonne, jeton)
        try:
            await self._attendre(place)
            yield place
        finally:
            self._rendre(place)

    async def _attendre(self, place: Place) -> None:
        self._attentes[place] = None
        self._distribuer()
        fin = place.depuis + self._patience.place
        cedee = place
        while not place.donnee.done():
            reste = fin - asyncio.get_running_loop().time()
            if reste <= 0:
                raise Indisponible(
                    "Trop de demandes à la fois : réessayez dans un instant.",
                    entetes={"Retry-After": _REESSAYER},
                )
            if cedee not in self._tenues and (trouvee := self._qui_cederait(place)):
                cedee = trouvee
                cedee.ceder()
            await asyncio.wait([place.donnee], timeout=min(_REGARD, reste))

    def _rendre(self, place: Place) -> None:
        self._attentes.pop(place, None)
        if place in self._tenues:
            del self._tenues[place]
            self._compter(place, -1)
        self._distribuer()
        if not any(place.abonne == une.abonne for une in (*self._tenues, *self._attentes)):
            self._servis.pop(place.abonne, None)

    def _distribuer(self) -> None:
        while len(self._tenues) < self._nombre:
            pretes = (place for place in self._attentes if not self._comblee(place))
            place = min(pretes, key=self._rang, default=None)
            if place is None:
                return
            del self._attentes[place]
            self._tenues[place] = None
            self._compter(place, 1)
            place.depuis = asyncio.get_running_loop().time()
            self._servis[place.abonne] = place.depuis
            place.donnee.set_result(None)

    def _rang(self, place: Place) -> tuple[int, float]:
        return self._abonnes[place.abonne], self._servis.get(place.abonne, 0)

    def _compter(self, place: Place, un: int) -> None:
        for compte, cle in ((self._abonnes, place.abonne), (self._jetons, place.jeton)):
            compte[cle] += un
            if not compte[cle]:  # nobody is known here any longer than they are here
                del compte[cle]

    def _comblee(self, place: Place) -> bool:
        """Whether its address, or its token, has all that it may."""
        return self._du_jeton(place) or self._abonnes[place.abonne] >= self._part

    def _du_jeton(self, place: Place) -> bool:
        return self._par_jeton is not None and self._jetons[place.jeton] >= self._par_jeton

    def _qui_cederait(self, attend: Place) -> Place | None:
        """Whose place it would get: of those held for long, the first that was taken."""
        if self._du_jeton(attend):
            return None
        maintenant, siennes = asyncio.get_running_loop().time(), self._abonnes[attend.abonne]
        for tenue in self._tenues:
            if not tenue.cedable or (siennes >= self._part and tenue.abonne != attend.abonne):
                continue
            en_a_plus = self._abonnes[tenue.abonne] >= siennes + self._de_plus
            garde = self._patience.tenue if en_a_plus else self._patience.longue
            if maintenant - tenue.depuis >= garde:
                return tenue
        return None
