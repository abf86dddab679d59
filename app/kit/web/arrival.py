"""When what was sent reached this machine, however late this process comes to read it.

In a rush a connection may wait for seconds to be accepted, and its bytes to be read: that delay is
the service's own, and no deadline may be judged by it. Linux keeps the instant of the last bytes
that a TCP connection has received (`tcpi_last_data_recv`: `linux/tcp.h`, tcp(7)). A proxy of ours
may have received them sooner, and say so.
"""

import re
import socket
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from struct import Struct
from typing import Final, Protocol

from prometheus_client import Histogram

from app.kit.clock import Horloge
from app.kit.metrics import REGISTRE

ARRIVEE: Final = "ti.arrivee"
"""When the head of a request came, by the service's clock (an extension, in the words of ASGI)."""
ENTIERE: Final = "ti.requete_entiere"
"""When the rest of it had come as well: there once it has."""

RENVOI: Final = "ti.renvoi"
"""Nobody has room for this request: it is read, for its client to be told when it came."""
# `X-Request-Start`, as nginx's `$msec` gives it: seconds since 1970.
_DEPART: Final = re.compile(r"t=(\d{1,12}(?:\.\d{1,9})?)")
# A proxy passes on what it has received sooner than that, or the time of its machine is wrong.
_TRAVERSEE_MAX: Final = timedelta(seconds=30)

# Milliseconds between the tick of the kernel's clock in which they came and the last one.
_DERNIERS_OCTETS: Final = Struct("=52xI")
_RETARDS: Final = Histogram(
    "ti_retard_d_arrivee_secondes",
    "Time between the last bytes of a request and their reading, which its arrival makes up for",
    buckets=(0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15),
    registry=REGISTRE,
)


class Source(StrEnum):
    """Who says when a request arrived."""

    SERVICE = "service"
    PROXY = "proxy"
    TICKET = "ticket"
    CLE = "cle"


@dataclass(frozen=True, slots=True)
class Constat:
    """When something arrived, and who says so."""

    le: datetime
    par: Source = Source.SERVICE


class Prise(Protocol):
    """A socket, or what an event loop shows of one."""

    def getsockopt(self, niveau: int, option: int, taille: int, /) -> bytes:
        """An option of it, in so many bytes."""
        ...


def recu_le(prise: Prise, horloge: Horloge) -> datetime:
    """When the last bytes reached this socket, for who has just read them.

    That is the kernel's tick in which they came, of 4 ms on most machines: never later than they
    did, and the same for all that came in it. Now, where the system does not tell.
    """
    if sys.platform != "linux":
        return horloge.maintenant()
    while True:
        tic = horloge.dernier_tic()
        try:
            lu = prise.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _DERNIERS_OCTETS.size)
        except OSError:  # no TCP
            return horloge.maintenant()
        # It counts from the last tick: from this one, or somebody else ran meanwhile.
        if horloge.dernier_tic() == tic:
            return tic - timedelta(milliseconds=_DERNIERS_OCTETS.unpack(lu)[0])


def lire_traversee(entete: str, maintenant: float) -> timedelta | None:
    """How long a proxy has had a request, by the `X-Request-Start` that it wrote.

    `maintenant`: seconds since 1970, by the clock of this machine. None for what cannot be: an
    instant to come, or one too long ago.
    """
    if (lu := _DEPART.fullmatch(entete)) is None:
        return None
    traversee = timedelta(seconds=maintenant - float(lu[1]))
    return traversee if timedelta() <= traversee <= _TRAVERSEE_MAX else None


def observer_le_retard(secondes: float) -> None:
    """Have the metrics tell how late requests are read."""
    _RETARDS.observe(secondes)
