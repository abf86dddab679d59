"""A workbook of thousands of rows costs what a draft can hold of them, and no wait is endless."""

from concurrent.futures import ThreadPoolExecutor
from time import thread_time
from typing import Final

import httpx2

from app.config import Settings
from app.formulaire.longueurs import ECARTS_MAX
from app.formulaire.nombres import ACTIONS_MAX, MARGE
from app.kit.services import Patiences
from app.kit.web.patience import Patience
from app.plan_action.cellules import Cellule
from app.plan_action.depouillement import depouiller
from app.plan_action.modele import modele_xlsx
from tests.client import Candidature
from tests.conftest import servir
from tests.formulaire.exemples import action
from tests.plan_action.grilles import grilles

_LIGNES: Final = 4_999
_SECONDES: Final = 1.5  # three times what it takes; it took 5, rows cut after they were judged


def test_des_milliers_de_lignes_ne_coutent_que_ce_qu_un_brouillon_garde() -> None:
    feuilles = grilles([action("Former")])
    for grille in feuilles.values():
        fausse: list[Cellule] = ["1", *("x" for _ in grille[0][1:])]
        grille[1:] = [fausse] * _LIGNES
    debut = thread_time()
    actions, defauts = depouiller(feuilles)
    assert thread_time() - debut <= _SECONDES
    assert len(actions) <= MARGE * ACTIONS_MAX
    assert 0 < len(defauts) <= ECARTS_MAX


def _importer(candidature: Candidature) -> httpx2.Response:
    fichiers = {"fichier": ("plan.xlsx", modele_xlsx())}
    return candidature.appeler("POST", "/plan-action/import", files=fichiers)


def test_qui_attend_trop_une_place_pour_son_classeur_est_prie_de_revenir(
    reglages: Settings,
) -> None:
    with servir(reglages, patiences=Patiences(clients=Patience(place=0.0))) as client:
        siennes = [client.creer() for _ in range(6)]
        with ThreadPoolExecutor(len(siennes)) as fils:
            reponses = list(fils.map(_importer, siennes))
    assert {reponse.status_code for reponse in reponses} == {422, 503}
    assert {r.headers["retry-after"] for r in reponses if r.status_code == 503} == {"15"}
