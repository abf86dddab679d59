"""The kinds of answers: limits, normalisation, what is refused."""

import pytest

from app.formulaire.evaluation import evaluer
from app.formulaire.motifs import BLANCS, BORDS
from tests.formulaire.exemples import dossier_complet
from tests.formulaire.outils import ABSENT, TOUTES, avec, chemins, constats, retenu

COURT = "/perimetre/nom_territoire"
LONG = "/perimetre/defis_fragilites"
LIGNES = "/perimetre/commentaire"
BUDGET = "/plan_action/actions/0/budget_euros"

FINS_DE_LIGNE = ["\n", "\r\n", "\r", "\u2028", "\u2029"]


@pytest.mark.parametrize(("champ", "limite"), [(COURT, 250), (LONG, 10_000), (LIGNES, 2_000)])
def test_un_texte_a_une_longueur_maximale(champ: str, limite: int) -> None:
    assert constats({champ: "é" * limite}) == []
    assert constats({champ: "é" * (limite + 1)}) == [(champ, "texte_trop_long")]


def test_la_longueur_se_compte_en_caracteres_et_non_en_octets() -> None:
    assert constats({COURT: "🏭" * 250}) == []


@pytest.mark.parametrize("fin", FINS_DE_LIGNE)
def test_un_commentaire_compte_dix_lignes_au_plus(fin: str) -> None:
    assert retenu({LIGNES: fin.join("abcdefghij")}, LIGNES) == "\n".join("abcdefghij")
    assert constats({LIGNES: fin.join("abcdefghijk")}) == [(LIGNES, "trop_de_lignes")]


def test_des_fins_de_ligne_melangees_se_comptent_une_par_une() -> None:
    dix = "a\r\nb\nc\rd\u2028e\u2029f\r\ng\nh\ri\u2028j"
    assert retenu({LIGNES: dix}, LIGNES) == "\n".join("abcdefghij")
    assert constats({LIGNES: dix + "\u2029k"}) == [(LIGNES, "trop_de_lignes")]


@pytest.mark.parametrize("fin", FINS_DE_LIGNE)
def test_les_lignes_vides_de_la_fin_ne_comptent_pas(fin: str) -> None:
    dix = "\n".join("abcdefghij")
    assert retenu({LIGNES: dix + fin + "  " + fin * 8}, LIGNES) == dix


def test_les_lignes_vides_du_milieu_comptent() -> None:
    assert constats({LIGNES: "a" + "\n" * 9 + "j"}) == []
    assert constats({LIGNES: "a" + "\n" * 10 + "k"}) == [(LIGNES, "trop_de_lignes")]
    assert constats({LIGNES: "a" + "\n \t\n" * 5 + "k"}) == [(LIGNES, "trop_de_lignes")]


@pytest.mark.parametrize("champ", [LIGNES, "/plan_action/commentaire", "/gouvernance/commentaire"])
def test_chaque_commentaire_libre_tient_en_dix_lignes(champ: str) -> None:
    assert constats({champ: "a\n" * 10}) == []
    assert constats({champ: "a\n" * 11}) == [(champ, "trop_de_lignes")]


def test_un_texte_long_n_a_pas_de_nombre_de_lignes() -> None:
    assert constats({LONG: "a\n" * 500}) == []


def test_un_texte_est_mis_en_nfc() -> None:
    assert retenu({COURT: "Valle\u0301e de l'Arve"}, COURT) == "Vallée de l'Arve"


def test_un_texte_est_debarrasse_des_blancs_qui_l_entourent() -> None:
    assert retenu({LONG: f"{BORDS}deux  mots\u00a0!{BORDS}"}, LONG) == "deux  mots\u00a0!"


def test_les_fins_de_ligne_d_un_texte_long_deviennent_lf() -> None:
    assert retenu({LONG: "a\r\nb\rc\u2028d\u2029e"}, LONG) == "a\nb\nc\nd\ne"


TEXTES = [
    COURT,
    LONG,
    LIGNES,
    "/demandeur/courriel",
    "/demandeur/siret",
    "/demandeur/categorie_juridique",
    "/contact/telephone",
    "/plan_action/actions/0/debut",
    "/besoins/animation/fin_contrat",
]


@pytest.mark.parametrize("champ", TEXTES)
def test_refuse_le_caractere_nul_dans_tout_texte(champ: str) -> None:
    assert constats({champ: "a\0b"}) == [(champ, "caractere_interdit")]


@pytest.mark.parametrize("champ", TEXTES)
def test_refuse_un_demi_codet_isole_dans_tout_texte(champ: str) -> None:
    assert constats({champ: "a\ud800b"}) == [(champ, "caractere_interdit")]


def test_un_texte_garde_les_signes_invisibles_qui_suivent_un_mot() -> None:
    assert retenu({COURT: "Cœur ❤\ufe0f\u200b "}, COURT) == "Cœur ❤\ufe0f"
    assert retenu({COURT: "\u2067שלום\u2069"}, COURT) == "\u2067שלום\u2069"


