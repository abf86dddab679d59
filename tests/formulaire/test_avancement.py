"""Progress: the answers due, files included, and those given; the places for files shown."""

from collections.abc import Collection, Mapping
from typing import Any

from app.formulaire.choix import Rubrique
from app.formulaire.evaluation import examiner
from app.formulaire.lecture import Avancement
from tests.formulaire.exemples import Json
from tests.formulaire.outils import ABSENT, TOUTES, examen


def avancement(
    changements: Mapping[str, Any], section: str, pieces: Collection[Rubrique] = TOUTES
) -> Avancement:
    (suivi,) = [s for s in examen(changements, pieces).avancement if s.section == section]
    return suivi


def test_un_dossier_complet_a_donne_tout_ce_qui_est_attendu() -> None:
    assert examen({}).avancement == [
        Avancement("demandeur", 4, 4),
        Avancement("perimetre", 6, 6),
        Avancement("plan_action", 3, 3),
        Avancement("bilan", 0, 0),
        Avancement("gouvernance", 2, 2),
        Avancement("besoins", 7, 7),
        Avancement("contact", 9, 9),
    ]


def test_un_dossier_vide_n_a_rien_donne() -> None:
    assert examiner({}).avancement == [
        Avancement("demandeur", 4, 0),
        Avancement("perimetre", 6, 0),
        Avancement("plan_action", 3, 0),
        Avancement("gouvernance", 2, 0),
        Avancement("besoins", 2, 0),
        Avancement("contact", 5, 0),
    ]


def test_ce_qui_est_facultatif_ne_compte_pas_dans_l_avancement() -> None:
    assert avancement({"/demandeur/categorie_juridique": ABSENT}, "demandeur").attendus == 4
    assert avancement({"/besoins/animation/fin_contrat": ABSENT}, "besoins").attendus == 7


def test_une_reponse_blanche_ou_vide_n_est_pas_donnee() -> None:
    assert avancement({"/demandeur/denomination": " "}, "demandeur").donnes == 3
    assert avancement({"/plan_action/actions": []}, "plan_action").donnes == 2
    assert avancement({"/gouvernance/membres": None}, "gouvernance").donnes == 1


def test_une_reponse_fautive_est_donnee() -> None:
    assert avancement({"/demandeur/siret": "1"}, "demandeur").donnes == 4


def test_une_piece_attendue_compte_dans_l_avancement() -> None:
    suivi = avancement({}, "gouvernance", pieces=TOUTES - {Rubrique.LETTRES})
    assert (suivi.attendus, suivi.donnes) == (2, 1)


def test_une_condition_change_ce_qui_est_attendu() -> None:
    assert avancement({"/contact/est_contact_suite": True}, "contact").attendus == 5
    a_recruter = {"/besoins/animation/chef_projet_en_poste": "a_recruter"}
    assert avancement(a_recruter, "besoins").attendus == 2


def test_un_ept_seul_fait_un_perimetre_complet() -> None:
    seul: Json = {"/perimetre/epci": [], "/perimetre/region": "11", "/perimetre/ept": "200057867"}
    suivi = avancement(seul, "perimetre")
    assert suivi.donnes == suivi.attendus == 5


def test_un_bilan_cache_n_est_pas_suivi() -> None:
    sections = [s.section for s in examen({"/perimetre/type_perimetre": "nouveau"}).avancement]
    assert "bilan" not in sections


def test_les_rubriques_montrees_sont_celles_des_sections_montrees() -> None:
    assert examen({}).rubriques() == set(Rubrique)
    nouveau = examen({"/perimetre/type_perimetre": "nouveau"})
    assert nouveau.rubriques() == {Rubrique.PLAN_ACTION_OPERATIONNEL, Rubrique.LETTRES}
