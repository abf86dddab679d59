"""Whatever the answers, verdict and published schemas agree, and a deposit stays a deposit."""

from copy import deepcopy
from typing import Any, Final, cast

from hypothesis import HealthCheck, given, settings

from app.formulaire.dossier import Dossier
from app.formulaire.evaluation import evaluer, examiner
from app.formulaire.forme import ecarts_de_forme
from app.formulaire.messages import Ecart
from app.formulaire.publication import SECTIONS
from app.formulaire.section import Section
from tests.formulaire.degats import dossiers_abimes
from tests.formulaire.exemples import Json
from tests.formulaire.outils import TOUTES, erreurs, paires
from tests.formulaire.schemas import DIALECTES, lieux, rapide
from tests.formulaire.strategies import dossiers

# Drawing a whole dossier is slow for Hypothesis, and no sign of a fault here.
CALMES: Final = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
reproductible = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=CALMES
)


@given(dossiers())
@settings(reproductible, max_examples=100)
def test_un_dossier_valide_est_deposable_et_les_schemas_l_acceptent(dossier: Json) -> None:
    assert erreurs(evaluer(dossier, TOUTES)) == []
    for version in DIALECTES:
        assert lieux("dossier-depot", dossier, version) == set()
        assert lieux("dossier-brouillon", dossier, version) == set()
    assert list(ecarts_de_forme(Dossier, dossier)) == []


@given(dossiers())
@settings(reproductible, max_examples=60)
def test_ce_qui_est_depose_se_depose_encore_a_l_identique(dossier: Json) -> None:
    avant = deepcopy(dossier)
    premier = examiner(dossier, TOUTES).instantane()
    assert dossier == avant
    second = examiner(premier, TOUTES)
    assert second.deposable
    assert second.instantane() == premier
    assert lieux("dossier-depot", premier) == set()


@given(dossiers_abimes())
@settings(reproductible, max_examples=500)
def test_verdict_et_schemas_trouvent_les_memes_fautes(dossier: Json) -> None:
    avant = deepcopy(dossier)
    ecarts = [e for e in erreurs(evaluer(dossier, TOUTES)) if e.schema]
    assert dossier == avant
    trouves = lieux("dossier-depot", dossier)
    _accord_du_verdict(ecarts, trouves, dossier)
    _accord_des_sections(trouves, dossier)
    _accord_de_la_forme(dossier, deposable=not ecarts)


def _accord_du_verdict(ecarts: list[Ecart], trouves: set[str], dossier: Json) -> None:
    # A partner beyond the fiftieth keeps Pydantic from reading the others.
    trop_longues = [f"{e.pointeur}/" for e in ecarts if e.code == "liste_trop_longue"]
    partenaires = tuple(p for p in trop_longues if p.endswith("/partenaires/"))
    assert _comme_le_schema({e.pointeur for e in ecarts}, dossier) == {
        ici for ici in trouves if not ici.startswith(partenaires)
    }
    assert rapide("dossier-depot", "draft-07").is_valid(dossier) is (not ecarts)


def _accord_des_sections(trouves: set[str], dossier: Json) -> None:
    for nom in SECTIONS:
        si = Dossier.champs[nom].si
        if nom in dossier and (si is None or si.tient(dossier)):
            seuls = {f"/{nom}{ici}" for ici in lieux(f"{nom}-depot", dossier[nom])}
            assert seuls == {ici for ici in trouves if f"{ici}/".startswith(f"/{nom}/")}


def _accord_de_la_forme(dossier: Json, *, deposable: bool) -> None:
    ecarts = list(ecarts_de_forme(Dossier, dossier))
    lieux_de_forme, trouves = {e.pointeur for e in ecarts}, lieux("dossier-brouillon", dossier)
    if any(e.code == "plafond_liste" for e in ecarts):
        assert lieux_de_forme <= trouves
    else:
        assert lieux_de_forme == trouves
    assert rapide("dossier-brouillon", "draft-07").is_valid(dossier) is (not ecarts)
    assert paires(examiner(dossier).forme) == paires(ecarts)
    assert not (deposable and ecarts)


def _comme_le_schema(pointeurs: set[str], dossier: Json) -> set[str]:
    """A schema reports a missing section as such, the verdict each answer due in it."""
    absentes = _sections_absentes(Dossier, dossier)
    return {
        next((absente for absente in absentes if ici.startswith(f"{absente}/")), ici)
        for ici in pointeurs
    }


def _sections_absentes(section: type[Section], reponses: Any, ici: str = "") -> list[str]:
    if not isinstance(reponses, dict):
        return []
    donnees = cast(Json, reponses)
    absentes: list[str] = []
    for nom, champ in section.champs.items():
        if champ.section and nom in donnees:
            absentes += _sections_absentes(champ.section, donnees[nom], f"{ici}/{nom}")
        elif champ.section:
            absentes.append(f"{ici}/{nom}")
    return absentes
