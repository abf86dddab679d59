"""Périmètre: EPCI, EPT, region, what has to be justified."""

from collections.abc import Sequence
from typing import Any

import pytest

from app.formulaire.choix import Ept
from app.formulaire.referentiels import EPCI
from tests.formulaire.outils import ABSENT, causes, constats, examen, retenu

LISTE = "/perimetre/epci"
REGION = "/perimetre/region"
EPT = "/perimetre/ept"
A_JUSTIFIER = "/perimetre/caracteristiques_industrielles"

LE_HAVRE, CAUX = "200084952", "200010700"  # Normandie
ETAMPOIS, NEMOURS = "200017846", "200023240"  # Île-de-France
ARC_SUD, VITRE = "200027027", "200039022"  # Bretagne
DREUX = "200040277"  # Centre-Val de Loire and Normandie
ROUEN, LYON = "200023414", "200046977"  # métropoles


def epci(*sirens: str) -> list[dict[str, str]]:
    return [{"siren": siren} for siren in sirens]


def perimetre(sirens: Sequence[str], region: str, **autres: Any) -> dict[str, Any]:
    changes = {LISTE: epci(*sirens), REGION: region}
    return changes | {f"/perimetre/{cle}": valeur for cle, valeur in autres.items()}


@pytest.mark.parametrize(
    "cle",
    [
        "epci",
        "region",
        "type_perimetre",
        "caracteristiques_industrielles",
        "defis_fragilites",
        "nom_territoire",
    ],
)
def test_chaque_reponse_est_due(cle: str) -> None:
    trouves = constats({f"/perimetre/{cle}": ABSENT})
    assert trouves == [(f"/perimetre/{cle}", "requis")]


def test_le_commentaire_est_facultatif() -> None:
    assert constats({"/perimetre/commentaire": ABSENT}) == []


# The EPCI


def test_refuse_un_perimetre_sans_epci() -> None:
    assert constats({LISTE: []}) == [(LISTE, "liste_vide")]


@pytest.mark.parametrize("siren", ["123456789", "", "2000849-52", "20008495", "Axe Seine"])
def test_refuse_un_epci_inconnu_en_2023(siren: str) -> None:
    ou = f"{LISTE}/0/siren"
    assert [p for p, _ in constats({ou: siren})] == [ou]
    assert constats({ou: siren}) == [(ou, "epci_inconnu" if siren else "requis")]


def test_refuse_un_epci_sans_siren() -> None:
    ou = f"{LISTE}/0/siren"
    assert constats({ou: ABSENT}) == [(ou, "requis")]
    assert causes({ou: ABSENT}, ou) == [REGION]


def test_refuse_deux_fois_le_meme_epci() -> None:
    changements = perimetre([LE_HAVRE, CAUX, LE_HAVRE], "28")
    assert constats(changements) == [(f"{LISTE}/2", "epci_en_double")]
    assert causes(changements, f"{LISTE}/2") == [f"{LISTE}/0"]


def test_l_epci_en_double_est_nomme() -> None:
    (double,) = examen(perimetre([CAUX, CAUX, LE_HAVRE], "28")).ecarts
    assert double.message == "CA Caux Seine Agglo figure deux fois dans le périmètre."


def test_le_nom_retenu_est_celui_du_referentiel() -> None:
    assert retenu({f"{LISTE}/0/nom": "Le Havre"}, LISTE) == [
        {"siren": LE_HAVRE, "nom": "CU Le Havre Seine Métropole"},
        {"siren": CAUX, "nom": "CA Caux Seine Agglo"},
    ]


@pytest.mark.parametrize(
    "nom", ["Le Havre", "le havre-seine", "Communauté urbaine Le Havre Seine Métropole", "CU"]
)
def test_un_nom_abrege_ou_deploye_ne_contredit_pas_le_siren(nom: str) -> None:
    assert constats({f"{LISTE}/0/nom": nom}) == []


@pytest.mark.parametrize("nom", ["CC de Nulle Part", "Communauté de communes du Havre de Paix"])
def test_un_nom_qui_contredit_son_siren_est_signale(nom: str) -> None:
    ou = f"{LISTE}/0/nom"
    trouve = examen({ou: nom}).ecarts
    assert [(e.pointeur, e.code, e.a_cause_de) for e in trouve] == [
        (ou, "epci_autre_nom", [f"{LISTE}/0/siren"])
    ]
    assert trouve[0].parametres == {"reponse": nom, "nom": "CU Le Havre Seine Métropole"}


@pytest.mark.parametrize("siren", ["200 084 952", "\u200b200084952", "2000 849 52\u00a0"])
def test_un_siren_se_lit_sans_ses_blancs(siren: str) -> None:
    ou = f"{LISTE}/0/siren"
    assert retenu({ou: siren}, ou) == LE_HAVRE


