"""From cells to actions and faults, without a file."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.formulaire.forme import ecarts_de_forme
from app.formulaire.plan_action import Action, PlanAction
from app.plan_action.cellules import Cellule, Formatee, Grille, Signalee
from app.plan_action.defauts import Defaut, lettres
from app.plan_action.depouillement import depouiller
from tests.formulaire.exemples import Json, action
from tests.formulaire.strategies import groupes
from tests.plan_action.grilles import avec_partenaires_d_une_ligne, grilles, normalisee

reproductible = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
BUDGET = "Budget (en euros)"
Lieu = tuple[str, str | None, int | None, str | None, str | None]


def lieux(defauts: list[Defaut]) -> list[Lieu]:
    return [(d.code, d.feuille, d.ligne, d.colonne, d.titre) for d in defauts]


def avec(feuille: str, ligne: int, colonne: str, valeur: Cellule) -> dict[str, Grille]:
    """Two good actions, one cell changed."""
    feuilles = grilles([action("Former"), action("Chauffer")])
    feuilles[feuille][ligne - 1][ord(colonne) - ord("A")] = valeur
    return feuilles


@given(st.lists(groupes(Action), min_size=1, max_size=10))
@settings(reproductible, max_examples=60)
def test_ce_qui_est_rempli_est_relu_sans_perte(actions: list[Json]) -> None:
    actions = avec_partenaires_d_une_ligne(actions)
    assert depouiller(grilles(actions)) == ([normalisee(a) for a in actions], [])


CELLULES = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from(["x" * 1001, "x" * 50_000, "EPCI", "foncier", "31/12/2024", "12 k€", "\0"]),
    st.floats(),
    st.integers(-3, 12),
    st.booleans(),
    st.dates(),
)


@given(st.data())
@settings(reproductible, max_examples=200)
def test_quoi_qu_on_y_mette_un_brouillon_peut_le_garder(data: st.DataObject) -> None:
    feuilles = grilles([action("Former"), action("Chauffer")])
    for grille in feuilles.values():
        for ligne in grille[1:4]:
            for rang in data.draw(st.sets(st.integers(0, len(ligne) - 1))):
                ligne[rang] = data.draw(CELLULES)
    actions, defauts = depouiller(feuilles)
    assert list(ecarts_de_forme(PlanAction, {"actions": actions})) == []
    tout_est_bon = [normalisee(a) for a in actions] if not defauts else []
    assert defauts or actions == tout_est_bon


@pytest.mark.parametrize(
    ("colonne", "valeur", "code", "titre"),
    [
        ("B", None, "requis", "Intitulé de l'action"),
        ("B", " \n", "requis", "Intitulé de l'action"),
        ("B", "x" * 251, "texte_trop_long", "Intitulé de l'action"),
        ("B", "x" * 1001, "texte_trop_long", "Intitulé de l'action"),
        ("C", "Foncier", None, None),
        ("C", "Sport", "choix_invalide", "Axe du programme"),
        ("D", "a\0b", "caractere_interdit", "Description"),
        ("E", None, "requis", "Porteur"),
        ("F", 3.0, "choix_invalide", "Type de porteur"),
        ("G", None, "requis", "Début"),
        ("G", "bientôt", "date_invalide", "Début"),
        ("G", 45_000.0, "date_invalide", "Début"),
        ("G", "31/02/2024", "date_inexistante", "Début"),
        ("G", date(2022, 12, 31), "date_hors_programme", "Début"),
        ("H", "01/01/2028", "date_hors_programme", "Fin"),
        ("I", "beaucoup", "nombre_invalide", "Budget (en euros)"),
        ("I", 1500.5, "nombre_invalide", "Budget (en euros)"),
        ("I", float("nan"), "nombre_invalide", "Budget (en euros)"),
        ("I", True, "nombre_invalide", "Budget (en euros)"),
        ("I", -1, "nombre_hors_limites", "Budget (en euros)"),
        ("I", 1e300, "nombre_hors_limites", "Budget (en euros)"),
        ("K", "x" * 10_001, "texte_trop_long", "Indicateurs"),
        ("A", "un", "nombre_invalide", "N°"),
        ("B", date(2024, 5, 1), "saisie_transformee", "Intitulé de l'action"),
        ("J", Formatee(0.256, None), "saisie_transformee", "Financements"),
        ("J", 12345678901234567.0, "saisie_transformee", "Financements"),
        ("J", 0.123456789012, "saisie_transformee", "Financements"),
        ("K", Signalee("cellule_en_erreur", "#REF!"), "cellule_en_erreur", "Indicateurs"),
        ("I", Signalee("formule_sans_resultat", "=A1"), "formule_sans_resultat", BUDGET),
        ("I", Signalee("cellule_fusionnee", "3"), "cellule_fusionnee", BUDGET),
        ("G", datetime.fromisoformat("2024-05-01T14:30"), "date_invalide", "Début"),
    ],
)
def test_un_defaut_est_situe_a_sa_cellule(
    colonne: str, valeur: Cellule, code: str | None, titre: str | None
) -> None:
    feuilles = avec("Actions", 3, colonne, valeur)
    feuilles["Partenaires"].pop()  # which would name an action without a number
    _, defauts = depouiller(feuilles)
    assert lieux(defauts) == ([(code, "Actions", 3, colonne, titre)] if code else [])


def test_le_message_dit_ou_et_quoi_en_francais() -> None:
    _, defauts = depouiller(avec("Actions", 3, "F", "Mairie"))
    assert [d.message for d in defauts] == [
        "Feuille « Actions », ligne 3, colonne F (Type de porteur) : "
        "Choisissez l'une des réponses proposées."
    ]


@pytest.mark.parametrize(
    ("colonne", "valeur", "code", "titre"),
    [
        ("A", None, "requis", "N° de l'action"),
        ("A", "une", "nombre_invalide", "N° de l'action"),
        ("A", 7, "action_inconnue", "N° de l'action"),
        ("B", None, "requis", "Nom"),
        ("C", "Mairie", "choix_invalide", "Type d'acteur"),
    ],
)
def test_un_defaut_de_partenaire_est_situe_dans_sa_feuille(
    colonne: str, valeur: Cellule, code: str, titre: str
) -> None:
    _, defauts = depouiller(avec("Partenaires", 3, colonne, valeur))
    assert lieux(defauts) == [(code, "Partenaires", 3, colonne, titre)]


def test_une_valeur_illisible_reste_dans_le_brouillon_si_elle_y_tient() -> None:
    feuilles = avec("Actions", 2, "G", "bientôt")
    feuilles["Actions"][1][8] = "beaucoup"
    actions, _ = depouiller(feuilles)
    assert actions[0]["debut"] == "bientôt"
    assert "budget_euros" not in actions[0]
    assert actions[1] == normalisee(action("Chauffer"))


@pytest.mark.parametrize(
    ("colonne", "valeur", "cle", "lu"),
    [
        ("B", 2024.0, "intitule", "2024"),
        ("B", 3.5, "intitule", "3,5"),
        ("B", True, "intitule", "VRAI"),
        ("K", Formatee(0.25, "25 %"), "indicateurs", "25 %"),
        ("I", Formatee(1500.0, "1 500 €"), "budget_euros", 1500),
        ("G", Formatee(datetime.fromisoformat("2024-05-01"), "1er mai"), "debut", "2024-05-01"),
        ("C", "  MOBILISER un foncier\nindustriel adapte ", "axe", "foncier"),
        ("C", "Faire des territoires des écosystèmes d\u2019innovation", "axe", "innovation"),
        ("C", "transition", "axe", "transition"),
        ("G", date(2024, 5, 1), "debut", "2024-05-01"),
        ("G", " 1/5/2024 ", "debut", "2024-05-01"),
        ("G", "2024-05-01", "debut", "2024-05-01"),
        ("I", 1_250_000.0, "budget_euros", 1_250_000),
        ("I", "1\u202f250\u00a0000 €", "budget_euros", 1_250_000),
        ("I", "1250000,00 euros", "budget_euros", 1_250_000),
        ("I", 0, "budget_euros", 0),
    ],
)
def test_une_reponse_s_ecrit_de_plusieurs_facons(
    colonne: str, valeur: Cellule, cle: str, lu: Any
) -> None:
    actions, defauts = depouiller(avec("Actions", 2, colonne, valeur))
    assert defauts == []
    assert actions[0][cle] == lu


def test_les_lignes_vides_sont_sautees_et_les_lignes_gardent_leur_numero() -> None:
    feuilles = grilles([action("Former"), action("Chauffer")])
    feuilles["Actions"].insert(1, [])
    feuilles["Actions"].insert(3, [9.0, " ", None])
    feuilles["Actions"][4][2] = "Sport"
    actions, defauts = depouiller(feuilles)
    assert [a["intitule"] for a in actions] == ["Former", "Chauffer"]
    assert lieux(defauts) == [("choix_invalide", "Actions", 5, "C", "Axe du programme")]


def test_l_ordre_des_colonnes_et_les_ajouts_sont_libres() -> None:
    feuilles = {
        nom: [["Observations", *reversed(ligne)] for ligne in grille]
        for nom, grille in grilles([action("Former")]).items()
    }
    for grille in feuilles.values():
        grille[:0] = [["Communauté de communes"], []]
    feuilles["Calculs"] = [["Actions", 1]]
    assert depouiller(feuilles) == ([normalisee(action("Former"))], [])


def test_un_titre_est_reconnu_sans_etoile_accents_ni_majuscules() -> None:
    feuilles = grilles([action("Former")])
    feuilles["Actions"][0] = [str(t).rstrip("* ").upper() for t in feuilles["Actions"][0]]
    feuilles["Actions"][0][6] = " debut"
    assert depouiller(feuilles) == ([normalisee(action("Former"))], [])


def test_une_colonne_requise_absente_est_un_seul_defaut() -> None:
    feuilles = grilles([action("Former"), action("Chauffer")])
    for ligne in feuilles["Actions"]:
        del ligne[1]
    titre = "Intitulé de l'action"
    _, defauts = depouiller(feuilles)
    assert lieux(defauts) == [("colonne_absente", "Actions", 1, None, titre)]
    assert f"« {titre} »" in defauts[0].message


def test_une_colonne_facultative_peut_manquer_mais_pas_etre_renommee() -> None:
    feuilles = grilles([action("Former") | {"partenaires": []}])
    for ligne in feuilles["Actions"]:
        ligne[8] = None
    attendue = normalisee(action("Former") | {"partenaires": []})
    del attendue["budget_euros"]
    assert depouiller(feuilles) == ([attendue], [])
    feuilles["Actions"][0][8], feuilles["Actions"][1][8] = "Coût total", 450_000
    _, defauts = depouiller(feuilles)
    assert lieux(defauts) == [("colonne_absente", "Actions", 1, None, BUDGET)]


def test_deux_colonnes_de_meme_titre_sont_dites() -> None:
    feuilles = grilles([action("Former")])
    feuilles["Actions"][0].append("Indicateurs")
    assert depouiller(feuilles)[1] == []
    feuilles["Actions"][1].append("Vingt apprentis")
    _, defauts = depouiller(feuilles)
    assert lieux(defauts) == [("colonne_en_double", "Actions", 1, "L", "Indicateurs")]


def test_des_partenaires_dans_la_feuille_des_actions_sont_dits() -> None:
    feuilles = grilles([action("Former")])
    feuilles["Actions"][0].append("Partenaires")
    feuilles["Actions"][1].append("CCI")
    _, defauts = depouiller(feuilles)
    assert lieux(defauts) == [("partenaires_ailleurs", "Actions", 1, "L", "Partenaires")]


@pytest.mark.parametrize("nom", ["CCI ; Chimie", "CCI\nChimie", "CCI\u2028Chimie"])
def test_plusieurs_partenaires_dans_une_cellule_sont_dits(nom: str) -> None:
    _, defauts = depouiller(avec("Partenaires", 2, "B", nom))
    assert lieux(defauts) == [("plusieurs_partenaires", "Partenaires", 2, "B", "Nom")]


def test_une_ligne_masquee_est_dite_une_fois() -> None:
    feuilles = grilles([action("Former"), action("Chauffer")])
    feuilles["Actions"][2][1:5] = [Signalee("ligne_masquee", "x")] * 4
    _, defauts = depouiller(feuilles)
    masquee = ("ligne_masquee", "Actions", 3, "B", "Intitulé de l'action")
    assert lieux(defauts) == [masquee]


def test_une_feuille_facultative_peut_manquer() -> None:
    feuilles = grilles([action("Former")])
    partenaires = feuilles.pop("Partenaires")
    sans = normalisee(action("Former") | {"partenaires": []})
    assert depouiller(feuilles) == ([sans], [])
    (absente,) = depouiller({"Partenaires": partenaires})[1]
    assert (absente.code, absente.feuille) == ("feuille_absente", "Actions")


@pytest.mark.parametrize("suffixe", [" - Tableau 1", " (2)", " de l'EPCI"])
def test_une_feuille_renommee_est_reconnue_a_ses_titres(suffixe: str) -> None:
    renommees = {f"{nom}{suffixe}": g for nom, g in grilles([action("Former")]).items()}
    resume: Grille = [["Feuilles"], ["Actions"]]
    feuilles = {"Résumé": resume} | renommees
    assert depouiller(feuilles) == ([normalisee(action("Former"))], [])
    feuilles[f"Actions{suffixe}"][1][2] = "Sport"
    (faute,) = depouiller(feuilles)[1]
    assert faute.feuille == f"Actions{suffixe}"


def test_une_copie_remplie_d_une_feuille_est_dite() -> None:
    feuilles = grilles([action("Former")])
    feuilles["Actions (2)"] = grilles([action("Chauffer")])["Actions"]
    _, defauts = depouiller(feuilles)
    assert lieux(defauts) == [("feuille_en_double", "Actions (2)", None, None, None)]
    feuilles["Actions (2)"] = grilles([])["Actions"]
    assert depouiller(feuilles)[1] == []


def test_les_titres_peuvent_etre_loin_du_haut() -> None:
    feuilles = grilles([action("Former")])
    feuilles["Actions"][:0] = [["Note"] for _ in range(60)]
    assert depouiller(feuilles) == ([normalisee(action("Former"))], [])


def test_les_messages_parlent_comme_la_feuille() -> None:
    feuilles = avec("Actions", 2, "H", "2031-01-01")
    feuilles["Actions"][2][0] = "deux"
    feuilles["Partenaires"].pop()
    messages = " ".join(d.message for d in depouiller(feuilles)[1])
    assert "(JJ/MM/AAAA) entre le 01/01/2023 et le 31/12/2027" in messages
    assert "numéro d'une action" in messages
    assert "AAAA-MM-JJ" not in messages
    assert "150000" not in messages


def test_une_onzieme_action_est_de_trop() -> None:
    feuilles = grilles([action(f"Action {rang}") for rang in range(11)])
    actions, defauts = depouiller(feuilles)
    assert lieux(defauts) == [("liste_trop_longue", "Actions", 12, "A", "N°")]
    assert len(actions) == 11


def test_au_dela_de_ce_qu_un_brouillon_garde_les_actions_sont_coupees() -> None:
    actions, defauts = depouiller(grilles([action("A")] * 60))
    assert len(defauts) == 50
    assert list(ecarts_de_forme(PlanAction, {"actions": actions})) == []


@pytest.mark.parametrize("nombre", [51, 201])
def test_un_cinquante_et_unieme_partenaire_est_de_trop(nombre: int) -> None:
    partenaires = [{"nom": f"P{rang}", "type": "autre"} for rang in range(nombre)]
    _, defauts = depouiller(grilles([action("A") | {"partenaires": partenaires}]))
    assert lieux(defauts) == [("liste_trop_longue", "Partenaires", 52, "A", "N° de l'action")]


def test_un_partenaire_de_trop_n_empeche_pas_de_lire_les_autres() -> None:
    partenaires = [{"nom": "P\0", "type": "autre"}] * 201
    actions, defauts = depouiller(grilles([action("A") | {"partenaires": partenaires}]))
    assert {d.code for d in defauts} == {"liste_trop_longue", "caractere_interdit"}
    assert list(ecarts_de_forme(PlanAction, {"actions": actions})) == []


def test_un_numero_en_double_est_signale() -> None:
    feuilles = avec("Actions", 3, "A", 1)
    feuilles["Partenaires"].pop()
    actions, defauts = depouiller(feuilles)
    assert lieux(defauts) == [("numero_en_double", "Actions", 3, "A", "N°")]
    assert [len(a["partenaires"]) for a in actions] == [1, 0]


def test_un_partenaire_sans_numero_ne_va_pas_a_une_action_sans_numero() -> None:
    feuilles = avec("Actions", 3, "A", None)
    feuilles["Partenaires"][2][0] = None
    _, defauts = depouiller(feuilles)
    assert lieux(defauts) == [("requis", "Partenaires", 3, "A", "N° de l'action")]


def test_un_modele_laisse_vide_n_a_pas_d_action() -> None:
    assert lieux(depouiller(grilles([]))[1]) == [("liste_vide", "Actions", None, None, None)]


def test_une_feuille_sans_rien_manque_de_toutes_ses_colonnes() -> None:
    _, defauts = depouiller({"Actions": [], "Partenaires": []})
    assert {d.code for d in defauts} == {"colonne_absente"}
    assert len(defauts) == 7 + 3


@pytest.mark.parametrize(("rang", "lettre"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
def test_les_colonnes_ont_les_lettres_du_tableur(rang: int, lettre: str) -> None:
    assert lettres(rang) == lettre
