"""Bilan: asked of existing territories only, invited and never required."""

import pytest

from app.formulaire.choix import Rubrique
from tests.formulaire.outils import ABSENT, TOUTES, causes, constats, examen, retenu

BILAN = "/bilan"
REALISEES = "/bilan/actions_realisees"
TYPE = "/perimetre/type_perimetre"


@pytest.mark.parametrize("type_perimetre", ["redecoupage", "identique"])
@pytest.mark.parametrize("vide", [{BILAN: ABSENT}, {BILAN: {}}, {REALISEES: " \n"}])
def test_avertit_d_un_bilan_vide(type_perimetre: str, vide: dict[str, object]) -> None:
    changements = {TYPE: type_perimetre, **vide}
    assert constats(changements) == [(REALISEES, "bilan_vide")]
    assert causes(changements, REALISEES) == [TYPE]
    assert examen(changements).deposable


def test_un_territoire_nouveau_n_a_pas_de_bilan_a_faire() -> None:
    assert constats({TYPE: "nouveau", BILAN: ABSENT}) == []
    assert Rubrique.BILAN not in examen({TYPE: "nouveau"}).rubriques()


def test_le_bilan_d_un_territoire_nouveau_est_ignore_et_n_est_pas_retenu() -> None:
    assert retenu({TYPE: "nouveau"}, BILAN) is ABSENT
    assert constats({TYPE: "nouveau", REALISEES: "x" * 10_001}) == []


def test_refuse_un_bilan_cache_de_la_mauvaise_forme() -> None:
    nouveau = {TYPE: "nouveau"}
    assert constats(nouveau | {BILAN: "Douze actions."}) == [(BILAN, "type_invalide")]
    assert constats(nouveau | {BILAN: None}) == [(BILAN, "type_invalide")]
    assert constats(nouveau | {REALISEES: 12}) == [(REALISEES, "type_invalide")]
    assert constats(nouveau | {"/bilan/total": 12}) == [("/bilan/total", "champ_inconnu")]
    assert constats(nouveau | {REALISEES: "x" * 40_001}) == [(REALISEES, "plafond_texte")]


def test_le_bilan_d_un_territoire_existant_est_retenu() -> None:
    assert retenu({REALISEES: " Douze actions.\r\n"}, BILAN) == {
        "actions_realisees": "Douze actions."
    }
    assert Rubrique.BILAN in examen({}).rubriques()


def test_les_pieces_du_bilan_sont_facultatives() -> None:
    assert constats({}, TOUTES - {Rubrique.BILAN}) == []


def test_le_bilan_attend_que_le_type_de_perimetre_soit_dit() -> None:
    assert constats({TYPE: ABSENT, BILAN: ABSENT}) == [(TYPE, "requis")]
