"""Besoins: the chef de projet and the fields that depend on one being in post."""

from typing import Any

import pytest

from tests.formulaire.outils import ABSENT, causes, constats, examen, retenu

ANIMATION = "/besoins/animation"
EN_POSTE = f"{ANIMATION}/chef_projet_en_poste"
SOUHAIT = f"{ANIMATION}/souhait_cofinancement"
LUI_MEME = f"{ANIMATION}/demandeur_est_chef_projet"
COURRIEL = f"{ANIMATION}/chef_projet_courriel"
DEMANDEUR = "/demandeur/courriel"

DUS_EN_POSTE = [
    "organisation_porteuse",
    "poste_cofinance",
    "chef_projet_nom",
    "chef_projet_courriel",
    "demandeur_est_chef_projet",
]
FACULTATIFS_EN_POSTE = ["fin_contrat", "chef_projet_telephone"]
EN_POSTE_SEULEMENT = [*DUS_EN_POSTE, *FACULTATIFS_EN_POSTE]

A_RECRUTER: dict[str, Any] = {EN_POSTE: "a_recruter", SOUHAIT: "futur_chef_projet"}


@pytest.mark.parametrize("champ", [EN_POSTE, SOUHAIT])
def test_chaque_question_sur_le_poste_est_due(champ: str) -> None:
    assert constats({champ: ABSENT}) == [(champ, "requis")]


@pytest.mark.parametrize("cle", DUS_EN_POSTE)
def test_le_chef_de_projet_en_poste_est_a_decrire(cle: str) -> None:
    ou = f"{ANIMATION}/{cle}"
    assert constats({ou: ABSENT}) == [(ou, "requis")]
    assert causes({ou: ABSENT}, ou) == [EN_POSTE]


@pytest.mark.parametrize("cle", FACULTATIFS_EN_POSTE)
def test_un_poste_permanent_ou_sans_telephone_est_accepte(cle: str) -> None:
    assert constats({f"{ANIMATION}/{cle}": ABSENT}) == []


@pytest.mark.parametrize("cle", EN_POSTE_SEULEMENT)
def test_rien_n_est_demande_d_un_chef_de_projet_a_recruter(cle: str) -> None:
    changements = A_RECRUTER | {f"{ANIMATION}/{cle}": ABSENT}
    assert constats(changements) == []


def test_les_reponses_sur_un_poste_a_recruter_ne_sont_pas_retenues() -> None:
    assert retenu(A_RECRUTER, ANIMATION) == {
        "chef_projet_en_poste": "a_recruter",
        "souhait_cofinancement": "futur_chef_projet",
    }


@pytest.mark.parametrize(
    ("cle", "reste"),
    [
        ("organisation_porteuse", "x" * 1_000),
        ("fin_contrat", "fin juin"),
        ("chef_projet_courriel", "camille.petit@"),
        ("chef_projet_telephone", "02 35"),
        ("chef_projet_nom", ""),
    ],
)
def test_un_reste_de_brouillon_cache_est_ignore(cle: str, reste: str) -> None:
    changements = A_RECRUTER | {f"{ANIMATION}/{cle}": reste}
    assert constats(changements) == []
    assert retenu(changements, f"{ANIMATION}/{cle}") is ABSENT


@pytest.mark.parametrize("cle", EN_POSTE_SEULEMENT)
def test_refuse_une_reponse_cachee_du_mauvais_type(cle: str) -> None:
    ou = f"{ANIMATION}/{cle}"
    assert constats(A_RECRUTER | {ou: 12}) == [(ou, "type_invalide")]
    assert constats(A_RECRUTER | {ou: None}) == [(ou, "type_invalide")]


@pytest.mark.parametrize(
    ("cle", "faute", "code"),
    [
        ("organisation_porteuse", "x" * 251, "texte_trop_long"),
        ("fin_contrat", "fin juin", "date_invalide"),
        ("fin_contrat", "1899-12-31", "date_invalide"),
        ("fin_contrat", "2025-02-29", "date_inexistante"),
        ("chef_projet_courriel", "camille.petit@", "courriel_invalide"),
        ("chef_projet_telephone", "02 35", "telephone_invalide"),
    ],
)
def test_les_memes_reponses_sont_jugees_quand_le_chef_de_projet_est_en_poste(
    cle: str, faute: str, code: str
) -> None:
    assert constats({f"{ANIMATION}/{cle}": faute}) == [(f"{ANIMATION}/{cle}", code)]


@pytest.mark.parametrize("jour", ["2019-01-01", "2024-02-29", "2045-12-31"])
def test_la_fin_du_contrat_n_est_pas_bornee_par_le_programme(jour: str) -> None:
    assert retenu({f"{ANIMATION}/fin_contrat": jour}, f"{ANIMATION}/fin_contrat") == jour


