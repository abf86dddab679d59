"""The door: who gives up their connection when there are too many, shared among addresses."""

from typing import Final, Protocol

# One address leaves one place in as many to others; as many who were sent away may linger.
_RESERVE: Final = 8


class Occupant(Protocol):
    """A connection, as the door sees it."""

    @property
    def attend(self) -> bool:
        """Whether its client is who is waited for: a head, a body, an answer to be taken."""
        ...

    def congedier(self) -> None:
        """Send it away; it calls `eloigner`."""
        ...

    def couper(self) -> None:
        """End it at once."""
        ...


class Porte:
    """So many connections in all, of which one address cannot have the last eighth.

    When there is one too many, a client who is waited for is sent away, a newcomer like another: of
    the address that has the most of them, the one that came first. Nobody who is being answered.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._reserve = max(1, places // _RESERVE)
        self._part = max(1, places - self._reserve)
        self._par_abonne: dict[str, dict[Occupant, None]] = {}
        self._abonnes: dict[Occupant, str] = {}
        self._eloignes: dict[Occupant, None] = {}
        self.fermee = False

    @property
    def presse(self) -> bool:
        """Whether more than half of the places are taken."""
        return 2 * len(self._abonnes) > self._places

    def entrer(self, occupant: Occupant, abonne: str) -> None:
        """Count one more for `abonne`; somebody is sent away if that is one too many."""
        self._abonnes[occupant] = abonne
        siens = self._par_abonne.setdefault(abonne, {})
        siens[occupant] = None
        if len(siens) > self._part:
            _congedier_le_premier(siens)
        elif len(self._abonnes) > self._places:
            tous = sorted(self._par_abonne.values(), key=len, reverse=True)
            _congedier_le_premier(*tous)

    def fermer(self) -> None:
        """Say that the service stops: whoever asks whether it is ready is told so."""
        self.fermee = True

    def rattacher(self, occupant: Occupant, abonne: str) -> None:
        """Count it for `abonne` from now on: behind a proxy, a head tells whose request it is."""
        if self._abonnes.get(occupant, abonne) != abonne:
            self._oublier(occupant)
            self.entrer(occupant, abonne)

    def eloigner(self, occupant: Occupant) -> None:
        """Count it no more: it only stays until its answer is read, as long as few others do."""
        self._oublier(occupant)
        self._eloignes[occupant] = None
        if len(self._eloignes) > self._reserve:
            premier = next(iter(self._eloignes))
            del self._eloignes[premier]
            premier.couper()

    def sortir(self, occupant: Occupant) -> None:
        """Forget it."""
        self._oublier(occupant)
        self._eloignes.pop(occupant, None)

    def _oublier(self, occupant: Occupant) -> None:
        abonne = self._abonnes.pop(occupant, None)
        if abonne is None:
            return
        siens = self._par_abonne[abonne]
        del siens[occupant]
        if not siens:
            del self._par_abonne[abonne]


def _congedier_le_premier(*groupes: dict[Occupant, None]) -> None:
    partant = next((un for groupe in groupes for un in groupe if un.attend), None)
    if partant:
        partant.congedier()