def test_un_siren_inconnu_ecrit_avec_des_blancs_n_est_refuse_que_par_le_serveur() -> None:
    ou = f"{LISTE}/0/siren"
    assert constats({ou: "200 084 953"}) == [(ou, "siren_inconnu")]
    assert constats({ou: "200 084 95"}) == [(ou, "epci_inconnu")]


def test_le_nombre_d_epci_n_est_pas_limite() -> None:
    bretons = [e.siren for e in EPCI.values() if e.regions == ("53",) and not e.est_metropole]
    assert len(bretons) > 50
    assert constats(perimetre(bretons[:17], "53")) == []
    assert constats(perimetre(bretons, "53")) == []


# Collectivités d'outre-mer


def test_une_collectivite_d_outre_mer_se_nomme_sans_siren() -> None:
    changements = {
        LISTE: [{"nom": "Saint-Pierre-et-Miquelon"}, {"nom": "Polynésie"}],
        REGION: "collectivites_outre_mer",
    }
    assert constats(changements) == []
    assert retenu(changements, LISTE) == changements[LISTE]


def test_une_collectivite_d_outre_mer_sans_nom_est_refusee() -> None:
    ou = f"{LISTE}/0/nom"
    changements: dict[str, Any] = {LISTE: [{}], REGION: "collectivites_outre_mer"}
    assert constats(changements) == [(ou, "requis")]
    assert causes(changements, ou) == [REGION]
    assert constats(changements | {LISTE: [{"nom": " \n"}]}) == [(ou, "requis")]


@pytest.mark.parametrize("region", ["28", "interregional", "06"])
def test_ailleurs_un_nom_sans_siren_est_refuse(region: str) -> None:
    changements = {LISTE: [{"nom": "Axe Seine"}], REGION: region}
    assert constats(changements) == [(f"{LISTE}/0/siren", "requis")]


# The EPT


def test_un_ept_peut_faire_le_perimetre_a_lui_seul() -> None:
    changements = perimetre([], "11", ept="200057867")
    assert constats(changements) == [(A_JUSTIFIER, "epci_seul")]
    assert constats(changements | {LISTE: ABSENT}) == [(A_JUSTIFIER, "epci_seul")]


def test_un_ept_accompagne_des_epci() -> None:
    assert constats(perimetre([ETAMPOIS], "11", ept="200057867")) == []
    assert retenu(perimetre([ETAMPOIS], "11", ept="200057867"), EPT) == "200057867"


def test_un_ept_peut_figurer_parmi_les_epci() -> None:
    assert constats(perimetre([ETAMPOIS, "200057867"], "11")) == []


def test_refuse_un_ept_choisi_et_repete_parmi_les_epci() -> None:
    changements = perimetre([ETAMPOIS, "200057867"], "11", ept="200057867")
    assert constats(changements) == [(f"{LISTE}/1", "epci_en_double")]
    assert causes(changements, f"{LISTE}/1") == [EPT]


def test_les_onze_ept_sont_proposes() -> None:
    assert len(Ept) == 11
    for ept in Ept:
        assert constats(perimetre([ETAMPOIS], "11", ept=ept.value)) == []


def test_refuse_un_ept_inconnu() -> None:
    assert constats(perimetre([ETAMPOIS], "11", ept=ETAMPOIS)) == [(EPT, "choix_invalide")]


def test_un_ept_ne_compte_pas_quand_il_est_inconnu() -> None:
    changements = perimetre([], "11", ept="Plaine Commune")
    assert constats(changements) == [(LISTE, "liste_vide"), (EPT, "choix_invalide")]


def test_l_ept_compte_aussi_en_interregional() -> None:
    assert constats(perimetre([NEMOURS, DREUX], "interregional", ept="200057867")) == []
    trouves = constats(perimetre([], "interregional", ept="200057867"))
    assert trouves == [(A_JUSTIFIER, "epci_seul"), (REGION, "interregional_superflu")]


@pytest.mark.parametrize("reste", ["200057867", "un brouillon", ""])
def test_ailleurs_l_ept_est_cache_et_ignore(reste: str) -> None:
    changements = perimetre([LE_HAVRE, CAUX], "28", ept=reste)
    assert constats(changements) == []
    assert retenu(changements, EPT) is ABSENT


def test_un_ept_cache_ne_dispense_pas_d_epci() -> None:
    assert constats(perimetre([], "28", ept="200057867")) == [(LISTE, "liste_vide")]
    changements = perimetre([], "28", ept="200057867") | {LISTE: ABSENT}
    assert constats(changements) == [(LISTE, "requis")]


def test_refuse_un_ept_cache_qui_n_est_pas_un_texte() -> None:
    assert constats({EPT: ["200057867"]}) == [(EPT, "type_invalide")]


