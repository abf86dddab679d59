"""A dossier begun under an older version of the form is read as today's, and no word is lost."""

from copy import deepcopy
from typing import Any

import pytest

from app.formulaire import versions
from app.formulaire.annonces import Annonce, a_garder
from app.formulaire.dossier import VERSION
from app.formulaire.versions import (
    ETAPES,
    Change,
    Deplace,
    Etape,
    Operation,
    Rebasage,
    Remplace,
    Remplacement,
    Retire,
    VersionInconnue,
    rebaser,
)
from tests.formulaire.exemples import dossier_complet

Json = dict[str, Any]


@pytest.fixture
def depuis(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Rebase a dossier of an older version, made today's by these operations."""

    def rebaser_par(dossier: Json, *operations: Operation) -> Rebasage:
        monkeypatch.setattr(versions, "ETAPES", [Etape("2022.9"), Etape(VERSION, operations)])
        avant = deepcopy(dossier)
        rebasage = rebaser(dossier, "2022.9")
        assert dossier == avant
        return rebasage

    return rebaser_par


def dits(annonces: list[Annonce]) -> list[tuple[str, str, Any]]:
    return [(a.code, a.pointeur, a.parametres.get("reponse")) for a in annonces]


def test_la_derniere_version_publiee_est_celle_du_formulaire() -> None:
    assert ETAPES[-1].version == VERSION
    assert len({etape.version for etape in ETAPES}) == len(ETAPES)


def test_un_dossier_d_aujourd_hui_reste_tel_quel() -> None:
    assert rebaser(dossier_complet(), VERSION) == Rebasage(dossier_complet())


def test_une_version_que_le_code_ne_connait_pas_est_refusee() -> None:
    with pytest.raises(VersionInconnue, match=r"2031\.1"):
        rebaser({}, "2031.1")


def test_une_reponse_deplacee_se_retrouve_a_sa_place(depuis: Any) -> None:
    rebasage = depuis(
        {"referent": {"mail": "a@b.fr"}, "contact": {"telephone": "1"}},
        Deplace("/referent/mail", "/contact/courriel", "Mail"),
    )
    assert rebasage.dossier == {"contact": {"telephone": "1", "courriel": "a@b.fr"}}
    assert dits(rebasage.annonces) == [("question_deplacee", "/contact/courriel", None)]


def test_une_reponse_deplacee_peut_ouvrir_une_section(depuis: Any) -> None:
    rebasage = depuis({"mail": "a@b.fr"}, Deplace("/mail", "/contact/courriel", "Mail"))
    assert rebasage.dossier == {"contact": {"courriel": "a@b.fr"}}


def test_chaque_element_d_une_liste_est_deplace(depuis: Any) -> None:
    actions = [{"nom": "A"}, {"axe": "foncier"}, {"nom": "B"}]
    rebasage = depuis(
        {"plan_action": {"actions": actions}},
        Deplace("/plan_action/actions/*/nom", "/plan_action/actions/*/intitule", "Nom"),
    )
    assert rebasage.dossier["plan_action"]["actions"] == [
        {"intitule": "A"},
        {"axe": "foncier"},
        {"intitule": "B"},
    ]
    assert [a.pointeur for a in rebasage.annonces] == [
        "/plan_action/actions/0/intitule",
        "/plan_action/actions/2/intitule",
    ]


def test_une_place_deja_prise_ne_fait_perdre_aucun_mot(depuis: Any) -> None:
    rebasage = depuis(
        {"contact": {"mail": "a@b.fr", "courriel": "c@d.fr"}},
        Deplace("/contact/mail", "/contact/courriel", "Votre mail"),
    )
    assert rebasage.dossier == {"contact": {"courriel": "c@d.fr"}}
    assert dits(rebasage.annonces) == [("reponse_ecartee", "/contact/courriel", "a@b.fr")]
    assert rebasage.annonces[0].dire().message == (
        f"Depuis la version {VERSION} du formulaire, « Votre mail » est demandé à un endroit où "
        "vous aviez déjà répondu : c'est cette réponse-là qui demeure. "
        "Vous aviez aussi répondu : a@b.fr"
    )


@pytest.mark.parametrize("blanc", ["", " \u00a0\n", None, [], {}])
def test_une_place_laissee_en_blanc_n_est_pas_prise(depuis: Any, blanc: Any) -> None:
    rebasage = depuis(
        {"contact": {"mail": "a@b.fr", "courriel": blanc}},
        Deplace("/contact/mail", "/contact/courriel", "Mail"),
    )
    assert rebasage.dossier == {"contact": {"courriel": "a@b.fr"}}
    assert dits(rebasage.annonces) == [("question_deplacee", "/contact/courriel", None)]


@pytest.mark.parametrize("obstacle", ["texte", 3, ["texte"], [{}]])
def test_une_reponse_sur_le_chemin_prend_la_place(depuis: Any, obstacle: Any) -> None:
    rebasage = depuis(
        {"mail": "a@b.fr", "contact": {"referent": obstacle}},
        Deplace("/mail", "/contact/referent/courriel", "Mail"),
    )
    assert rebasage.dossier == {"contact": {"referent": obstacle}}
    assert [a.code for a in rebasage.annonces] == ["reponse_ecartee"]


@pytest.mark.parametrize(
    ("ancien", "nouveau"),
    [
        ("/plan_action/actions/*/nom", "/plan_action/mesures/*/nom"),
        ("/plan_action/actions/*/nom", "/plan_action/nom"),
        ("/plan_action/nom", "/plan_action/actions/*/nom"),
        ("/a/*/b/*/c", "/a/*/d/*/c"),
    ],
)
def test_une_reponse_ne_change_pas_de_liste(ancien: str, nouveau: str) -> None:
    with pytest.raises(ValueError, match="listes différentes"):
        Deplace(ancien, nouveau, "Nom")


def test_un_choix_prend_son_nouveau_code_et_un_mot_libre_demeure(depuis: Any) -> None:
    rebasage = depuis(
        {"plan_action": {"actions": [{"axe": "emploi"}, {"axe": "empl"}, {"axe": 3}]}},
        Remplace("/plan_action/actions/*/axe", {"emploi": Remplacement("L'emploi", "recrutement")}),
    )
    axes = [action["axe"] for action in rebasage.dossier["plan_action"]["actions"]]
    assert axes == ["recrutement", "empl", 3]
    assert dits(rebasage.annonces) == [("choix_remplace", "/plan_action/actions/0/axe", None)]
    assert rebasage.annonces[0].dire().message == (
        f"Depuis la version {VERSION} du formulaire, le choix « L'emploi » est devenu « Lever les "
        "freins au recrutement »."
    )


@pytest.mark.parametrize(
    ("reponse", "dite"), [("Mes mots", "Mes mots"), (["a", 1], '["a",1]'), (False, "false")]
)
def test_une_question_retiree_rend_ce_qui_y_etait_dit(depuis: Any, reponse: Any, dite: str) -> None:
    rebasage = depuis({"contact": {"fax": reponse}}, Retire("/contact/fax", "Votre télécopieur"))
    assert rebasage.dossier == {}
    (annonce,) = rebasage.annonces
    assert (annonce.code, annonce.pointeur) == ("question_retiree", "/contact")
    assert annonce.dire().message == (
        f"Depuis la version {VERSION} du formulaire, « Votre télécopieur » n'est plus demandé. "
        f"Vous aviez répondu : {dite}"
    )


def test_une_question_modifiee_est_a_refaire_a_sa_place(depuis: Any) -> None:
    rebasage = depuis(dossier_complet(), Change("/contact/telephone", "Téléphone", "Un mobile."))
    assert "telephone" not in rebasage.dossier["contact"]
    assert dits(rebasage.annonces) == [("question_modifiee", "/contact/telephone", "0235123457")]
    assert rebasage.annonces[0].dire().message == (
        f"La question « Téléphone » a changé (version {VERSION} du formulaire) : répondez de "
        "nouveau. Un mobile. Vous aviez répondu : 0235123457"
    )


@pytest.mark.parametrize("blanc", ["", " \n", None, [], {}])
def test_un_blanc_s_en_va_sans_etre_dit(depuis: Any, blanc: Any) -> None:
    rebasage = depuis({"contact": {"fax": blanc}}, Retire("/contact/fax", "Votre télécopieur"))
    assert rebasage == Rebasage({})


def test_ce_qui_n_a_pas_ete_repondu_ne_se_dit_pas(depuis: Any) -> None:
    operations = (
        Deplace("/a/b", "/c", "B"),
        Remplace("/a/*/b", {"x": Remplacement("X", "y")}),
        Retire("/d", "D"),
        Change("/plan_action/actions/*/e", "E", "Autre."),
    )
    dossier = {"a": "texte", "plan_action": {"actions": "texte"}}
    assert depuis(dossier, *operations) == Rebasage(dossier)


def test_se_gardent_les_annonces_dont_les_mots_ne_sont_plus_dans_le_dossier(depuis: Any) -> None:
    annonces = depuis(
        {"contact": {"fax": "1", "mail": "2", "telephone": "3", "tel": "4", "nom_prenom": "5"}},
        Retire("/contact/fax", "Fax"),
        Deplace("/contact/mail", "/contact/courriel", "Mail"),
        Change("/contact/telephone", "Téléphone", "Autre."),
        Deplace("/contact/tel", "/contact/nom_prenom", "Tél."),
    ).annonces
    gardees = ["question_retiree", "question_modifiee", "reponse_ecartee"]
    assert [a.code for a in a_garder(annonces)] == gardees