def test_avertit_d_un_renouvellement_sans_poste() -> None:
    changements = A_RECRUTER | {SOUHAIT: "renouvellement"}
    assert constats(changements) == [(SOUHAIT, "renouvellement_sans_poste")]
    assert causes(changements, SOUHAIT) == [EN_POSTE]
    assert examen(changements).deposable


@pytest.mark.parametrize("souhait", ["futur_chef_projet", "renouvellement", "non"])
def test_un_poste_tenu_permet_tout_souhait(souhait: str) -> None:
    assert constats({SOUHAIT: souhait}) == []


@pytest.mark.parametrize("souhait", ["futur_chef_projet", "non"])
def test_un_poste_a_recruter_permet_les_autres_souhaits(souhait: str) -> None:
    assert constats(A_RECRUTER | {SOUHAIT: souhait}) == []


def test_avertit_quand_le_demandeur_chef_de_projet_donne_deux_adresses() -> None:
    assert constats({LUI_MEME: True}) == [(COURRIEL, "chef_projet_autre_courriel")]
    assert causes({LUI_MEME: True}, COURRIEL) == [LUI_MEME, DEMANDEUR]
    assert examen({LUI_MEME: True}).deposable


@pytest.mark.parametrize(
    ("demandeur", "chef"),
    [
        ("direction@seine-axe.example.fr", "direction@seine-axe.example.fr"),
        ("direction@seine-axe.example.fr", " Direction@Seine-Axe.example.FR\n"),
        ("RENÉE@forêt.example.fr", "rene\u0301e@xn--fort-ipa.example.fr"),
    ],
)
def test_une_adresse_ecrite_de_deux_facons_est_la_meme(demandeur: str, chef: str) -> None:
    assert constats({LUI_MEME: True, DEMANDEUR: demandeur, COURRIEL: chef}) == []


@pytest.mark.parametrize("reponse", [{LUI_MEME: False}, {LUI_MEME: True} | A_RECRUTER])
def test_deux_personnes_ont_deux_adresses(reponse: dict[str, Any]) -> None:
    assert constats(reponse) == []


@pytest.mark.parametrize(
    ("ou", "faute", "code"),
    [
        (COURRIEL, "camille.petit@", "courriel_invalide"),
        (COURRIEL, ABSENT, "requis"),
        (DEMANDEUR, "direction..@seine-axe.example.fr", "courriel_refuse"),
        (DEMANDEUR, ABSENT, "requis"),
    ],
)
def test_une_adresse_fausse_n_est_comparee_a_aucune(ou: str, faute: object, code: str) -> None:
    assert constats({LUI_MEME: True, ou: faute}) == [(ou, code)]


@pytest.mark.parametrize("partie", ["ingenierie", "financement", "autres"])
def test_le_reste_de_la_section_est_facultatif(partie: str) -> None:
    assert constats({f"/besoins/{partie}": ABSENT}) == []
    assert constats({f"/besoins/{partie}": {}}) == []
    assert retenu({f"/besoins/{partie}": ABSENT}, f"/besoins/{partie}") is ABSENT


@pytest.mark.parametrize("choix", ["oui", "non_eligible", "non", "inconnu"])
def test_accepte_chaque_reponse_sur_l_ami_rebond_industriel(choix: str) -> None:
    assert constats({"/besoins/autres/ami_rebond_industriel": choix}) == []


def test_refuse_une_autre_reponse_sur_l_ami_rebond_industriel() -> None:
    ou = "/besoins/autres/ami_rebond_industriel"
    assert constats({ou: "peut-être"}) == [(ou, "choix_invalide")]


@pytest.mark.parametrize(
    "champ",
    [
        "ingenierie/projets_complexes",
        "financement/filieres_prioritaires",
        "financement/projets_formation",
        "autres/sites_france_2030",
        "autres/autres_projets",
    ],
)
def test_les_autres_besoins_sont_des_textes_longs(champ: str) -> None:
    ou = f"/besoins/{champ}"
    assert constats({ou: "x" * 10_000}) == []
    assert constats({ou: "x" * 10_001}) == [(ou, "texte_trop_long")]


def test_sans_la_section_elle_est_due_et_avec_elle_ses_questions() -> None:
    assert constats({"/besoins": ABSENT}) == [("/besoins", "requis")]
    assert constats({"/besoins": {}}) == [(ANIMATION, "requis")]
    assert constats({ANIMATION: {}}) == [(EN_POSTE, "requis"), (SOUHAIT, "requis")]
