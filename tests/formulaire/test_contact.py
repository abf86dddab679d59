"""Point de contact: telephones, and the other contact when there is one."""

import pytest

from tests.formulaire.outils import ABSENT, causes, constats, retenu

TELEPHONE = "/contact/telephone"
EST_CONTACT = "/contact/est_contact_suite"
SUITE = ["suite_nom_prenom", "suite_fonction_organisation", "suite_courriel", "suite_telephone"]


@pytest.mark.parametrize(
    "cle",
    ["nom_prenom", "fonction_organisation", "courriel", "telephone", "est_contact_suite"],
)
def test_chaque_reponse_est_due(cle: str) -> None:
    assert constats({f"/contact/{cle}": ABSENT}) == [(f"/contact/{cle}", "requis")]


@pytest.mark.parametrize("cle", SUITE)
def test_un_autre_contact_est_a_decrire(cle: str) -> None:
    ou = f"/contact/{cle}"
    assert constats({ou: ABSENT}) == [(ou, "requis")]
    assert causes({ou: ABSENT}, ou) == [EST_CONTACT]
    assert constats({ou: " "}) == [(ou, "requis")]


@pytest.mark.parametrize("cle", SUITE)
def test_le_contact_lui_meme_n_en_designe_pas_d_autre(cle: str) -> None:
    ou = f"/contact/{cle}"
    assert constats({EST_CONTACT: True, ou: ABSENT}) == []
    assert constats({EST_CONTACT: True, ou: "02"}) == []
    assert retenu({EST_CONTACT: True}, ou) is ABSENT


@pytest.mark.parametrize("cle", SUITE)
def test_refuse_une_reponse_cachee_du_mauvais_type(cle: str) -> None:
    ou = f"/contact/{cle}"
    assert constats({EST_CONTACT: True, ou: False}) == [(ou, "type_invalide")]
    assert constats({EST_CONTACT: True, ou: "x\0"}) == [(ou, "caractere_interdit")]


def test_sans_reponse_sur_le_contact_aucun_autre_n_est_attendu() -> None:
    changements = {EST_CONTACT: ABSENT, **{f"/contact/{cle}": ABSENT for cle in SUITE}}
    assert constats(changements) == [(EST_CONTACT, "requis")]


@pytest.mark.parametrize(
    ("saisi", "garde"),
    [
        ("02 35 12 34 56", "+33235123456"),
        ("02.35.12.34.56", "+33235123456"),
        ("02-35-12-34-56", "+33235123456"),
        ("02\u00a035\u202f12 34\u201356", "+33235123456"),
        ("0612345678", "+33612345678"),
        ("09 70 00 00 01", "+33970000001"),
        ("+33 (0)2 35 12 34 56", "+33235123456"),
        ("0033235123456", "+33235123456"),
        ("(02) 35 12 34 56", "+33235123456"),
        ("(+33) 2 35 12 34 56", "+33235123456"),
        ("+(33) (0) 2.35.12.34.56.", "+33235123456"),
        ("\u202a02\u200b35123456\u202c", "+33235123456"),
        ("0262 20 12 34", "+262262201234"),  # La Réunion
        ("0692 12 34 56", "+262692123456"),
        ("0590 81 12 34", "+590590811234"),  # Guadeloupe
        ("0690 30 12 34", "+590690301234"),
        ("0596 60 12 34", "+596596601234"),  # Martinique
        ("0696 20 12 34", "+596696201234"),
        ("0594 30 12 34", "+594594301234"),  # Guyane
        ("0694 20 12 34", "+594694201234"),
        ("0269 61 12 34", "+262269611234"),  # Mayotte
        ("0639 69 12 34", "+262639691234"),
        ("+262 262 20 12 34", "+262262201234"),
        ("+508 41 12 34", "+508411234"),  # Saint-Pierre-et-Miquelon
        ("+687 25 12 34", "+687251234"),  # Nouvelle-Calédonie
        ("+32 2 501 02 11", "+3225010211"),
        ("+49 30 123456", "+4930123456"),
    ],
)
def test_un_telephone_est_garde_au_format_international(saisi: str, garde: str) -> None:
    assert retenu({TELEPHONE: saisi}, TELEPHONE) == garde


@pytest.mark.parametrize(
    "saisi",
    [
        *("02 35", "inconnu", "02 35 12 34 5x", "tel: 0235123456", "++33235123456"),
        *("02 35 12 34 56 (poste 12)", "02 35 12 34 56 / 06 12 34 56 78"),
    ],
)
def test_refuse_un_telephone_mal_forme(saisi: str) -> None:
    assert constats({TELEPHONE: saisi}) == [(TELEPHONE, "telephone_invalide")]


@pytest.mark.parametrize(
    ("saisi", "code"),
    [
        ("0000000000", "telephone_refuse"),
        ("023512345", "telephone_refuse"),
        ("0692 12 34 5", "telephone_refuse"),
        ("02 35 12 34", "telephone_refuse"),
        ("02 35 12 34 56 78", "telephone_refuse"),
        ("0692 12 34 56 78", "telephone_refuse"),
        ("+33 1 23 45", "telephone_refuse"),
        ("+32 2 501", "telephone_etranger"),
        ("0032 2 501 02 11 99 99", "telephone_etranger"),
        ("+999 12 34 56 78", "telephone_indicatif"),
        ("00999 12 34 56 78", "telephone_indicatif"),
    ],
)
def test_refuse_un_telephone_impossible_et_dit_pourquoi(saisi: str, code: str) -> None:
    assert constats({TELEPHONE: saisi}) == [(TELEPHONE, code)]


@pytest.mark.parametrize(
    ("saisi", "garde", "code"),
    [
        ("+32 2 123 45 67", "+3221234567", "telephone_inconnu"),
        ("0700 01 23 45", "+33700012345", "telephone_inconnu"),
        ("0269 99 99 99", "+262269999999", "telephone_inconnu"),
        ("+33 692 12 34 56", "+33692123456", "telephone_outre_mer"),
    ],
)
@pytest.mark.parametrize(
    "ou", [TELEPHONE, "/contact/suite_telephone", "/besoins/animation/chef_projet_telephone"]
)
def test_un_numero_possible_mais_inconnu_est_garde_et_signale(
    ou: str, saisi: str, garde: str, code: str
) -> None:
    assert constats({ou: saisi}) == [(ou, code)]
    assert retenu({ou: saisi}, ou) == garde


def test_le_telephone_de_l_autre_contact_est_juge_de_meme() -> None:
    ou = "/contact/suite_telephone"
    assert retenu({ou: "0269611234"}, ou) == "+262269611234"
    assert constats({ou: "0000000000"}) == [(ou, "telephone_refuse")]


def test_le_courriel_de_l_autre_contact_est_juge() -> None:
    ou = "/contact/suite_courriel"
    assert constats({ou: "camille"}) == [(ou, "courriel_invalide")]
