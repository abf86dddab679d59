"""The contract is valid, complete, and shows examples that are true to it."""

import ast
import json
import keyword
import re
from collections.abc import Generator, Iterator
from copy import deepcopy
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from app.contrat import openapi
from app.contrat.openapi import ETIQUETTES, etiquette
from app.kit.glossary import nomme
from tests.client import contrat, registre, validateur
from tests.contrat.requetes import parametres

Json = dict[str, Any]
_COMPOSANT: Final = "#/components/schemas/"
# Members that an answer may leave out: what was not answered, what has no place in this case.
_FACULTATIFS: Final = {
    "Accuse": {"bac_a_sable", "constate_par"},
    "Lettre": {"bac_a_sable"},
    "ProblemeIndisponible": {"sante"},
    "ProblemeRequeteInvalide": {"parametres"},
    "Resultats": {"bac_a_sable"},
    "ServiceCharge": {"telephone"},
}
_MOTS_DE_JAVASCRIPT: Final = [
    "case",
    "catch",
    "const",
    "debugger",
    "default",
    "delete",
    "do",
    "enum",
    "export",
    "extends",
    "function",
    "new",
    "package",
    "private",
    "protected",
    "public",
    "super",
    "switch",
    "this",
    "throw",
    "typeof",
    "var",
    "void",
]
# Objects whose keys the contract does not name: those of JSON Schema, of a form library, and
# dossiers as rubbish as a client may send.
_LIBRES: Final = {
    *(("SchemaJson",), ("InterfaceJson",), ("ErreursRjsf",), ("DossierQuelconque",)),
    *(("TableSchema",), ("TerritoiresGeojson",)),
}
# What completes an error depends on its code: no member is always there.
_SELON_LE_CODE: Final = {"ParametresDuMessage", "ParamsAjv"}


def _operations() -> dict[str, Json]:
    return {o["operationId"]: o for p in contrat()["paths"].values() for o in p.values()}


