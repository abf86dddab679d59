"""What is told of a version of the form follows its question through the versions after it."""

from typing import Any

import pytest

from app.formulaire import versions
from app.formulaire.annonces import Annonce, a_dire, a_garder, hors_brouillon
from app.formulaire.dossier import VERSION
from app.formulaire.evaluation import examiner
from app.formulaire.versions import (
    Change,
    Deplace,
    Etape,
    Operation,
    Rebasage,
    Remplace,
    Remplacement,
    Retire,
    rebaser,
)

Json = dict[str, Any]
TELEPHONE = Change("/contact/telephone", "Téléphone", "Un mobile.")
BUDGET = Change("/plan_action/actions/*/budget", "Budget", "En milliers d'euros.")


@pytest.fixture
def par_etapes(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Rebase a dossier by these operations, each that of a version."""

    def rebaser_par(dossier: Json, *operations: Operation, gardees: Any = ()) -> Rebasage:
        suivantes = [Etape(f"2022.{rang}", (une,)) for rang, une in enumerate(operations)]
        etapes = [Etape("2021.1"), *suivantes[:-1], Etape(VERSION, suivantes[-1].operations)]
        monkeypatch.setattr(versions, "ETAPES", etapes)
        return rebaser(dossier, "2021.1", gardees)

    return rebaser_par


def dites(rebasage: Rebasage, dossier: Json | None = None) -> list[tuple[str, str, Any]]:
    """What an applicant is told: code, pointer, the words that were typed."""
    ecarts = a_dire(rebasage.annonces, rebasage.dossier if dossier is None else dossier)
    return [(e.code, e.pointeur, e.parametres.get("reponse")) for e in ecarts]


def actions(*une_par_une: Json) -> Json:
    return {"plan_action": {"actions": list(une_par_une)}}


def test_une_reponse_deplacee_deux_fois_se_dit_a_sa_derniere_place(par_etapes: Any) -> None:
    rebasage = par_etapes(
        {"contact": {"un": "x"}},
        Deplace("/contact/un", "/contact/deux", "Un"),
        Deplace("/contact/deux", "/besoins/trois", "Deux"),
    )
    assert rebasage.dossier == {"besoins": {"trois": "x"}}
    assert dites(rebasage) == [("question_deplacee", "/besoins/trois", None)] * 2
    assert [a.parametres["version"] for a in rebasage.annonces] == ["2022.0", VERSION]


def test_une_question_modifiee_puis_deplacee_se_dit_a_sa_nouvelle_place(par_etapes: Any) -> None:
    rebasage = par_etapes(
        {"contact": {"telephone": "1"}},
        TELEPHONE,
        Deplace("/contact/telephone", "/contact/mobile", "Téléphone"),
    )
    assert dites(rebasage) == [("question_modifiee", "/contact/mobile", "1")]
    assert not dites(rebasage, {"contact": {"mobile": "2"}})


def test_ce_qui_est_dessous_suit_le_groupe_deplace(par_etapes: Any) -> None:
    rebasage = par_etapes(
        {"contact": {"telephone": "1"}} | actions({"nom": "A"}, {"budget": 3}),
        TELEPHONE,
        BUDGET,
        Deplace("/plan_action/actions/*/nom", "/plan_action/actions/*/intitule", "Nom"),
        Deplace("/contact", "/gouvernance/contact", "Contact"),
        Deplace("/plan_action/actions", "/besoins/actions", "Actions"),
    )
    assert dites(rebasage)[:3] == [
        ("question_modifiee", "/gouvernance/contact/telephone", "1"),
        ("question_modifiee", "/besoins", "3"),
        ("question_deplacee", "/besoins/actions/0/intitule", None),
    ]


def test_une_question_modifiee_puis_retiree_rend_ses_mots(par_etapes: Any) -> None:
    dossier = {"contact": {"telephone": "1"}} | actions({"budget": 3}, {"budget": 4})
    rebasage = par_etapes(
        dossier,
        TELEPHONE,
        BUDGET,
        Retire("/contact/telephone", "Mobile"),
        Retire("/plan_action/actions/*/budget", "Budget"),
    )
    assert dites(rebasage) == [
        ("question_retiree", "/contact", "1"),
        ("question_retiree", "/plan_action", "3"),
        ("question_retiree", "/plan_action", "4"),
    ]
    assert rebasage.annonces[0].parametres["libelle"] == "Mobile"


@pytest.mark.parametrize(
    ("derniere", "code"),
    [
        (Retire("/contact/deux", "Deux"), "question_retiree"),
        (Change("/contact/deux", "Deux", "Autre."), "question_modifiee"),
        (Deplace("/contact/deux", "/contact/pris", "Deux"), "reponse_ecartee"),
    ],
)
def test_ce_qui_sort_du_dossier_n_est_plus_dit_deplace(
    par_etapes: Any, derniere: Operation, code: str
) -> None:
    rebasage = par_etapes(
        {"contact": {"un": "x", "pris": "y"}},
        Deplace("/contact/un", "/contact/deux", "Un"),
        Remplace("/contact/deux", {"x": Remplacement("Ixe", "z")}),
        derniere,
    )
    (dite,) = rebasage.annonces
    assert (dite.code, dite.parametres["reponse"]) == (code, "z")


def test_un_choix_remplace_deux_fois_se_dit_tel_qu_il_avait_ete_fait(par_etapes: Any) -> None:
    rebasage = par_etapes(
        actions({"axe": "emploi"}),
        Remplace("/plan_action/actions/*/axe", {"emploi": Remplacement("Emploi", "rh")}),
        Remplace("/plan_action/actions/*/axe", {"rh": Remplacement("Ressources", "foncier")}),
    )
    (dite,) = rebasage.annonces
    assert dite.dire().parametres == {
        "version": VERSION,
        "avant": "Emploi",
        "apres": "Mobiliser un foncier industriel adapté",
    }


def test_ce_qui_etait_garde_suit_aussi_sa_question(par_etapes: Any) -> None:
    dossier = {"contact": {"telephone": "1", "fax": "2", "mail": "3"}}
    change, retire = Change("/contact/fax", "Fax", "Autre."), Retire("/contact/mail", "Mail")
    gardees = a_garder(par_etapes(dossier, TELEPHONE, change, retire).annonces)
    rebasage = par_etapes(
        {"contact": {"fax": "répondu depuis"}},
        Deplace("/contact/telephone", "/contact/mobile", "Téléphone"),
        Retire("/contact/fax", "Fax"),
        gardees=gardees,
    )
    assert dites(rebasage) == [
        ("question_modifiee", "/contact/mobile", "1"),
        ("question_retiree", "/contact", "3"),
        ("question_retiree", "/contact", "répondu depuis"),
    ]


def test_dans_une_liste_une_question_modifiee_se_dit_a_la_section(par_etapes: Any) -> None:
    rebasage = par_etapes(actions({"nom": "A", "budget": 3}, {"nom": "B", "budget": 4}), BUDGET)
    toutes = [("question_modifiee", "/plan_action", mots) for mots in ("3", "4")]
    assert dites(rebasage) == toutes
    assert dites(rebasage, actions({"nom": "B"})) == toutes
    assert dites(rebasage, actions({"nom": "A", "budget": 5}, {"nom": "B"})) == toutes
    assert dites(rebasage, actions()) == toutes
    assert dites(rebasage, {}) == toutes
    assert not dites(rebasage, actions({"budget": 5}, {"budget": 0}))


def test_un_blanc_ne_repond_pas_a_une_question_modifiee(par_etapes: Any) -> None:
    rebasage = par_etapes({"contact": {"telephone": "1"}}, TELEPHONE)
    attendu = [("question_modifiee", "/contact/telephone", "1")]
    assert dites(rebasage, {"contact": {"telephone": " \u00a0"}}) == attendu


def test_une_reponse_deplacee_ne_se_dit_plus_une_fois_effacee(par_etapes: Any) -> None:
    nom = Deplace("/plan_action/actions/*/nom", "/plan_action/actions/*/intitule", "Nom")
    rebasage = par_etapes(actions({"nom": "A"}, {"nom": "B"}), nom)
    assert len(dites(rebasage)) == 2
    assert dites(rebasage, actions({"intitule": "B"})) == [
        ("question_deplacee", "/plan_action/actions/0/intitule", None)
    ]


def test_une_section_qui_n_est_plus_renvoie_au_dossier(par_etapes: Any) -> None:
    rebasage = par_etapes({"referent": {"mail": "1"}}, Retire("/referent/mail", "Mail"))
    assert dites(rebasage) == [("question_retiree", "", "1")]


def test_hors_d_un_brouillon_ne_se_dit_que_ce_qui_attend_une_reponse() -> None:
    mots = {"version": VERSION, "libelle": "Fax", "reponse": "1"}
    annonces = [
        Annonce("/contact", "question_retiree", mots),
        Annonce("/contact/mail", "reponse_ecartee", mots),
        Annonce("/contact/fax", "question_modifiee", mots | {"motif": "Autre."}),
    ]
    assert [a.code for a in hors_brouillon(annonces)] == ["question_modifiee"]
    assert len(a_dire(annonces, {})) == 3


def test_le_verdict_dit_en_dernier_ce_que_le_formulaire_a_change() -> None:
    annonces = [
        Annonce(
            "/contact", "question_retiree", {"version": VERSION, "libelle": "Fax", "reponse": "1"}
        )
    ]
    sans, avec = examiner({}), examiner({}, annonces=annonces)
    assert avec.ecarts == [*sans.ecarts, *a_dire(annonces, {})]
    assert sans.ecarts != avec.ecarts
