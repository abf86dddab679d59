"""When bytes reached this machine, told by the kernel, and by proxies."""

import socket
import time
from datetime import timedelta

import pytest

from app.kit.web.arrival import lire_traversee, retard

_TIC = 0.010  # seconds: the longest that Linux is built with (CONFIG_HZ=100)


@pytest.mark.parametrize("attente", [0.0, 0.03, 0.2])
def test_le_noyau_dit_quand_sont_venus_les_octets_lus_tard(attente: float) -> None:
    """Neither before they were sent, but for a tick, nor after."""
    with (
        socket.create_server(("127.0.0.1", 0)) as ecoute,
        socket.create_connection(ecoute.getsockname()) as client,
    ):
        avant = time.monotonic()
        client.sendall(b"x")
        apres = time.monotonic()
        while time.monotonic() < apres + attente:
            pass
        prise, _ = ecoute.accept()
        with prise:
            prise.recv(100)
            venue = time.monotonic() - retard(prise)
    assert avant - 2 * _TIC <= venue <= apres


def test_ce_qui_n_est_pas_du_tcp_vient_d_arriver() -> None:
    une, autre = socket.socketpair()
    with une, autre:
        assert retard(une) == 0


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
