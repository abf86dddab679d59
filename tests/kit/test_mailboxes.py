"""One form for each mailbox, however its address is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kit.mailboxes import boite_de


@pytest.mark.parametrize(
    "ecrite",
    [
        "jose\u0301@mairie-e\u0301vry.fr",
        "Jos\u00e9@Mairie-\u00c9vry.FR",
        " jos\u00e9@mairie-\u00e9vry.fr\ufeff",
        "jos\u00e9@xn--mairie-vry-h7a.fr",
        "jos\u00e9@\uff4dairie-\u00e9vry.fr",
        "\uff4aos\u00e9\uff20mairie-\u00e9vry.fr",
        "jos\u00e9@mairie-\u00e9vry\u3002fr",
        "jo\u200bs\u00e9@mai\u00adrie-\u00e9vry.fr\u2060",
    ],
)
def test_une_boite_n_a_qu_une_forme(ecrite: str) -> None:
    assert boite_de(ecrite) == "jos\u00e9@mairie-\u00e9vry.fr"


@pytest.mark.parametrize(
    "texte",
    [
        *("", "jeanne@", "@example.fr", "a@b", "a" * 5000),
        *("a@b@example.fr", "a b@example.fr", "a@example.fr, b@example.fr"),
        *("=?utf-8?q?a?=@example.fr", "=\uff1futf-8?q?a?=@example.fr"),
    ],
)
def test_ce_qui_ne_nomme_aucune_boite_n_en_a_pas(texte: str) -> None:
    assert boite_de(texte) is None


@given(st.text(max_size=8), st.text(max_size=8))
def test_la_forme_normale_est_la_sienne(local: str, domaine: str) -> None:
    boite = boite_de(f"{local}@{domaine}.fr")
    assert boite is None or boite_de(boite) == boite
