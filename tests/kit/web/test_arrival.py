"""When bytes reached this machine, told by the kernel, and by proxies."""

import socket
from datetime import timedelta

import pytest

from app.kit.clock import Horloge
from app.kit.web.arrival import lire_traversee, recu_le

_TIC = timedelta(milliseconds=10)  # the longest that Linux is built with (CONFIG_HZ=100)


@pytest.mark.parametrize("attente", [0.0, 0.03, 0.2])
def test_le_noyau_dit_quand_sont_venus_les_octets_lus_tard(attente: float) -> None:
    """Neither before they were sent, but for a tick, nor after."""
    with (
        socket.create_server(("127.0.0.1", 0)) as ecoute,
        socket.create_connection(ecoute.getsockname()) as client,
    ):
        horloge = Horloge()
        avant = horloge.maintenant()
        client.sendall(b"x")
        apres = horloge.maintenant()
        while horloge.maintenant() < apres + timedelta(seconds=attente):
            pass
        prise, _ = ecoute.accept()
        with prise:
            prise.recv(100)
            venues = {recu_le(prise, horloge) for _ in range(100)}
    # Whenever it is asked, but for what the clock is being adjusted by.
    assert max(venues) - min(venues) <= timedelta(milliseconds=1)
    assert avant - 2 * _TIC <= min(venues) <= max(venues) <= apres


def test_ce_qui_n_est_pas_du_tcp_vient_d_arriver() -> None:
    une, autre = socket.socketpair()
    horloge = Horloge()
    with une, autre:
        avant = horloge.maintenant()
        assert avant <= recu_le(une, horloge) <= horloge.maintenant()


@pytest.mark.parametrize(
    ("entete", "secondes"),
    [
        ("t=1000", 20),
        ("t=1019.999", 0.001),
        ("t=1020", 0),
        ("t=990", 30),
        ("t=989.9", None),
        ("t=1020.001", None),
        ("t=-5", None),
        ("t=1019,5", None),
        ("t=1019.5s", None),
        ("1019.5", None),
        ("t=9" * 20, None),
        ("", None),
    ],
)
def test_un_proxy_dit_depuis_quand_il_l_a(entete: str, secondes: float | None) -> None:
    traversee = lire_traversee(entete, 1020.0)
    assert traversee == (None if secondes is None else timedelta(seconds=secondes))
