"""The verdict as a whole: all at once, pure, remembered by content, what a deposit freezes."""

from copy import deepcopy
from typing import Any

import pytest

from app.formulaire.choix import Rubrique
from app.formulaire.dossier import Dossier
from app.formulaire.evaluation import evaluer, examiner, instantane_de, lire_pour_figer
from app.formulaire.section import Section
from tests.formulaire.cas import CAS, Cas, nom
from tests.formulaire.exemples import Json, dossier_complet
from tests.formulaire.outils import ABSENT, TOUTES, avec, erreurs, examen, paires


def test_le_dossier_complet_est_deposable_sans_remarque() -> None:
    assert evaluer(dossier_complet(), TOUTES) == []
    assert examiner(dossier_complet(), TOUTES).deposable


# All at once


def test_toutes_les_erreurs_sont_dites_a_la_fois() -> None:
    fautif = avec(
        {
            "/demandeur/courriel": "direction@",
            "/demandeur/siret": "73282932000075",
            "/demandeur/denomination": ABSENT,
            "/perimetre/epci/1/siren": "1",
            "/perimetre/region": "Normandie",
            "/perimetre/commentaire": "a\n" * 10 + "b",
            "/plan_action/priorites": " ",
            "/plan_action/actions/0/debut": "2022-12-31",
            "/plan_action/actions/1/porteur": "Seine-Axe",
            "/plan_action/actions/1/partenaires": [{"nom": 3}],
            "/bilan/total": 3,
            "/gouvernance/membres/0/qualite": "autre",
            "/gouvernance/membres/1/courriel": None,
            "/besoins/animation/chef_projet_nom": ABSENT,
            "/besoins/animation/souhait_cofinancement": ABSENT,
            "/besoins/autres/ami_rebond_industriel": "bof",
            "/contact/est_contact_suite": "non",
            "/contact/telephone": "0000000000",
            "/annexe": [],
        }
    )
    assert paires(evaluer(fautif)) == [
        ("/annexe", "champ_inconnu"),
        ("/besoins/animation/chef_projet_nom", "requis"),
        ("/besoins/animation/souhait_cofinancement", "requis"),
        ("/besoins/autres/ami_rebond_industriel", "choix_invalide"),
        ("/bilan/total", "champ_inconnu"),
        ("/contact/est_contact_suite", "type_invalide"),
        ("/contact/telephone", "telephone_refuse"),
        ("/demandeur/courriel", "courriel_invalide"),
        ("/demandeur/denomination", "requis"),
        ("/demandeur/siret", "siret_cle"),
        ("/gouvernance/lettres", "piece_manquante"),
        ("/gouvernance/membres", "binome_sans_elu"),
        ("/gouvernance/membres/1/courriel", "type_invalide"),
        ("/perimetre/commentaire", "trop_de_lignes"),
        ("/perimetre/epci/1/siren", "epci_inconnu"),
        ("/perimetre/region", "choix_invalide"),
        ("/plan_action/actions/0/debut", "date_hors_programme"),
        ("/plan_action/actions/1/partenaires/0/nom", "type_invalide"),
        ("/plan_action/actions/1/partenaires/0/type", "requis"),
        ("/plan_action/actions/1/porteur", "type_invalide"),
        ("/plan_action/plan_action_operationnel", "piece_manquante"),
        ("/plan_action/priorites", "requis"),
    ]


def test_un_dossier_vide_dit_tout_ce_qui_est_du() -> None:
    trouves = evaluer({})
    assert {e.code for e in trouves} == {"requis", "piece_manquante"}
    sections = {e.pointeur.split("/")[1] for e in trouves}
    assert sections == set(Dossier.champs) - {"bilan"}


def test_une_section_valide_est_jugee_malgre_les_erreurs_des_autres() -> None:
    changements: Json = {
        "/demandeur": ABSENT,
        "/gouvernance/membres": [],
        "/perimetre/region": "53",
        "/plan_action/actions/0/fin": "2023-01-01",
    }
    codes = {e.code for e in examen(changements).ecarts}
    assert {"region_sans_epci", "action_fin_avant_debut"} <= codes


def test_une_regle_ne_juge_pas_une_section_fautive() -> None:
    codes = {
        e.code for e in examen({"/perimetre/region": "53", "/perimetre/nom_territoire": ""}).ecarts
    }
    assert codes == {"requis"}


@pytest.mark.parametrize("rubrique", [Rubrique.PLAN_ACTION_OPERATIONNEL, Rubrique.LETTRES])
def test_les_pieces_se_jugent_meme_quand_leur_section_est_fautive(rubrique: Rubrique) -> None:
    trouves = evaluer({}, TOUTES - {rubrique})
    assert [e.code for e in trouves if e.code == "piece_manquante"] == ["piece_manquante"]


def test_une_regle_entre_deux_sections_lit_ce_que_l_une_et_l_autre_disent_alors() -> None:
    chef, lui_meme = (
        "/besoins/animation/chef_projet_courriel",
        {"/besoins/animation/demandeur_est_chef_projet": True},
    )
    for _ in range(2):
        differentes = examen(lui_meme).ecarts
        assert paires(differentes) == [(chef, "chef_projet_autre_courriel")]
        accordees = lui_meme | {"/demandeur/courriel": "camille.petit@seine-axe.example.fr"}
        assert examen(accordees).ecarts == []


