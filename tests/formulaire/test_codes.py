"""Every code of the catalogue: produced, where it should be, with a message to show."""

from string import Formatter

import pytest

from app.formulaire.catalogue import CATALOGUE, PARAMETRES, Gravite, TypeDeParametre
from app.formulaire.dossier import Dossier
from app.formulaire.evaluation import evaluer, examiner
from app.formulaire.forme import ecarts_de_forme
from app.formulaire.messages import Ecart, ecart
from tests.formulaire.cas import AILLEURS, CAS, Cas, nom
from tests.formulaire.outils import examen


def ecarts(cas: Cas) -> list[Ecart]:
    if cas.brouillon:
        return list(ecarts_de_forme(Dossier, cas.dossier()))
    return evaluer(cas.dossier(), cas.pieces)


@pytest.mark.parametrize("cas", CAS, ids=nom)
def test_chaque_code_se_produit_seul_et_la_ou_il_faut(cas: Cas) -> None:
    assert {(e.pointeur, e.code) for e in ecarts(cas)} == {(cas.pointeur, cas.code)}


@pytest.mark.parametrize("cas", CAS, ids=nom)
def test_chaque_ecart_est_conforme_au_catalogue(cas: Cas) -> None:
    for trouve in ecarts(cas):
        message = CATALOGUE[trouve.code]
        assert (trouve.gravite, trouve.schema) == (message.gravite, message.schema)
        assert set(trouve.parametres) == set(message.parametres)


@pytest.mark.parametrize("cas", CAS, ids=nom)
def test_chaque_message_est_une_phrase_sans_trou(cas: Cas) -> None:
    for trouve in ecarts(cas):
        assert trouve.message
        assert not {"{", "}"} & set(trouve.message)
        assert trouve.message[0].isupper()
        assert trouve.message[-1] in ".)"


@pytest.mark.parametrize("cas", CAS, ids=nom)
def test_seul_un_avertissement_laisse_deposer(cas: Cas) -> None:
    if not cas.brouillon:
        attendu = CATALOGUE[cas.code].gravite is Gravite.AVERTISSEMENT
        assert examiner(cas.dossier(), cas.pieces).deposable is attendu


def test_chaque_code_du_catalogue_a_son_cas() -> None:
    assert {cas.code for cas in CAS} | AILLEURS == set(CATALOGUE)


def test_le_code_produit_ailleurs_se_lit_aussi() -> None:
    trouve = ecart("/perimetre/epci", "epci_deja_candidat", noms=["CC A", "CC B"])
    assert trouve.message == "Une autre candidature déposée comprend aussi : CC A, CC B."
    assert trouve.gravite is Gravite.AVERTISSEMENT


def test_un_code_inconnu_est_une_erreur_de_programmation() -> None:
    with pytest.raises(KeyError):
        ecart("/perimetre", "inconnu_au_catalogue")


@pytest.mark.parametrize("code", CATALOGUE)
def test_chaque_code_a_un_sens_qui_n_est_pas_son_message(code: str) -> None:
    sens, gabarit = CATALOGUE[code].sens, CATALOGUE[code].gabarit
    assert sens[0].isupper()
    assert sens[-1] == "."
    assert len(sens) > 30
    assert sens != gabarit
    assert [m.sens for m in CATALOGUE.values()].count(sens) == 1


def test_chaque_parametre_est_decrit_et_sert() -> None:
    assert {un for m in CATALOGUE.values() for un in m.parametres} == set(PARAMETRES)
    for cle, parametre in PARAMETRES.items():
        assert parametre.nom == cle
        assert parametre.sens[-1] == "."


_TYPES = {
    TypeDeParametre.TEXTE: str,
    TypeDeParametre.ENTIER: int,
    TypeDeParametre.TEXTES: list,
}


@pytest.mark.parametrize("cas", CAS, ids=nom)
def test_chaque_parametre_est_du_type_annonce(cas: Cas) -> None:
    for trouve in ecarts(cas):
        for parametre, valeur in trouve.parametres.items():
            assert type(valeur) is _TYPES[PARAMETRES[parametre].type]


def test_un_nombre_trop_petit_et_un_trop_grand_ne_se_disent_pas_de_meme() -> None:
    budget = "/plan_action/actions/0/budget_euros"
    (negatif,), (enorme,) = examen({budget: -1}).ecarts, examen({budget: 2**53}).ecarts
    assert negatif.message == "Ce nombre doit être supérieur ou égal à 0."
    assert enorme.message.startswith("Ce nombre doit être inférieur ou égal à 9\u202f007")
    assert (negatif.parametres["limite"], enorme.parametres["limite"]) == (0, 2**53 - 1)


def test_les_gabarits_ne_nomment_que_des_parametres() -> None:
    for message in CATALOGUE.values():
        noms = [champ for _, champ, _, _ in Formatter().parse(message.gabarit) if champ]
        assert all(champ.isidentifier() for champ in noms)


def test_les_nombres_se_lisent_a_la_francaise() -> None:
    (trop_long,) = examen({"/plan_action/priorites": "x" * 10_001}).ecarts
    assert trop_long.message == "Ce texte dépasse 10\u202f000 caractères."
    assert trop_long.parametres == {"maximum": 10_000}


@pytest.mark.parametrize(
    ("chemin", "valeur", "attendu"),
    [
        ("/demandeur/siret", 3, "texte"),
        ("/perimetre/region", 3, "texte"),
        ("/contact/est_contact_suite", "oui", "vrai ou faux"),
        ("/plan_action/actions/0/budget_euros", "3", "nombre entier"),
        ("/plan_action/actions/0/budget_euros", 3.5, "nombre entier"),
        ("/plan_action/actions", {}, "liste"),
        ("/plan_action", [], "objet"),
        ("/plan_action/actions/0/porteur", "x", "objet"),
    ],
)
def test_un_type_invalide_dit_le_type_attendu(chemin: str, valeur: object, attendu: str) -> None:
    trouves = examen({chemin: valeur}).ecarts
    assert [(e.pointeur, e.parametres) for e in trouves if e.code == "type_invalide"] == [
        (chemin, {"attendu": attendu})
    ]
