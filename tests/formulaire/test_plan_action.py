"""Votre plan d'action: one to ten actions within the programme's years."""

from typing import Any

import pytest

from app.formulaire.choix import Axe, Rubrique, TypeActeur
from tests.formulaire.exemples import action
from tests.formulaire.outils import ABSENT, TOUTES, causes, constats, examen, retenu

ACTIONS = "/plan_action/actions"
PREMIERE = f"{ACTIONS}/0"


@pytest.mark.parametrize("cle", ["priorites", "actions"])
def test_chaque_reponse_est_due(cle: str) -> None:
    assert constats({f"/plan_action/{cle}": ABSENT}) == [(f"/plan_action/{cle}", "requis")]


def test_refuse_un_plan_sans_action() -> None:
    assert constats({ACTIONS: []}) == [(ACTIONS, "liste_vide")]


def test_une_action_suffit() -> None:
    assert constats({ACTIONS: [action("Seule")]}) == []


def test_dix_actions_sont_acceptees_et_onze_refusees() -> None:
    assert constats({ACTIONS: [action(f"Action {n}") for n in range(10)]}) == []
    onze = {ACTIONS: [action(f"Action {n}") for n in range(11)]}
    assert constats(onze) == [(ACTIONS, "liste_trop_longue")]
    assert examen(onze).ecarts[0].message == "Indiquez au plus 10 éléments."


def test_le_plan_operationnel_est_a_joindre() -> None:
    sans = TOUTES - {Rubrique.PLAN_ACTION_OPERATIONNEL}
    assert constats({}, sans) == [("/plan_action/plan_action_operationnel", "piece_manquante")]


@pytest.mark.parametrize("cle", ["intitule", "axe", "description", "porteur", "debut", "fin"])
def test_chaque_partie_d_une_action_est_due(cle: str) -> None:
    assert constats({f"{PREMIERE}/{cle}": ABSENT}) == [(f"{PREMIERE}/{cle}", "requis")]


@pytest.mark.parametrize("cle", ["partenaires", "budget_euros", "financements", "indicateurs"])
def test_le_reste_d_une_action_est_facultatif(cle: str) -> None:
    assert constats({f"{PREMIERE}/{cle}": ABSENT}) == []


@pytest.mark.parametrize("acteur", [f"{PREMIERE}/porteur", f"{PREMIERE}/partenaires/0"])
@pytest.mark.parametrize("cle", ["nom", "type"])
def test_un_acteur_a_un_nom_et_un_type(acteur: str, cle: str) -> None:
    assert constats({f"{acteur}/{cle}": ABSENT}) == [(f"{acteur}/{cle}", "requis")]


@pytest.mark.parametrize("axe", Axe)
def test_accepte_chacun_des_quatre_axes(axe: Axe) -> None:
    assert len(Axe) == 4
    assert retenu({f"{PREMIERE}/axe": axe.value}, f"{PREMIERE}/axe") == axe.value


def test_refuse_un_axe_qui_n_est_pas_du_programme() -> None:
    assert constats({f"{PREMIERE}/axe": "climat"}) == [(f"{PREMIERE}/axe", "choix_invalide")]


@pytest.mark.parametrize("type_acteur", TypeActeur)
def test_accepte_chaque_type_d_acteur(type_acteur: TypeActeur) -> None:
    assert constats({f"{PREMIERE}/porteur/type": type_acteur.value}) == []


def test_les_partenaires_peuvent_etre_aucun_ou_cinquante_mais_pas_plus() -> None:
    partenaire = {"nom": "Chimie Normande", "type": "industriel"}
    ou = f"{PREMIERE}/partenaires"
    assert constats({ou: []}) == []
    assert constats({ou: [partenaire] * 50}) == []
    assert constats({ou: [partenaire] * 51}) == [(ou, "liste_trop_longue")]


def dates(debut: str, fin: str) -> dict[str, Any]:
    return {f"{PREMIERE}/debut": debut, f"{PREMIERE}/fin": fin}


def test_une_action_peut_durer_tout_le_programme() -> None:
    assert constats(dates("2023-01-01", "2027-12-31")) == []


@pytest.mark.parametrize("jour", ["2022-12-31", "2028-01-01", "1999-06-15"])
def test_refuse_une_date_hors_du_programme(jour: str) -> None:
    ou = f"{PREMIERE}/debut"
    assert constats({ou: jour}) == [(ou, "date_hors_programme")]
    assert constats({f"{PREMIERE}/fin": jour}) == [(f"{PREMIERE}/fin", "date_hors_programme")]


@pytest.mark.parametrize(
    "jour", ["2024", "2024-01", "01/02/2024", "2024-1-2", "2024-01-01T00:00:00", "20240101", "mars"]
)
def test_refuse_une_date_mal_ecrite(jour: str) -> None:
    assert constats({f"{PREMIERE}/fin": jour}) == [(f"{PREMIERE}/fin", "date_hors_programme")]


@pytest.mark.parametrize("jour", ["2024-02-30", "2025-02-29", "2026-04-31"])
def test_refuse_une_date_qui_n_existe_pas(jour: str) -> None:
    assert constats({f"{PREMIERE}/fin": jour}) == [(f"{PREMIERE}/fin", "date_inexistante")]


def test_accepte_le_29_fevrier_d_une_annee_bissextile() -> None:
    assert constats(dates("2024-02-29", "2024-02-29")) == []


def test_refuse_une_action_qui_finit_avant_de_commencer() -> None:
    ou = f"{PREMIERE}/fin"
    assert constats(dates("2024-06-02", "2024-06-01")) == [(ou, "action_fin_avant_debut")]
    assert causes(dates("2024-06-02", "2024-06-01"), ou) == [f"{PREMIERE}/debut"]


def test_chaque_action_qui_finit_avant_de_commencer_est_signalee() -> None:
    inverse = {**action("Inverse"), "debut": "2025-01-01", "fin": "2024-01-01"}
    trouves = constats({ACTIONS: [inverse, action("Droite"), inverse]})
    assert trouves == [
        (f"{ACTIONS}/0/fin", "action_fin_avant_debut"),
        (f"{ACTIONS}/2/fin", "action_fin_avant_debut"),
    ]


def test_onze_actions_ne_cachent_pas_les_erreurs_de_l_une_d_elles() -> None:
    onze = [action("Longue"), {**action("Fautive"), "axe": "climat"}, *[action("Autre")] * 9]
    trouves = constats({ACTIONS: onze})
    assert trouves == [(ACTIONS, "liste_trop_longue"), (f"{ACTIONS}/1/axe", "choix_invalide")]
