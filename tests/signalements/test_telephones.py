"""Telephone numbers as people write them, and those that a library does not know yet.

betagouv/ma-cantine#3784; posabsolute/jQuery-Validation-Engine#634; demarche-numerique#4640;
intl-tel-input#1093; google/libphonenumber#1463; stefanfoulis/django-phonenumber-field#160.
"""

import pytest

from tests.formulaire.outils import constats, examen, retenu

TELEPHONE = "/contact/telephone"


@pytest.mark.parametrize("saisi", ["(02) 35 12 34 56", "(+33) 2 35 12 34 56", "+33 (0)2 35123456"])
def test_les_parentheses_se_lisent(saisi: str) -> None:
    assert retenu({TELEPHONE: saisi}, TELEPHONE) == "+33235123456"


@pytest.mark.parametrize("saisi", ["02 35 12 34 56 (poste 12)", "02 35 12 34 56 / 06 12 34 56 78"])
def test_ce_qui_depasse_un_numero_est_nomme(saisi: str) -> None:
    (refus,) = examen({TELEPHONE: saisi}).ecarts
    assert "un seul numéro, sans poste ni autre texte" in refus.message


def test_une_tranche_inconnue_n_empeche_pas_le_depot() -> None:
    assert constats({TELEPHONE: "+32 2 123 45 67"}) == [(TELEPHONE, "telephone_inconnu")]
    assert examen({TELEPHONE: "+32 2 123 45 67"}).deposable


def test_un_numero_d_outre_mer_sous_33_est_dit_d_outre_mer() -> None:
    (conseil,) = examen({TELEPHONE: "+33 692 12 34 56"}).ecarts
    assert "d'outre-mer" in conseil.message
    assert examen({TELEPHONE: "+33 692 12 34 56"}).deposable


@pytest.mark.parametrize("saisi", ["+32 2 501", "+999 2 35 12 34 56"])
def test_qui_donne_un_indicatif_ne_se_le_fait_pas_demander(saisi: str) -> None:
    (refus,) = examen({TELEPHONE: saisi}).ecarts
    assert "+32" not in refus.message
    assert "indicatif" in refus.message
