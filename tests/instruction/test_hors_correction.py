"""Whatever is saved outside a correction is refused whole, and nothing of it is stored."""

from copy import deepcopy
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.config import Settings
from app.formulaire.differences import Operation
from app.formulaire.ouverture import debordements, hors, nommables, ouverts, ouvre
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.formulaire.exemples import dossier_complet
from tests.formulaire.strategies import dossiers
from tests.instruction.dossiers import ROUEN, agent, deposee_en
from tests.instruction.test_corrections import A_TEMPS, demander

_NOMMEE: Final = "/gouvernance"
_SECTIONS: Final = sorted(dossier_complet().keys() - {"gouvernance"})


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def a_corriger(client: Client, url: str) -> Candidature:
    normand, dossier = agent(client, url, "28"), deposee_en(client, ROUEN)
    normand.prendre(dossier.id).raise_for_status()
    demander(normand, dossier.id, _NOMMEE).raise_for_status()
    return dossier


def _deja(lu: Json, nom: str, contenu: Json) -> bool:
    return contenu.items() <= lu.get(nom, {}).items()


def _essayer(a_corriger: Candidature, url: str, fois: int) -> None:
    ici = f"SELECT dossier::text, revision FROM candidature WHERE id = '{a_corriger.id}'"
    avant, lu = sql(url, ici), a_corriger.lire()["dossier"]

    @settings(max_examples=fois, deadline=None)
    @given(voulu=dossiers(), noms=st.lists(st.sampled_from(_SECTIONS), min_size=1, unique=True))
    def refusee(voulu: Json, noms: list[str]) -> None:
        ailleurs = {nom: voulu[nom] for nom in noms if voulu.get(nom)}
        if all(_deja(lu, nom, contenu) for nom, contenu in ailleurs.items()):
            return
        # With an answer that may change, which must not get in with the others.
        permise = {"gouvernance": {"soutiens": "Autre."}} if len(noms) % 2 else {}
        reponse = a_corriger.modifier(ailleurs | permise, **A_TEMPS)
        assert (reponse.status_code, reponse.json()["code"]) == (409, "hors-correction")

    refusee()
    assert sql(url, ici) == avant


def test_deux_cents_saisies_ailleurs_sont_refusees(a_corriger: Candidature, url: str) -> None:
    _essayer(a_corriger, url, 200)


@pytest.mark.verify
def test_mille_saisies_ailleurs_sont_refusees(a_corriger: Candidature, url: str) -> None:
    _essayer(a_corriger, url, 1_000)


def test_chaque_champ_s_ouvre_lui_meme() -> None:
    for nomme in nommables():
        seul = frozenset({nomme})
        assert ouvre(seul, nomme) and nomme in ouverts(seul)
        ailleurs = {autre for autre in nommables() if not ouvre(seul, autre)}
        assert ailleurs, nomme


def test_l_element_d_une_liste_se_corrige_sans_les_autres_reponses() -> None:
    seul = frozenset({"/plan_action/actions/*/intitule"})
    assert ouvre(seul, "/plan_action/actions/12/intitule")
    assert not ouvre(seul, "/plan_action/actions/12/axe")
    assert not ouvre(seul, "/plan_action/actions/12")
    assert not ouvre(seul, "/plan_action/actions")


def _corrige(avant: Json, **reponses: str) -> Json:
    """The same, with these answers in its first action."""
    apres = deepcopy(avant)
    apres["plan_action"]["actions"][0] |= reponses
    return apres


def test_un_champ_d_element_se_corrige_si_peu_qu_il_reste_de_l_element() -> None:
    depose = dossier_complet()
    action = depose["plan_action"]["actions"][0]
    nommes = frozenset(f"/plan_action/actions/*/{nom}" for nom in action)
    tout_autre = {nom: f"{reponse} autrement" for nom, reponse in action.items()}
    assert hors(nommes, depose, _corrige(depose, **tout_autre)) == []
    # All but one of its answers are open: that one is told, and nothing else.
    sauf = nommes - {"/plan_action/actions/*/intitule"}
    (en_trop,) = hors(sauf, depose, _corrige(depose, **tout_autre))
    assert en_trop.pointeur == "/plan_action/actions/0/intitule"
    depose["plan_action"]["actions"].append({**action, "intitule": "Une autre"})
    retournees = deepcopy(depose)
    retournees["plan_action"]["actions"].reverse()
    assert hors(frozenset({"/plan_action/actions/*/axe"}), depose, retournees)
    moins = deepcopy(depose)
    moins["plan_action"]["actions"].pop()
    assert [c.operation for c in hors(nommes, depose, moins)] == [Operation.RETRAIT]


def test_ce_qui_fut_ajoute_avant_la_correction_se_retire_dans_n_importe_quel_ordre() -> None:
    depose, nommes = dossier_complet(), frozenset({"/contact"})
    ajoutees = [{"intitule": f"Action {rang}", "axe": "foncier"} for rang in (1, 2)]

    def avec(*actions: Json) -> Json:
        autre = deepcopy(depose)
        autre["plan_action"]["actions"] += actions
        return autre

    for reste in ajoutees:
        assert debordements(nommes, depose, avec(*ajoutees), avec(reste)) == []
        assert debordements(nommes, depose, avec(reste), avec()) == []
        # What was there once does not let the same in twice.
        assert debordements(nommes, depose, avec(reste), avec(reste, reste)) != []