# Regions


def test_refuse_des_epci_sans_region_commune() -> None:
    changements = perimetre([LE_HAVRE, VITRE], "28")
    assert constats(changements) == [(REGION, "epci_sans_region_commune")]
    assert causes(changements, REGION) == [LISTE]


@pytest.mark.parametrize("region", ["53", "11", "01"])
def test_refuse_des_epci_sans_region_commune_quelle_que_soit_la_region(region: str) -> None:
    assert constats(perimetre([LE_HAVRE, VITRE], region)) == [(REGION, "epci_sans_region_commune")]


def test_refuse_un_ept_et_des_epci_sans_region_commune() -> None:
    changements = perimetre([LE_HAVRE, CAUX], "11", ept="200057867")
    assert constats(changements) == [(REGION, "epci_sans_region_commune")]


def test_accepte_l_interregional() -> None:
    assert constats(perimetre([LE_HAVRE, VITRE], "interregional")) == []


def test_avertit_d_un_epci_a_cheval_sur_une_autre_region() -> None:
    (a_cheval,) = examen(perimetre([LE_HAVRE, DREUX], "28")).ecarts
    assert (a_cheval.pointeur, a_cheval.code) == (REGION, "perimetre_a_cheval")
    assert a_cheval.message == (
        "Une partie du périmètre se trouve dans une autre région : Centre-Val de Loire."
    )
    assert examen(perimetre([LE_HAVRE, DREUX], "28")).deposable


def test_avertit_d_une_region_choisie_qui_n_est_pas_la_region_commune() -> None:
    # Both lie in Normandie; Centre-Val de Loire holds a part of one of them only.
    assert constats(perimetre([LE_HAVRE, DREUX], "24")) == [(REGION, "perimetre_a_cheval")]


@pytest.mark.parametrize("region", ["53", "collectivites_outre_mer"])
def test_avertit_d_une_region_ou_ne_se_trouve_aucun_epci(region: str) -> None:
    changements = perimetre([LE_HAVRE, CAUX], region)
    if region == "collectivites_outre_mer":
        changements[LISTE] = [{**choisi, "nom": "CC"} for choisi in changements[LISTE]]
    assert constats(changements) == [(REGION, "region_sans_epci")]
    assert examen(changements).deposable


def test_avertit_d_un_interregional_superflu() -> None:
    (superflu,) = examen(perimetre([LE_HAVRE, CAUX], "interregional")).ecarts
    assert (superflu.pointeur, superflu.code) == (REGION, "interregional_superflu")
    assert superflu.parametres == {"region": "Normandie"}
    assert examen(perimetre([LE_HAVRE, CAUX], "interregional")).deposable


def test_un_epci_a_cheval_justifie_l_interregional() -> None:
    assert constats(perimetre([LE_HAVRE, DREUX], "interregional")) == []


@pytest.mark.parametrize("region", ["84", "53", "28", "01", "04", "06"])
def test_accepte_deux_epci_de_la_region_choisie(region: str) -> None:
    sirens = [e.siren for e in EPCI.values() if e.regions == (region,) and not e.est_metropole]
    assert constats(perimetre(sirens[:2], region)) == []


# What has to be justified


def test_avertit_d_un_epci_seul() -> None:
    assert constats(perimetre([LE_HAVRE], "28")) == [(A_JUSTIFIER, "epci_seul")]
    assert causes(perimetre([LE_HAVRE], "28"), A_JUSTIFIER) == [LISTE]
    assert examen(perimetre([LE_HAVRE], "28")).deposable


def test_le_meme_epci_deux_fois_reste_un_epci_seul() -> None:
    trouves = constats(perimetre([LE_HAVRE, LE_HAVRE], "28"))
    assert trouves == [(A_JUSTIFIER, "epci_seul"), (f"{LISTE}/1", "epci_en_double")]


@pytest.mark.parametrize(("siren", "voisin", "region"), [(ROUEN, CAUX, "28"), (LYON, None, "84")])
def test_avertit_d_une_metropole(siren: str, voisin: str | None, region: str) -> None:
    trouves = constats(perimetre([siren, voisin] if voisin else [siren], region))
    assert (A_JUSTIFIER, "metropole") in trouves
    assert ((A_JUSTIFIER, "epci_seul") in trouves) is (voisin is None)
    assert len(trouves) == 1 + (voisin is None)


def test_une_communaute_urbaine_n_est_pas_une_metropole() -> None:
    assert EPCI[LE_HAVRE].type == "CU"
    assert constats(perimetre([LE_HAVRE, CAUX], "28")) == []


def test_deux_bretons_ne_suscitent_aucune_remarque() -> None:
    assert constats(perimetre([ARC_SUD, VITRE], "53")) == []
