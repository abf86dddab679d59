"""The corpus shows what it says: verdict, published schemas and draft's shape agree with it."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final, cast

import pytest

from app.corpus.dossiers import dossier_integral
from app.corpus.emplacements import groupements, places
from app.corpus.instance import EcartAttendu, Instance, UsageInstance, descendre
from app.corpus.recueil import instances, resumer
from app.formulaire.choix import Choix, Ept, Qualite, Region, Rubrique
from app.formulaire.evaluation import examiner
from app.formulaire.messages import CATALOGUE, Ecart, Gravite
from tests.formulaire.ajv import lieux_selon_ajv
from tests.formulaire.cas import AILLEURS
from tests.formulaire.exemples import Json
from tests.formulaire.schemas import DIALECTES, lieux

CORPUS: Final = list(instances())
deux_dialectes = pytest.mark.parametrize("version", DIALECTES)
Constats = list[tuple[str, str, bool]]


def differences(trouve: Callable[[Instance], Any], attendu: Callable[[Instance], Any]) -> list[str]:
    """The instances where what is found is not what they announce."""
    return [
        f"{une.nom} : {vu} au lieu de {du}"
        for une in CORPUS
        if (vu := trouve(une)) != (du := attendu(une))
    ]


def constats(ecarts: list[Ecart] | list[EcartAttendu]) -> Constats:
    return sorted((e.pointeur, e.code, e.schema) for e in ecarts)


def pointeurs(ecarts: list[EcartAttendu]) -> set[str]:
    return {e.pointeur for e in ecarts if e.schema}


def reponse(dossier: Any, pointeur: str) -> Any:
    for partie in pointeur.removeprefix("/").split("/"):
        dossier = descendre(dossier, partie)
    return dossier


def toutes(noeud: Any, pointeur: str) -> Iterator[Any]:
    """The answers at a pointer, in any element where it says the first."""
    tete, _, suite = pointeur.removeprefix("/").partition("/")
    if isinstance(noeud, list):
        branches = cast(list[Any], noeud)
    else:
        branches = [cast(Json, noeud)[tete]] if tete in noeud else []
    for branche in branches:
        yield from toutes(branche, suite) if suite else [branche]


# What each instance announces is what is found


def test_le_verdict_est_exactement_celui_annonce() -> None:
    def trouve(une: Instance) -> tuple[bool, Constats, Constats]:
        examen = examiner(une.dossier, une.rubriques)
        erreurs = [e for e in examen.ecarts if e.gravite is Gravite.ERREUR]
        avertissements = [e for e in examen.ecarts if e.gravite is Gravite.AVERTISSEMENT]
        return examen.deposable, constats(erreurs), constats(avertissements)

    def attendu(une: Instance) -> tuple[bool, Constats, Constats]:
        verdict = une.attendu
        return verdict.deposable, constats(verdict.erreurs), constats(verdict.avertissements)

    assert differences(trouve, attendu) == []


def test_un_brouillon_est_refuse_exactement_pour_ce_qui_est_annonce() -> None:
    assert not differences(
        lambda une: constats(examiner(une.dossier).forme),
        lambda une: constats(une.attendu.forme),
    )


@deux_dialectes
def test_les_schemas_trouvent_exactement_ce_qui_est_annonce(version: str) -> None:
    assert not differences(
        lambda une: lieux("dossier-depot", une.dossier, version),
        lambda une: pointeurs(une.attendu.erreurs),
    )
    assert not differences(
        lambda une: lieux("dossier-brouillon", une.dossier, version),
        lambda une: pointeurs(une.attendu.forme),
    )


def test_ajv_trouve_exactement_ce_qui_est_annonce() -> None:
    usages = [(f"dossier-{u}", None, d) for d in DIALECTES for u in ("depot", "brouillon")]
    assert not differences(
        lambda une: lieux_selon_ajv(une.dossier, usages),
        lambda une: [pointeurs(une.attendu.erreurs), pointeurs(une.attendu.forme)] * 2,
    )


# The corpus leaves nothing out


def test_chaque_code_est_attendu_au_moins_une_fois() -> None:
    codes = {code for une in CORPUS for code in resumer(une).codes}
    assert codes == set(CATALOGUE) - AILLEURS


def test_chaque_champ_obligatoire_manque_dans_une_instance() -> None:
    requis = {e.pointeur for une in CORPUS for e in une.attendu.erreurs if e.code == "requis"}
    assert {ou.pointeur for ou in places() if ou.due} <= requis


def test_chaque_champ_recoit_un_type_faux_et_chaque_groupe_une_cle_inconnue() -> None:
    trouves = {(e.code, e.pointeur) for une in CORPUS for e in une.attendu.erreurs}
    assert {("type_invalide", ou.pointeur) for ou in places()} <= trouves
    assert {("champ_inconnu", f"{ou.pointeur}/inconnu") for ou in groupements()} <= trouves


def test_chaque_texte_est_montre_a_sa_limite_et_juste_au_dela() -> None:
    noms = {une.nom: une for une in CORPUS}
    for ou in places():
        if texte := ou.champ.texte:
            juste = noms[f"limite-{ou.nom}-{texte.limite}"]
            assert len(reponse(juste.dossier, ou.pointeur)) == texte.limite
            assert juste.attendu.deposable
            trop = noms[f"limite-{ou.nom}-{texte.limite + 1}"]
            assert len(reponse(trop.dossier, ou.pointeur)) == texte.limite + 1
            assert not trop.attendu.deposable


def test_chaque_choix_est_pris_dans_un_dossier_deposable() -> None:
    deposables = [une.dossier for une in CORPUS if une.attendu.deposable]
    pris: dict[type[Choix], set[str]] = {}
    for ou in places():
        if ou.champ.choix:
            reponses = pris.setdefault(ou.champ.choix, set())
            reponses |= {r for dossier in deposables for r in toutes(dossier, ou.pointeur)}
    assert pris.keys() >= {Region, Ept, Qualite}
    for choix, reponses in pris.items():
        assert {membre.value for membre in choix} <= reponses, choix


def test_le_dossier_integral_repond_a_tous_les_champs() -> None:
    dossier = dossier_integral()
    for ou in places():
        assert reponse(dossier, ou.pointeur) not in (None, "", [])
    assert len(places()) > 70


def test_chaque_champ_se_montre_dans_un_dossier_sans_remarque() -> None:
    for ou in places():
        sans_accord = examiner(ou.base, Rubrique).ecarts
        assert not sans_accord, (
            f"{ou.pointeur} : _ACCORDS (app/corpus/dossiers.py) ignore ce qui va avec sa condition"
        )


# The corpus can be used


def test_le_corpus_est_assez_grand_et_se_produit_toujours_a_l_identique() -> None:
    assert len(CORPUS) >= 150
    assert list(instances()) == CORPUS
    assert {une.usage for une in CORPUS} == set(UsageInstance)
    assert {tuple(une.rubriques) for une in CORPUS} > {(), tuple(Rubrique)}


def test_chaque_nom_tient_dans_une_adresse_et_dans_un_fichier() -> None:
    for une in CORPUS:
        assert re.fullmatch("[a-z0-9_-]{4,100}", une.nom), une.nom
        assert une.nom != "index"


def test_chaque_titre_est_une_phrase() -> None:
    for une in CORPUS:
        assert une.titre[0].isupper() or une.titre[0] == "«", une.titre
        assert une.titre.endswith("."), une.titre
        assert une.titre.isprintable(), une.titre


def test_aucune_instance_n_en_repete_une_autre() -> None:
    def cles(une: Instance) -> tuple[str, ...]:
        return une.nom, une.titre, json.dumps([une.dossier, une.rubriques])

    for vues in zip(*map(cles, CORPUS), strict=True):
        assert [vue[:200] for vue, fois in Counter(vues).items() if fois > 1] == []


def test_aucune_reponse_n_est_nulle() -> None:
    """The service drops nulls, a schema refuses them: no one verdict could be announced."""
    assert not [une.nom for une in CORPUS if "null" in json.dumps(une.dossier)]
