"""The contract tells its readers, in French, all that they need, with examples that are true."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, cast

import pytest

from app.contrat.lexique import lexique
from app.contrat.precisions import groupes
from app.formulaire.dossier import Dossier
from tests.client import contrat, du_contrat
from tests.contrat.requetes import Requete, parametres, requetes

Json = dict[str, Any]
_REQUETES: Final = requetes()
_SCHEMAS: Final[Json] = contrat()["components"]["schemas"]
_FORMES: Final = ("Brouillon", "Correctif")
_DU_FORMULAIRE: Final = {groupe.__name__: groupe for groupe in groupes(Dossier)}


def _valider(schema: Json, valeur: Any) -> None:
    du_contrat(json.dumps(schema)).validate(valeur)


def _cles(noeud: Any) -> Iterator[str]:
    """The keys of a document but those of its examples."""
    if isinstance(noeud, list):
        for element in cast(list[Any], noeud):
            yield from _cles(element)
    elif isinstance(noeud, dict):
        for cle, membre in cast(Json, noeud).items():
            yield cle
            if cle not in ("example", "examples"):
                yield from _cles(membre)


@pytest.mark.parametrize("requete", _REQUETES, ids=lambda requete: requete.nom)
def test_chaque_parametre_est_decrit_et_illustre(requete: Requete) -> None:
    for parametre in parametres(requete.operation):
        assert parametre["description"].endswith("."), parametre["name"]
        _valider(parametre["schema"], parametre["example"])


@pytest.mark.parametrize("requete", _REQUETES, ids=lambda requete: requete.nom)
def test_chaque_lien_mene_a_une_operation_et_a_ses_parametres(requete: Requete) -> None:
    operations = {autre.nom: autre.operation for autre in _REQUETES}
    for reponse in requete.operation["responses"].values():
        for nom, lien in reponse.get("links", {}).items():
            assert lien["description"], nom
            connus = {p["name"] for p in parametres(operations[lien["operationId"]])}
            assert {cle.rpartition(".")[2] for cle in lien["parameters"]} <= connus, nom


@pytest.mark.parametrize("nom", sorted(contrat()["components"]["headers"]))
def test_chaque_en_tete_est_decrit_et_illustre(nom: str) -> None:
    entete = contrat()["components"]["headers"][nom]
    assert entete["description"].endswith(".")
    _valider(entete["schema"], entete["example"])


@pytest.mark.parametrize("nom", sorted(_SCHEMAS))
def test_chaque_composant_dit_en_francais_ce_qu_il_est(nom: str) -> None:
    souche = nom.removesuffix("Brouillon").removesuffix("Correctif")
    schema = _SCHEMAS[nom]
    # A docstring of the code is in English; what is said for the contract and by the form is not.
    dit = schema.get("description", "").strip()
    assert dit and not re.search(r"\b(the|and|which|that|with|of)\b", dit), (
        f'{nom} : `@decrit("…")` (app/kit/glossary.py), en français, au-dessus de sa classe'
    )
    if souche not in _DU_FORMULAIRE:
        for cle, propriete in schema.get("properties", {}).items():
            assert "$ref" in propriete or propriete.get("description"), (
                f'{nom}.{cle} : `Field(description="…")` là où il est déclaré, ou une ligne dans '
                "app/contrat/lexique.toml si d'autres composants ont ce mot"
            )


def test_chaque_entree_du_lexique_sert() -> None:
    servies = {
        cle
        for nom, schema in _SCHEMAS.items()
        for propriete, decrite in schema.get("properties", {}).items()
        for cle in (propriete, f"{nom}.{propriete}")
        if decrite.get("description", "") == lexique().get(cle)
    }
    assert set(lexique()) == servies


@pytest.mark.parametrize("nom", sorted(_DU_FORMULAIRE))
@pytest.mark.parametrize("forme", ["", *_FORMES])
def test_chaque_champ_du_formulaire_porte_son_libelle(nom: str, forme: str) -> None:
    for cle, champ in _DU_FORMULAIRE[nom].champs.items():
        propriete = _SCHEMAS[nom + forme]["properties"][cle]
        portee = propriete if "title" in propriete else propriete["anyOf"][0]
        assert portee["title"] == champ.info.title, cle


def test_chaque_extension_est_expliquee() -> None:
    utilisees = {cle for cle in _cles(contrat()) if cle.startswith("x-")}
    assert utilisees
    for extension in utilisees:
        assert f"`{extension}`" in contrat()["info"]["description"], extension
