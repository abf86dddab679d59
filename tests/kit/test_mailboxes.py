"""One form for each mailbox, however its address is written."""

import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from app.kit.mailboxes import adresse, boite_de
from tests.tirages import eprouver


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


_NOMS = ["a", "jeanne.martin", "o'brien", "x+y_z-1", "a..b", ".a", "Info", "", "é", "a" * 65, "<a"]
_DOMAINES = [
    *("agglo-seine.fr", "Agglo.FR", "localhost", "a.test", "x", "x.", "-x.fr", "ab--c.fr", "1.2"),
    *("xn--a.fr", "xn--mairie-vry-h7a.fr", "a@b.fr", "x_y.fr", f"{'a' * 64}.fr", "forêt.fr"),
]


@pytest.mark.parametrize("domaine", _DOMAINES)
@pytest.mark.parametrize("nom", _NOMS)
def test_une_adresse_se_juge_comme_par_la_bibliotheque(nom: str, domaine: str) -> None:
    _juger_comme_la_bibliotheque(nom, domaine)


def _juger_comme_la_bibliotheque(nom: str, domaine: str) -> None:
    ecrite = f"{nom}@{domaine}"
    try:
        attendue = validate_email(ecrite, check_deliverability=False).normalized
    except ValueError:
        with pytest.raises(ValueError):
            adresse(ecrite)
    else:
        assert adresse(ecrite) == attendue


def test_des_adresses_quelconques_aussi() -> None:
    parties = st.text(st.sampled_from("abz09-.@_'+é \""), max_size=9)
    eprouver(_juger_comme_la_bibliotheque, 200, parties, parties.map("{}.fr".format))