@pytest.mark.parametrize("section", ["demandeur", "besoins"])
def test_une_regle_entre_deux_sections_attend_que_les_deux_soient_justes(section: str) -> None:
    changements = {"/besoins/animation/demandeur_est_chef_projet": True, f"/{section}/fax": ""}
    assert {e.code for e in examen(changements).ecarts} == {"champ_inconnu"}


# Pure


@pytest.mark.parametrize("cas", CAS, ids=nom)
def test_l_examen_ne_change_pas_le_dossier(cas: Cas) -> None:
    dossier = cas.dossier()
    avant = deepcopy(dossier)
    examiner(dossier, cas.pieces)
    assert dossier == avant


@pytest.mark.parametrize("cas", CAS, ids=nom)
def test_deux_examens_disent_la_meme_chose(cas: Cas) -> None:
    dossier = cas.dossier()
    assert evaluer(dossier, cas.pieces) == evaluer(dossier, cas.pieces)


def test_un_instantane_s_examine_sans_erreur_et_reste_le_meme() -> None:
    for cas in CAS:
        premier = examiner(cas.dossier(), cas.pieces)
        if premier.deposable:
            second = examiner(premier.instantane(), cas.pieces)
            assert erreurs(second.ecarts) == []
            assert second.instantane() == premier.instantane()


# What was judged is remembered by its content


def test_une_reponse_changee_sur_place_est_jugee_a_nouveau() -> None:
    dossier = dossier_complet()
    assert evaluer(dossier, TOUTES) == []
    dossier["demandeur"]["siret"] = "1"
    assert paires(evaluer(dossier, TOUTES)) == [("/demandeur/siret", "siret_invalide")]
    dossier["demandeur"]["siret"] = "73282932000074"
    assert evaluer(dossier, TOUTES) == []


def test_des_valeurs_egales_pour_python_ne_sont_pas_confondues() -> None:
    contact, budget = "/contact/est_contact_suite", "/plan_action/actions/0/budget_euros"
    for _ in range(2):
        assert examen({contact: True}).ecarts == []
        assert paires(examen({contact: 1}).ecarts) == [(contact, "type_invalide")]
        assert examen({budget: 1}).ecarts == []
        assert paires(examen({budget: True}).ecarts) == [(budget, "type_invalide")]


def test_changer_un_instantane_n_en_change_aucun_autre() -> None:
    examen({}).instantane()["contact"]["courriel"] = "autre@example.fr"
    assert examen({}).instantane()["contact"]["courriel"] == "jeanne.martin@seine-axe.example.fr"


def test_l_examen_dit_a_part_ce_qui_rompt_la_forme_d_un_brouillon() -> None:
    fautif: Json = {
        "/contact/courriel": 3,
        "/demandeur/siret": "1",
        "/annexe": {},
        "/bilan/fax": "",
    }
    assert paires(examen(fautif).forme) == [
        ("/annexe", "champ_inconnu"),
        ("/bilan/fax", "champ_inconnu"),
        ("/contact/courriel", "type_invalide"),
    ]
    assert examen({"/demandeur/siret": "1"}).forme == []


# What a deposit freezes


def test_l_instantane_garde_toutes_les_reponses_montrees_et_normalisees() -> None:
    attendu = dossier_complet()
    attendu["demandeur"]["siret"] = "73282932000074"
    attendu["perimetre"]["epci"][1]["nom"] = "CA Caux Seine Agglo"
    attendu["besoins"]["animation"]["chef_projet_telephone"] = "+33235123456"
    attendu["contact"]["telephone"] = "+33235123457"
    attendu["contact"]["suite_telephone"] = "+33235123456"
    assert examen({}).instantane() == attendu


def test_l_instantane_laisse_de_cote_les_reponses_cachees() -> None:
    caches = {
        "/perimetre/type_perimetre": "nouveau",
        "/perimetre/ept": "200057867",
        "/besoins/animation/chef_projet_en_poste": "a_recruter",
        "/besoins/animation/souhait_cofinancement": "non",
        "/contact/est_contact_suite": True,
    }
    instantane = examen(caches).instantane()
    assert "bilan" not in instantane
    assert "ept" not in instantane["perimetre"]
    assert set(instantane["besoins"]["animation"]) == {
        "chef_projet_en_poste",
        "souhait_cofinancement",
    }
    assert [cle for cle in instantane["contact"] if cle.startswith("suite_")] == []


def test_ce_qui_se_fige_n_est_lu_qu_une_fois(monkeypatch: pytest.MonkeyPatch) -> None:
    lues, lire = list[str](), Section.__dict__["lire"].__func__

    def noter(cls: type[Section], visibles: dict[str, Any]) -> Section:
        lues.append(cls.__name__)
        return lire(cls, visibles)

    monkeypatch.setattr(Section, "lire", classmethod(noter))
    dossier = dossier_complet()
    dossier["perimetre"]["nom_territoire"] = "Jamais jugé auparavant"
    examen, sections = lire_pour_figer(dossier, TOUTES)
    assert len(lues) == len(set(lues))
    assert examen == examiner(dossier, TOUTES)
    assert instantane_de(sections) == examen.instantane()