@pytest.mark.parametrize("blanc", ["\u200e", "\u00ad", "\u2060", "\u202a", "\u0085", "\u1680"])
def test_une_date_se_lit_sans_signe_invisible(blanc: str) -> None:
    for ou in ("/plan_action/actions/0/debut", "/besoins/animation/fin_contrat"):
        assert retenu({ou: f"{blanc}2024-06-30{blanc}"}, ou) == "2024-06-30"
        inseree = f"2024-{blanc}06-30"
        assert bool(constats({ou: inseree})) is blanc.isspace()


@pytest.mark.parametrize(
    "blanc", ["", " ", "\t\r\n", "\u00a0\u202f", "\u200b", BLANCS[:40], BLANCS[-40:]]
)
def test_un_texte_blanc_n_est_pas_une_reponse(blanc: str) -> None:
    assert constats({COURT: blanc}) == [(COURT, "requis")]
    assert constats({"/demandeur/siret": blanc}) == [("/demandeur/siret", "requis")]
    assert retenu({LIGNES: blanc}, LIGNES) is ABSENT
    assert retenu({"/demandeur/categorie_juridique": blanc}, "/demandeur/categorie_juridique") is (
        ABSENT
    )


def test_un_texte_blanc_n_est_pas_une_reponse_dans_une_liste_non_plus() -> None:
    prenom, financements = "/gouvernance/membres/0/prenom", "/plan_action/actions/0/financements"
    assert constats({prenom: "\u00a0"}) == [(prenom, "requis")]
    assert retenu({financements: " \n"}, financements) is ABSENT
    assert constats({"/perimetre/epci/0/nom": ""}) == []


TOUS_LES_CHEMINS = chemins(dossier_complet())


@pytest.mark.parametrize("chemin", TOUS_LES_CHEMINS)
def test_refuse_null_partout_comme_un_type_invalide(chemin: str) -> None:
    trouves = evaluer(avec({chemin: None}), TOUTES)
    assert (chemin, "type_invalide") in [(e.pointeur, e.code) for e in trouves]


@pytest.mark.parametrize("chemin", TOUS_LES_CHEMINS)
def test_refuse_partout_une_valeur_d_un_autre_type(chemin: str) -> None:
    trouves = evaluer(avec({chemin: 3.5}), TOUTES)
    assert (chemin, "type_invalide") in [(e.pointeur, e.code) for e in trouves]


@pytest.mark.parametrize("montant", [0, 1, 3.0, 2**53 - 1])
def test_accepte_un_montant_entier(montant: float) -> None:
    garde = retenu({BUDGET: montant}, BUDGET)
    assert garde == montant
    assert type(garde) is int


@pytest.mark.parametrize("montant", [-1, 2**53, 10**40, 1e300])
def test_refuse_un_montant_hors_limites(montant: float) -> None:
    assert constats({BUDGET: montant}) == [(BUDGET, "nombre_hors_limites")]


@pytest.mark.parametrize("montant", ["3", 0.5, True, float("inf"), float("nan")])
def test_refuse_un_montant_qui_n_est_pas_un_entier(montant: object) -> None:
    assert constats({BUDGET: montant}) == [(BUDGET, "type_invalide")]


@pytest.mark.parametrize("valeur", [0, 1, "oui", "true", 0.0])
def test_refuse_un_oui_non_qui_n_est_pas_un_booleen(valeur: object) -> None:
    champ = "/besoins/animation/poste_cofinance"
    assert constats({champ: valeur}) == [(champ, "type_invalide")]


@pytest.mark.parametrize("valeur", ["", "Bretagne", " 53", "54", "INTERREGIONAL"])
def test_refuse_un_choix_qui_n_est_pas_propose(valeur: str) -> None:
    assert constats({"/perimetre/region": valeur}) == [("/perimetre/region", "choix_invalide")]


@pytest.mark.parametrize(
    ("inconnu", "pointeur"),
    [("surnom", "/contact/surnom"), ("a/b~c", "/contact/a~1b~0c"), ("", "/contact/")],
)
def test_refuse_une_cle_inconnue_dans_une_section(inconnu: str, pointeur: str) -> None:
    dossier = avec({})
    dossier["contact"][inconnu] = None
    assert [(e.pointeur, e.code) for e in evaluer(dossier, TOUTES)] == [(pointeur, "champ_inconnu")]


@pytest.mark.parametrize(
    "chemin",
    [
        "/annexe",
        "/besoins/annexe",
        "/besoins/animation/annexe",
        "/plan_action/actions/0/annexe",
        "/plan_action/actions/0/porteur/annexe",
        "/perimetre/epci/0/annexe",
    ],
)
def test_refuse_une_cle_inconnue_a_toute_profondeur(chemin: str) -> None:
    assert constats({chemin: {}}) == [(chemin, "champ_inconnu")]
