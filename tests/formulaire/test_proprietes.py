"""Whatever the answers, verdict and published schemas agree, and a deposit stays a deposit."""

from copy import deepcopy
from typing import Any

import pytest

from app.formulaire.dossier import Dossier
from app.formulaire.evaluation import evaluer, examiner
from app.formulaire.forme import ecarts_de_forme
from tests.formulaire.accord import Compte, juger
from tests.formulaire.accord_verdict import Desaccord, confronter, confronter_le_formulaire
from tests.formulaire.ajv import lieux_selon_ajv
from tests.formulaire.degats import series_abimees
from tests.formulaire.exemples import Json
from tests.formulaire.outils import TOUTES, avec, constats, erreurs, paires
from tests.formulaire.schemas import DIALECTES, lieux, lieux_selon_python
from tests.formulaire.strategies import dossiers
from tests.tirages import eprouver, tirages


@tirages(8, 60)
def test_un_dossier_valide_est_deposable_et_tous_l_acceptent(nombre: int) -> None:
    def propriete(dossier: Json) -> None:
        assert erreurs(evaluer(dossier, TOUTES)) == []
        assert confronter(dossier)
        confronter_le_formulaire(dossier)

    eprouver(propriete, nombre, dossiers())


@tirages(20, 60)
def test_ce_qui_est_depose_se_depose_encore_a_l_identique(nombre: int) -> None:
    def propriete(dossier: Json) -> None:
        avant = deepcopy(dossier)
        premier = examiner(dossier, TOUTES).instantane()
        assert dossier == avant
        second = examiner(premier, TOUTES)
        assert second.deposable
        assert second.instantane() == premier
        assert lieux("dossier-depot", premier) == set()

    eprouver(propriete, nombre, dossiers())


@tirages(10, 40)
def test_juger_laisse_le_dossier_tel_quel(nombre: int) -> None:
    def propriete(serie: list[Json]) -> None:
        avant = deepcopy(serie)
        for dossier in serie:
            evaluer(dossier, TOUTES)
            list(ecarts_de_forme(Dossier, dossier))
        assert serie == avant

    eprouver(propriete, nombre, series_abimees())


@tirages(300, 2_000)
def test_le_service_et_tous_les_validateurs_disent_la_meme_chose(nombre: int) -> None:
    compte = Compte()
    juger(nombre, graine=2023, compte=compte)
    assert compte.dossiers >= nombre
    assert compte.refuses > nombre / 2
    assert compte.acceptes > nombre / 20


LUES_EN_ENTIER = [
    *(("/plan_action/actions", longueur) for longueur in (11, 41, 80)),
    *(("/plan_action/actions/0/partenaires", longueur) for longueur in (51, 201)),
]


@pytest.mark.parametrize(("ici", "longueur"), LUES_EN_ENTIER)
def test_une_liste_trop_longue_ne_cache_pas_les_fautes_de_ses_elements(
    ici: str, longueur: int
) -> None:
    dossier = avec({ici: ["x" * 24] * longueur})
    assert (f"{ici}/{longueur - 1}", "type_invalide") in paires(evaluer(dossier, TOUTES))
    assert not confronter(dossier)


def test_un_desaccord_montre_le_plus_petit_dossier_et_qui_dit_quoi(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def distrait(instance: Json, demandes: list[tuple[str, str | None, str]]) -> list[set[str]]:
        return [set() for _ in demandes]

    monkeypatch.setattr("tests.formulaire.accord_verdict.lieux_selon_ajv", distrait)
    with pytest.raises(Desaccord) as refus:
        confronter(avec({"/contact/courriel": "x"}))
    assert "le service seul dit ['/contact/courriel'], ajv 2020-12 seul []" in str(refus.value)
    assert '"courriel": "x"' in str(refus.value)


# What `accord_verdict` says that nobody can agree on.

_DEMI_CODET = {"/contact/fonction_organisation": "Maire\ud800"}


@pytest.mark.parametrize("dialecte", DIALECTES)
def test_un_demi_codet_isole_n_est_refuse_que_par_le_service(dialecte: str) -> None:
    dossier = avec(_DEMI_CODET)
    assert constats(_DEMI_CODET) == [("/contact/fonction_organisation", "caractere_interdit")]
    assert lieux_selon_ajv(dossier, [("dossier-depot", None, dialecte)]) == [set()]
    assert lieux_selon_python("dossier-depot", dossier, dialecte) == set()
    with pytest.raises(UnicodeEncodeError):
        lieux("dossier-depot", dossier, dialecte)


def test_des_fautes_innombrables_ne_sont_pas_enumerees() -> None:
    acteur: Json = {f"inconnu{rang}": 0 for rang in range(10)}
    dossier = avec({"/plan_action/actions": [{"partenaires": [acteur] * 400}] * 20})
    trop_longues = {f"/plan_action/actions/{rang}/partenaires" for rang in range(20)}
    assert {e.pointeur for e in ecarts_de_forme(Dossier, dossier)} == trop_longues
    assert {e.pointeur for e in evaluer(dossier, TOUTES)} == trop_longues | {"/plan_action/actions"}


NON_LUES: list[Any] = [
    pytest.param("/gouvernance/membres", 5_001, {}, marks=pytest.mark.verify),
    ("/plan_action/actions", 81, {"partenaires": [{}] * 51}),
    ("/plan_action/actions/0/partenaires", 401, {}),
]


@pytest.mark.parametrize(("ici", "longueur", "element"), NON_LUES)
def test_d_une_liste_trop_longue_de_beaucoup_rien_d_autre_n_est_dit(
    ici: str, longueur: int, element: Json
) -> None:
    dossier = avec({ici: [element] * longueur})
    dits = paires(evaluer(dossier, TOUTES))
    assert (ici, "liste_trop_longue") in dits
    assert not [lieu for lieu, _ in dits if lieu.startswith(f"{ici}/")]
    assert paires(list(ecarts_de_forme(Dossier, dossier))) == [(ici, "plafond_liste")]
    assert not confronter(dossier, lents=False)