def _noeuds(valeur: Any, chemin: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Every object of a document but those of its examples, with the keys that lead to it."""
    if isinstance(valeur, list):
        for rang, element in enumerate(cast(list[Any], valeur)):
            yield from _noeuds(element, (*chemin, str(rang)))
    elif isinstance(valeur, dict):
        objet = cast(Json, valeur)
        yield chemin, objet
        for cle, membre in objet.items():
            if cle not in ("example", "examples"):
                yield from _noeuds(membre, (*chemin, cle))


def _contenus(operation: Json) -> Generator[tuple[str, str, Json]]:
    """Status (or `corps`), media type and description of what an operation takes and gives."""
    for media, contenu in operation.get("requestBody", {}).get("content", {}).items():
        yield "corps", media, contenu
    for statut, reponse in operation["responses"].items():
        for media, contenu in reponse.get("content", {}).items():
            yield statut, media, contenu


@cache
def _composants_fermes() -> jsonschema_rs.Registry:
    """The components, refusing every member that they do not name."""
    fermes = deepcopy(contrat()["components"])
    for _, schema in _noeuds(fermes["schemas"]):
        if "properties" in schema and schema.get("type") == "object":
            schema["additionalProperties"] = False
    return registre(fermes)


def _defauts(schema: Json, exemple: Any) -> list[str]:
    ferme = validateur(json.dumps(schema), _composants_fermes())
    return [f"{e.instance_path} : {e.message[:200]}" for e in ferme.iter_errors(exemple)]


def _atteints(schema: Any) -> set[str]:
    """Names of the components that a schema uses, directly or not."""
    trouves: set[str] = set()
    a_voir = [schema]
    while a_voir:
        for _, noeud in _noeuds(a_voir.pop()):
            reference = str(noeud.get("$ref", ""))
            nom = reference.removeprefix(_COMPOSANT)
            if nom != reference and nom not in trouves:
                trouves.add(nom)
                a_voir.append(contrat()["components"]["schemas"][nom])
    return trouves


def test_le_document_est_de_l_openapi_3_1_valide() -> None:
    assert contrat()["openapi"].startswith("3.1.")
    validate(contrat(), cls=OpenAPIV31SpecValidator)


def test_chaque_reference_mene_quelque_part() -> None:
    for chemin, noeud in _noeuds(contrat()):
        if isinstance(reference := noeud.get("$ref"), str):
            cible: Any = contrat()
            for partie in reference.removeprefix("#/").split("/"):
                assert partie in cible, f"{reference} manque ({'/'.join(chemin)})"
                cible = cible[partie]


def test_rien_ne_reste_des_erreurs_de_fastapi() -> None:
    assert "ValidationError" not in json.dumps(contrat())


def test_chaque_operation_a_un_nom_court_en_camel_case_et_a_elle() -> None:
    operations = [o for p in contrat()["paths"].values() for o in p.values()]
    noms = [operation["operationId"] for operation in operations]
    assert len(noms) == len(set(noms))
    for nom in noms:
        assert re.fullmatch(r"[a-z]+([A-Z][a-z0-9]*)*", nom) and len(nom) <= 30, nom


def test_chaque_operation_dit_ce_qu_elle_fait() -> None:
    for nom, operation in _operations().items():
        assert 3 < len(operation["summary"]) <= 60, nom
        assert operation["description"].rstrip().endswith("."), nom
        assert not operation["summary"].endswith("."), nom
        for reponse in operation["responses"].values():
            assert reponse["description"] not in ("", "Successful Response"), nom


def test_les_etiquettes_sont_declarees_dans_l_ordre_de_la_vie_d_une_candidature() -> None:
    declarees = [etiquette["name"] for etiquette in contrat()["tags"]]
    assert declarees == [etiquette(nom) for nom, _ in ETIQUETTES]
    utilisees = [operation["tags"] for operation in _operations().values()]
    assert all(len(etiquettes) == 1 for etiquettes in utilisees)
    (envois,) = {un["post"]["tags"][0] for un in contrat()["webhooks"].values()}
    assert {etiquettes[0] for etiquettes in utilisees} == {*declarees} - {envois}


@pytest.mark.parametrize("nom", sorted(_operations()))
def test_les_exemples_sont_conformes_a_leur_schema(nom: str) -> None:
    for ou, media, contenu in _contenus(_operations()[nom]):
        exemples = [e["value"] for e in contenu.get("examples", {}).values()]
        exemples += [contenu["example"]] if "example" in contenu else []
        assert exemples, f"{nom} {ou} {media} : sa route le déclare, `@Declaration(exemple=…)`"
        for exemple in exemples:
            assert not _defauts(contenu["schema"], exemple), f"{nom} {ou} {media}"


@pytest.mark.parametrize("nom", sorted(_operations()))
def test_chaque_statut_declare_l_identifiant_de_la_requete(nom: str) -> None:
    for statut, reponse in _operations()[nom]["responses"].items():
        assert "X-Request-Id" in reponse["headers"], statut
        attendus = {"201": "Location", "401": "WWW-Authenticate", "412": "ETag"}
        attendus |= {"304": "ETag", "503": "Retry-After"}
        if statut in attendus:
            assert attendus[statut] in reponse["headers"], statut


@pytest.mark.parametrize("nom", sorted(_operations()))
def test_chaque_refus_est_un_probleme_et_le_500_est_declare(nom: str) -> None:
    reponses = _operations()[nom]["responses"]
    assert "500" in reponses
    for statut, reponse in reponses.items():
        if statut >= "400":
            assert list(reponse["content"]) == ["application/problem+json"], statut


def test_ce_que_peut_etre_un_refus_a_un_nom() -> None:
    """Without one, each generator of clients invents its own."""
    for nom, operation in _operations().items():
        for statut, reponse in operation["responses"].items():
            contenu = reponse.get("content", {}).get("application/problem+json")
            assert not contenu or "$ref" in contenu["schema"], (
                f"{nom} {statut} peut être {', '.join(contenu['examples'])} : leur `Ensemble` se "
                "nomme dans refus.py, et se donne à `reponses(…)`"
            )


def test_rien_du_contrat_ne_depend_du_nom_d_une_operation() -> None:
    """What an operation needs is said by its route, not guessed from its name elsewhere."""
    noms = _operations().keys()
    for fichier in Path(openapi.__file__).parent.glob("*.py"):
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8"))):
            if isinstance(noeud, ast.Constant):
                assert noeud.value not in noms, f"{fichier.name}:{noeud.lineno} : {noeud.value}"


def test_les_enumerations_et_les_objets_sont_des_composants_nommes() -> None:
    schemas = contrat()["components"]["schemas"]
    anonymes = [
        chemin
        for chemin, noeud in [*_noeuds(contrat()["paths"]), *_noeuds(schemas)]
        if len(chemin) > 1
        and (("enum" in noeud and "const" not in noeud) or "properties" in noeud)
        and chemin[-1] != "properties"
    ]
    assert not anonymes


def test_les_objets_disent_toutes_leurs_cles() -> None:
    libres: set[tuple[str, ...]] = set()
    for nom, schema in contrat()["components"]["schemas"].items():
        for chemin, noeud in _noeuds(schema):
            if noeud.get("type") == "object" and "properties" not in noeud:
                libres.add((nom, *(cle for cle in chemin if cle != "properties")))
    assert libres == _LIBRES
    for nom, operation in _operations().items():
        for _, _, contenu in _contenus(operation):
            assert contenu["schema"].get("type") != "object", nom


def test_une_reponse_dit_tout_ce_qu_elle_contient_sans_valeur_par_defaut() -> None:
    schemas, dossier = (
        contrat()["components"]["schemas"],
        _atteints({"$ref": f"{_COMPOSANT}Dossier"}),
    )
    for nom in _atteints([operation["responses"] for operation in _operations().values()]):
        proprietes = schemas[nom].get("properties", {})
        assert not [cle for cle, propriete in proprietes.items() if "default" in propriete], nom
        absents = set(proprietes) - set(schemas[nom].get("required", []))
        if nom not in dossier | _SELON_LE_CODE and not nom.endswith("Brouillon"):
            assert absents == _FACULTATIFS.get(nom, set()), nom


def test_aucun_parametre_ne_porte_un_mot_reserve() -> None:
    """A generated client has a variable of that name."""
    reserves = {*keyword.kwlist, *_MOTS_DE_JAVASCRIPT}
    noms = {p["name"] for operation in _operations().values() for p in parametres(operation)}
    assert not noms & reserves


def test_ce_qu_un_ecran_montre_d_une_enumeration_est_dit() -> None:
    """States, reasons, opinions: the words are the service's, as those of the form's answers."""
    montrees = {
        *("Etat", "EtatDepose", "Etape", "MotifCorrection", "IssueCorrection", "Antivirus", "Cote"),
        *("Sens", "Motif", "StatutAvis", "SensAvis", "Fonction"),
    }
    schemas = contrat()["components"]["schemas"]
    dites = {nom: schema for nom, schema in schemas.items() if "x-enum-descriptions" in schema}
    assert montrees <= dites.keys()
    for nom, schema in dites.items():
        mots = schema["x-enum-descriptions"]
        assert len(mots) == len({*mots}) == len(schema["enum"]), nom
        assert len(schema["x-enum-varnames"]) == len(mots), nom
        assert not {*mots} & {*schema["enum"]} or nom == "Ept", nom


def test_une_enumeration_se_nomme_en_entier() -> None:
    class Essai(StrEnum):
        UN = "un"
        DEUX = "deux"

    for mots in ({"un": "Un"}, {"un": "Un", "deux": "Deux", "trois": "Trois"}):
        with pytest.raises(ValueError, match="Essai"):
            nomme(**mots)(Essai)
