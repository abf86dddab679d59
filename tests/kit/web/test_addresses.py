"""Where a request comes from: nothing that a client writes of itself is believed."""

from ipaddress import ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kit.web.addresses import INCONNUE, Adresses, abonne

_PROXY = "10.0.0.1"
_DE_CONFIANCE = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]
_CLIENT = "198.51.100.7"


def _adresse(pair: str | None, *entetes: tuple[str, str], proxys: Any = _DE_CONFIANCE) -> Any:
    brutes = [(nom.lower().encode(), valeur.encode("latin-1")) for nom, valeur in entetes]
    client = None if pair is None else (pair, 50_000)
    return Adresses(proxys).de({"client": client, "headers": brutes}).adresse


@pytest.mark.parametrize("nom", ["Forwarded", "X-Forwarded-For"])
def test_sans_proxy_annonce_un_en_tete_n_est_pas_cru(nom: str) -> None:
    entete = (nom, f"for={_CLIENT}" if nom == "Forwarded" else _CLIENT)
    assert _adresse("203.0.113.9", entete) == "203.0.113.9"
    assert _adresse(_PROXY, entete, proxys=[]) == _PROXY
    assert _adresse(_PROXY, entete) == _CLIENT


@pytest.mark.parametrize(
    ("valeur", "attendue"),
    [
        (f"for={_CLIENT}", _CLIENT),
        (f"For={_CLIENT};proto=https;by=203.0.113.43", _CLIENT),
        (f'for="{_CLIENT}:4711"', _CLIENT),
        ('for="[2001:db8:cafe::17]:4711"', "2001:db8:cafe::17"),
        ('for="[2001:db8:cafe::17]"', "2001:db8:cafe::17"),
        (f"for=6.6.6.6, for={_CLIENT}", _CLIENT),
        (f"for=6.6.6.6, for={_CLIENT}, for=10.0.0.2", _CLIENT),
        ("for=10.0.0.3, for=10.0.0.2", "10.0.0.3"),
        # Malformed, hidden or unknown: the nearest hop of ours.
        ("for=unknown", _PROXY),
        ("for=_cache7", _PROXY),
        (f"for={_CLIENT}, for=_cache7", _PROXY),
        (f"for={_CLIENT}, for=unknown, for=10.0.0.2", "10.0.0.2"),
        ("proto=https", _PROXY),
        (f"for={_CLIENT};for=6.6.6.6", _PROXY),
        (f"for = {_CLIENT}", _PROXY),
        (f'for="{_CLIENT}', _PROXY),
        ('for="[2001:db8::17"', _PROXY),
        ('for="[fe80::1%eth0]"', _PROXY),
        ("", _PROXY),
        (f"for={_CLIENT},", _PROXY),
        # What a client put before, its quotes open, does not swallow what the proxy added.
        (f'for="6.6.6.6, for={_CLIENT}', _CLIENT),
        (f'for=6.6.6.6;a=", for={_CLIENT};host="x"', _CLIENT),
        (f'for={_CLIENT};host="a,for=6.6.6.6;b="', _PROXY),
    ],
)
def test_forwarded_se_lit_depuis_la_droite(valeur: str, attendue: str) -> None:
    assert _adresse(_PROXY, ("Forwarded", valeur)) == attendue


@pytest.mark.parametrize(
    ("valeur", "attendue"),
    [
        (_CLIENT, _CLIENT),
        (f"6.6.6.6, {_CLIENT}", _CLIENT),
        (f"{_CLIENT}, 10.0.0.2, fd00::3", _CLIENT),
        (f"{_CLIENT}:4711", _CLIENT),
        ("2001:db8::17", "2001:db8::17"),
        ("[2001:db8::17]:443", "2001:db8::17"),
        (f"::ffff:{_CLIENT}", _CLIENT),
        (f"{_CLIENT}, unknown", _PROXY),
        (f"{_CLIENT}, 1.2.3", _PROXY),
        (f"{_CLIENT}, 1.2.3.04", _PROXY),
        (f"{_CLIENT}, 1.2.3.4.5:80", _PROXY),
        (f"{_CLIENT}, <script>", _PROXY),
    ],
)
def test_x_forwarded_for_se_lit_depuis_la_droite(valeur: str, attendue: str) -> None:
    assert _adresse(_PROXY, ("X-Forwarded-For", valeur)) == attendue


def test_plusieurs_lignes_d_un_en_tete_se_suivent() -> None:
    lignes = [("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-For", _CLIENT)]
    assert _adresse(_PROXY, *lignes) == _CLIENT


def test_deux_en_tetes_qui_se_contredisent_ne_sont_pas_crus() -> None:
    accord = [("Forwarded", f"for={_CLIENT}"), ("X-Forwarded-For", _CLIENT)]
    assert _adresse(_PROXY, *accord) == _CLIENT
    desaccord = [("Forwarded", "for=6.6.6.6"), ("X-Forwarded-For", _CLIENT)]
    assert _adresse(_PROXY, *desaccord) is None


def test_une_liste_demesuree_n_est_pas_crue() -> None:
    relais = ", ".join(["10.0.0.2"] * 12)
    assert _adresse(_PROXY, ("X-Forwarded-For", f"{_CLIENT}, {relais}")) == "10.0.0.2"
    espaces = " " * 3000
    assert _adresse(_PROXY, ("X-Forwarded-For", f"6.6.6.6,{espaces}{_CLIENT}")) == _CLIENT
    assert _adresse(_PROXY, ("X-Forwarded-For", f"{'x' * 3000}, {_CLIENT}")) == _CLIENT


def test_un_proxy_en_ipv6_qui_porte_une_ipv4_est_reconnu() -> None:
    assert _adresse(f"::ffff:{_PROXY}", ("X-Forwarded-For", _CLIENT)) == _CLIENT


@pytest.mark.parametrize("pair", [None, "testclient", ""])
def test_qui_n_a_pas_d_adresse_est_inconnu(pair: str | None) -> None:
    scope = {"client": pair and (pair, 1), "headers": [(b"x-forwarded-for", b"1.2.3.4")]}
    assert Adresses(_DE_CONFIANCE).de(scope) == INCONNUE
    assert abonne(None) == "inconnue"


@pytest.mark.parametrize(
    ("adresse", "origine", "compte"),
    [
        ("198.51.100.7", "198.51.100.0/24", "198.51.100.7/32"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.7", "198.51.100.0/24", "198.51.100.7/32"),
    ],
)
def test_le_journal_et_les_limites_ne_gardent_que_le_reseau(
    adresse: str, origine: str, compte: str
) -> None:
    lue = Adresses([]).de({"client": (adresse, 1), "headers": []})
    assert lue.origine == origine
    assert abonne(lue.adresse) == compte


@given(st.text(st.characters(max_codepoint=255), max_size=60))
def test_ce_qu_un_client_ecrit_devant_ne_change_rien(devant: str) -> None:
    for entetes in (
        [("X-Forwarded-For", f"{devant}, {_CLIENT}")],
        [("Forwarded", f"{devant}, for={_CLIENT};proto=https")],
    ):
        assert _adresse(_PROXY, *entetes) == _CLIENT


@given(st.text(st.characters(max_codepoint=255), max_size=60))
def test_aucun_en_tete_ne_fait_tomber_le_service(valeur: str) -> None:
    for nom in ("X-Forwarded-For", "Forwarded"):
        assert _adresse(_PROXY, (nom, valeur))
