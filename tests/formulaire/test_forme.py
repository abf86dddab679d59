"""The shape of a draft: forgiving of what is typed, firm on keys, types and ceilings."""

from typing import Any

import pytest

from app.formulaire.dossier import Dossier
from app.formulaire.forme import ecarts_de_forme
from tests.formulaire.exemples import Json, dossier_complet
from tests.formulaire.outils import Constat, avec, paires


def forme(changements: dict[str, Any], base: Json | None = None) -> list[Constat]:
    return paires(list(ecarts_de_forme(Dossier, avec(changements, base))))


def test_un_dossier_complet_a_la_forme_d_un_brouillon() -> None:
    assert forme({}) == []


def test_un_brouillon_peut_tout_laisser_vide() -> None:
    assert forme({}, {}) == []
    assert forme({}, {section: {} for section in Dossier.champs}) == []
    assert forme({}, {"plan_action": {"actions": [{}, {"porteur": {}}]}}) == []


@pytest.mark.parametrize(
    ("chemin", "saisi"),
    [
        ("/demandeur/courriel", "direction@"),
        ("/demandeur/siret", "732 8"),
        ("/perimetre/region", "Norm"),
        ("/perimetre/ept", ""),
        ("/perimetre/epci/0/siren", "2000"),
        ("/perimetre/commentaire", "ligne\n" * 30),
        ("/plan_action/actions/0/debut", "mars 2024"),
        ("/plan_action/actions/0/axe", ""),
        ("/contact/telephone", "02"),
        ("/besoins/animation/fin_contrat", "2024-02-30"),
    ],
)
def test_un_brouillon_garde_ce_qui_est_a_moitie_saisi(chemin: str, saisi: str) -> None:
    assert forme({chemin: saisi}) == []


@pytest.mark.parametrize(
    ("chemin", "plafond"),
    [
        ("/demandeur/denomination", 1_000),
        ("/demandeur/courriel", 4 * 254),
        ("/perimetre/region", 1_000),
        ("/perimetre/epci/0/siren", 1_000),
        ("/plan_action/priorites", 40_000),
        ("/plan_action/commentaire", 8_000),
        ("/plan_action/actions/0/debut", 200),
    ],
)
def test_un_texte_ne_depasse_pas_son_plafond(chemin: str, plafond: int) -> None:
    assert forme({chemin: "x" * plafond}) == []
    assert forme({chemin: "x" * (plafond + 1)}) == [(chemin, "plafond_texte")]


@pytest.mark.parametrize(
    ("chemin", "plafond"),
    [
        ("/plan_action/actions", 40),
        ("/plan_action/actions/0/partenaires", 200),
        ("/perimetre/epci", 2_000),
        ("/gouvernance/membres", 2_000),
    ],
)
def test_une_liste_ne_depasse_pas_son_plafond(chemin: str, plafond: int) -> None:
    assert forme({chemin: [{}] * plafond}) == []
    assert forme({chemin: [{}] * (plafond + 1)}) == [(chemin, "plafond_liste")]


def test_le_plafond_est_dit() -> None:
    (trouve,) = ecarts_de_forme(Dossier, avec({"/demandeur/denomination": "x" * 1_001}))
    assert trouve.message == "Ce texte dépasse le plafond de 1\u202f000 caractères."


@pytest.mark.parametrize(
    "chemin",
    ["/annexe", "/contact/fax", "/besoins/animation/fax", "/plan_action/actions/0/porteur/fax"],
)
def test_refuse_une_cle_inconnue(chemin: str) -> None:
    assert forme({chemin: "x"}) == [(chemin, "champ_inconnu")]


@pytest.mark.parametrize(
    ("chemin", "valeur"),
    [
        ("/demandeur", "Seine-Axe"),
        ("/demandeur", None),
        ("/demandeur/siret", 73282932000074),
        ("/demandeur/siret", None),
        ("/perimetre/epci", {"siren": "200084952"}),
        ("/perimetre/epci", "200084952"),
        ("/perimetre/epci/0", "200084952"),
        ("/perimetre/epci/0/siren", None),
        ("/perimetre/region", ["28"]),
        ("/perimetre/region", None),
        ("/contact/est_contact_suite", "non"),
        ("/contact/est_contact_suite", 0),
        ("/contact/est_contact_suite", None),
        ("/plan_action/actions/0/budget_euros", "450000"),
        ("/plan_action/actions/0/budget_euros", True),
        ("/plan_action/actions/0/budget_euros", 0.5),
    ],
)
def test_refuse_un_type_json_qui_ne_convient_pas(chemin: str, valeur: object) -> None:
    assert forme({chemin: valeur}) == [(chemin, "type_invalide")]


@pytest.mark.parametrize(
    "chemin", ["/demandeur/siret", "/perimetre/region", "/bilan/actions_realisees"]
)
@pytest.mark.parametrize("saisi", ["a\0", "a\ud800"])
def test_refuse_un_caractere_qui_ne_s_enregistre_pas(chemin: str, saisi: str) -> None:
    assert forme({chemin: saisi}) == [(chemin, "caractere_interdit")]


def test_refuse_un_dossier_qui_n_est_pas_un_objet() -> None:
    assert paires(list(ecarts_de_forme(Dossier, []))) == [("", "type_invalide")]


def test_toutes_les_fautes_de_forme_sont_dites_a_la_fois() -> None:
    assert forme({"/annexe": {}, "/contact/courriel": 3, "/demandeur/siret": None}) == [
        ("/annexe", "champ_inconnu"),
        ("/contact/courriel", "type_invalide"),
        ("/demandeur/siret", "type_invalide"),
    ]


def test_une_partie_se_juge_a_sa_place() -> None:
    gouvernance = Dossier.champs["gouvernance"].section
    assert gouvernance
    trouves = ecarts_de_forme(gouvernance, {"membres": [3]}, "/gouvernance")
    assert paires(list(trouves)) == [("/gouvernance/membres/0", "type_invalide")]


def test_la_forme_est_jugee_sans_changer_le_dossier() -> None:
    dossier = dossier_complet()
    list(ecarts_de_forme(Dossier, dossier))
    assert dossier == dossier_complet()
