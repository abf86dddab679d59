"""Identité du demandeur: e-mail, SIRET, legal form."""

import pytest

from app.formulaire.motifs import BLANCS
from tests.formulaire.outils import ABSENT, constats, retenu

COURRIEL = "/demandeur/courriel"
SIRET = "/demandeur/siret"
CATEGORIE = "/demandeur/categorie_juridique"


@pytest.mark.parametrize("cle", ["courriel", "siret", "denomination", "forme_juridique"])
def test_chaque_reponse_est_due(cle: str) -> None:
    assert constats({f"/demandeur/{cle}": ABSENT}) == [(f"/demandeur/{cle}", "requis")]


def test_la_categorie_juridique_est_facultative() -> None:
    assert constats({CATEGORIE: ABSENT}) == []


@pytest.mark.parametrize(
    "siret",
    [
        "73282932000074",
        "732 829 320 00074",
        "\u00a0732\u00a0829\u202f320\u202f00074\t\n",
        f"732829320{BLANCS[:20]}00074",
        f"73282932000074{BLANCS[-20:]}",
        " 7 3 2 8 2 9 3 2 0 0 0 0 7 4 ",
    ],
)
def test_le_siret_est_lu_sans_ses_espaces(siret: str) -> None:
    assert retenu({SIRET: siret}, SIRET) == "73282932000074"


@pytest.mark.parametrize(
    "siret",
    ["7328293200007", "732829320000740", "7328293200007A", "732-829-320-00074", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤"],
)
def test_refuse_un_siret_qui_n_a_pas_quatorze_chiffres(siret: str) -> None:
    assert constats({SIRET: siret}) == [(SIRET, "siret_invalide")]


def test_refuse_un_siret_dont_la_cle_est_fausse() -> None:
    assert constats({SIRET: "73282932000075"}) == [(SIRET, "siret_cle")]


def test_accepte_un_siret_de_la_poste() -> None:
    # No Luhn key there: the sum of the digits is a multiple of five.
    assert retenu({SIRET: "356 000 000 49837"}, SIRET) == "35600000049837"
    assert constats({SIRET: "35600000049838"}) == [(SIRET, "siret_cle")]


@pytest.mark.parametrize(
    ("courriel", "garde"),
    [
        ("direction@seine-axe.fr", "direction@seine-axe.fr"),
        (" prenom.nom+territoire@Agglo.FR\n", "prenom.nom+territoire@agglo.fr"),
        ("rene\u0301e@mairie.fr", "renée@mairie.fr"),
        ("contact@forêt.fr", "contact@forêt.fr"),
        ("\u2066dir\u200bection\u00ad@seine-\u200daxe\u2060.fr\u2069", "direction@seine-axe.fr"),
        ("\u0085a@b.fr\u1680", "a@b.fr"),
    ],
)
def test_accepte_et_normalise_un_courriel(courriel: str, garde: str) -> None:
    assert retenu({COURRIEL: courriel}, COURRIEL) == garde


@pytest.mark.parametrize(
    "courriel",
    [
        "direction",
        "direction@",
        "@agglo.fr",
        "direction@agglo",
        "direction@agglo.",
        "a@b@c.fr",
        "Direction <direction@agglo.fr>",
        "a@agglo.fr, b@agglo.fr",
        "a b@agglo.fr",
        "a\u00a0b@agglo.fr",
        "\u200b@agglo.fr",
        "a@\u200b.fr",
    ],
)
def test_refuse_un_courriel_mal_forme(courriel: str) -> None:
    assert constats({COURRIEL: courriel}) == [(COURRIEL, "courriel_invalide")]


@pytest.mark.parametrize("courriel", ["a..b@agglo.fr", "direction@-agglo.fr", "a@agglo.invalid"])
def test_refuse_un_courriel_qui_ne_peut_pas_exister(courriel: str) -> None:
    assert constats({COURRIEL: courriel}) == [(COURRIEL, "courriel_refuse")]


def test_un_courriel_compte_254_caracteres_au_plus() -> None:
    domaine = ".".join(["a" * 60, "b" * 60, "c" * 60]) + ".fr"
    long = "x" * (254 - 1 - len(domaine))
    assert constats({COURRIEL: f"{long[:64]}@{domaine}"}) == []
    assert constats({COURRIEL: f"{long}xx@{domaine}"}) == [(COURRIEL, "texte_trop_long")]


@pytest.mark.parametrize("code", ["734", "73480", "7 348", "SARL"])
def test_refuse_une_categorie_juridique_qui_n_a_pas_quatre_chiffres(code: str) -> None:
    assert constats({CATEGORIE: code}) == [(CATEGORIE, "categorie_juridique_invalide")]


def test_la_categorie_juridique_est_lue_sans_les_blancs_qui_l_entourent() -> None:
    assert retenu({CATEGORIE: " 73\u200b48\u00a0"}, CATEGORIE) == "7348"


def test_le_demandeur_peut_ne_pas_etre_un_epci() -> None:
    assert constats({"/demandeur/forme_juridique": "Groupement d'intérêt public"}) == []
