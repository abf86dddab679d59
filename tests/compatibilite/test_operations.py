"""Each rule on operations, one by one; and the real document compared with itself."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any, Final

import pytest

from tests.compatibilite.instantanes import PROJET
from tests.compatibilite.operations import comparer_contrats
from tests.compatibilite.regles import Changement, Sens

Json = dict[str, Any]
Geste = Callable[[Json], Any]
_TEXTE: Final[Json] = {"schema": {"type": "string"}}


def _probleme(code: str, *autres: str) -> Json:
    membres: Json = {nom: {"type": "string"} for nom in ("title", *autres)}
    proprietes = {"code": {"const": code}, **membres}
    return {"type": "object", "properties": proprietes, "required": [*proprietes]}


def contrat() -> Json:
    """A small contract with one of everything."""
    operation: Json = {
        "operationId": "ecrire",
        "security": [{"porteur": []}],
        "parameters": [
            {"name": "limite", "in": "query", "schema": {"type": "integer", "default": 20}},
            {"$ref": "#/components/parameters/Langue"},
        ],
        "requestBody": {"content": {"application/json": deepcopy(_TEXTE), "text/plain": {}}},
        "responses": {
            "200": {
                "headers": {"ETag": deepcopy(_TEXTE)},
                "content": {"application/json": deepcopy(_TEXTE), "application/pdf": {}},
            },
            "304": {},
            "404": {
                "content": {
                    "application/problem+json": {
                        "schema": {"oneOf": [_probleme("absent"), _probleme("cache")]}
                    }
                }
            },
            "409": {},
        },
    }
    envoi: Json = {
        "operationId": "recevoir",
        "parameters": [
            {"name": "webhook-id", "in": "header", "required": True, **deepcopy(_TEXTE)}
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "properties": {"etat": {"enum": ["a", "b"]}, "numero": {}},
                        "required": ["etat"],
                    }
                }
            },
        },
        "responses": {"2XX": {}},
    }
    return {
        "openapi": "3.1.0",
        "servers": [{"url": "/"}],
        "paths": {"/a": {"post": operation, "get": {"operationId": "lire"}}, "/b": {}},
        "webhooks": {"depot": {"post": envoi}},
        "components": {
            "parameters": {"Langue": {"name": "Langue", "in": "header", **deepcopy(_TEXTE)}},
            "securitySchemes": {"porteur": {"type": "http", "scheme": "bearer"}},
        },
    }


def _op(document: Json) -> Json:
    return document["paths"]["/a"]["post"]


def _demande(nom: str, **autres: Any) -> Geste:
    return lambda d: _op(d)["parameters"].append({"name": nom, "in": "query", **autres})


def _poser(*chemin: Any, valeur: Any) -> Geste:
    def geste(document: Json) -> None:
        noeud: Any = _op(document)
        for cle in chemin[:-1]:
            noeud = noeud[cle]
        noeud[chemin[-1]] = deepcopy(valeur)

    return geste


def _oter(*chemin: Any) -> Geste:
    def geste(document: Json) -> None:
        noeud: Any = _op(document)
        for cle in chemin[:-1]:
            noeud = noeud[cle]
        del noeud[chemin[-1]]

    return geste


_PROBLEMES: Final = ("responses", "404", "content", "application/problem+json", "schema", "oneOf")
# What is done to the contract, and the rules of what is seen; done the other way round, the others.
CAS: Final[list[tuple[Geste, str, str]]] = [
    (lambda d: d["servers"].append({"url": "/v2"}), "", "server-removed"),
    (lambda d: d["paths"].pop("/b"), "path-removed", "path-added"),
    (lambda d: d["paths"]["/a"].pop("get"), "operation-removed", "operation-added"),
    (_poser("operationId", valeur="noter"), "operation-renamed", "operation-renamed"),
    (_poser("security", valeur=[]), "security-loosened", "security-tightened"),
    (_poser("security", 0, "porteur", valeur=["x"]), "security-tightened", "security-loosened"),
    (
        lambda d: d["components"]["securitySchemes"]["porteur"].update(scheme="basic"),
        "security-scheme-changed",
        "security-scheme-changed",
    ),
    (_demande("q"), "parameter-added", "parameter-removed"),
    (_demande("q", required=True), "required-parameter-added", "parameter-removed"),
    (
        _poser("parameters", 0, "required", valeur=True),
        "parameter-made-required",
        "parameter-made-optional",
    ),
    (_poser("parameters", 0, "schema", "default", valeur=50), "default-changed", "default-changed"),
    (_poser("parameters", 0, "schema", "maximum", valeur=9), "limit-tightened", "limit-loosened"),
    (_poser("parameters", 0, "style", valeur="deepObject"), "not-compared", "not-compared"),
    (_oter("requestBody"), "body-removed", "body-added"),
    (_poser("requestBody", "required", valeur=True), "body-made-required", "body-made-optional"),
    (_oter("requestBody", "content", "text/plain"), "media-type-removed", "media-type-added"),
    (
        _oter("responses", "200", "content", "application/pdf"),
        "media-type-removed",
        "media-type-added",
    ),
    (_oter("responses", "200"), "success-status-removed", "success-status-added"),
    (_oter("responses", "304"), "success-status-removed", "success-status-added"),
    (_oter("responses", "409"), "error-status-removed", "error-status-added"),
    (_oter(*_PROBLEMES, 0), "problem-removed", "problem-added"),
    (
        _poser(*_PROBLEMES, 1, valeur={**_probleme("cache"), "required": ["code"]}),
        "property-made-optional",
        "property-made-required",
    ),
    (
        _poser(*_PROBLEMES, 1, valeur=_probleme("cache", "detail")),
        "required-property-added",
        "property-made-optional property-removed",
    ),
    (_oter("responses", "200", "headers", "ETag"), "header-removed", "header-added"),
    (
        _poser("responses", "200", "headers", "ETag", "schema", valeur={"type": "integer"}),
        "type-added type-removed",
        "type-added type-removed",
    ),
    (lambda d: d["webhooks"].pop("depot"), "webhook-removed", "webhook-added"),
    (lambda d: d.update(autre={"depot": {}}), "not-compared", "not-compared"),
    (lambda d: d.update(info={"version": "2.0.0"}), "", ""),
]


def regles(avant: Json, apres: Json) -> set[str]:
    return {changement.regle for changement in comparer_contrats(avant, apres)}


@pytest.mark.parametrize(("geste", "regle", "inverse"), CAS)
def test_chaque_regle_se_voit_dans_les_deux_sens(geste: Geste, regle: str, inverse: str) -> None:
    avant, apres = contrat(), contrat()
    geste(apres)
    assert regles(avant, apres) == set(regle.split())
    assert regles(apres, avant) == set(inverse.split())


def _envoi(document: Json) -> Json:
    return document["webhooks"]["depot"]["post"]


def _lu(document: Json) -> Json:
    return _envoi(document)["requestBody"]["content"]["application/json"]["schema"]


# What is done to a webhook, and the rule that breaks who reads it; undone, nothing breaks.
_ENVOIS: Final[list[tuple[Geste, str]]] = [
    (lambda d: d["webhooks"].clear(), "webhook-removed"),
    (lambda d: _lu(d)["properties"].pop("numero"), "property-removed"),
    (lambda d: _lu(d)["properties"]["etat"]["enum"].append("c"), "value-added"),
    (lambda d: _lu(d).update(required=[]), "property-made-optional"),
    (lambda d: _envoi(d)["parameters"].clear(), "parameter-removed"),
    (lambda d: _envoi(d)["parameters"][0].pop("required"), "parameter-made-optional"),
    (lambda d: _envoi(d).pop("requestBody"), "body-removed"),
    (lambda d: _envoi(d)["requestBody"].pop("required"), "body-made-optional"),
    (lambda d: _envoi(d)["requestBody"]["content"].clear(), "media-type-removed"),
    (lambda d: _envoi(d)["responses"].clear(), ""),
]


@pytest.mark.parametrize(("geste", "rupture"), _ENVOIS)
def test_ce_que_le_service_envoie_se_juge_comme_ce_qu_il_repond(geste: Geste, rupture: str) -> None:
    avant, apres = contrat(), contrat()
    geste(apres)
    for deux, attendue in (((avant, apres), rupture), ((apres, avant), "")):
        casses = [c for c in comparer_contrats(*deux) if c.casse]
        assert [c.regle for c in casses] == attendue.split()
        assert all(c.sujets == ("depot",) and c.sens is Sens.REPONSE for c in casses)


def test_un_corps_requis_ajoute_n_est_pas_un_corps_facultatif() -> None:
    avant, apres = contrat(), contrat()
    del _op(avant)["requestBody"]
    assert regles(avant, apres) == {"body-added"}
    _op(apres)["requestBody"]["required"] = True
    assert regles(avant, apres) == {"required-body-added"}


@pytest.mark.parametrize(
    ("place", "sens"),
    [
        ("parameters/0", Sens.REQUETE),
        ("requestBody/content/application~json", Sens.REQUETE),
        ("responses/200/content/application~json", Sens.REPONSE),
    ],
)
def test_le_sens_depend_de_la_place(place: str, sens: Sens) -> None:
    avant, apres = contrat(), contrat()
    for document, enum in ((avant, ["a", "b"]), (apres, ["b", "c"])):
        noeud: Any = _op(document)
        for cle in place.split("/"):
            noeud = noeud[int(cle) if isinstance(noeud, list) else cle.replace("~", "/")]
        noeud["schema"] = {"enum": enum}
    casses = {c.regle for c in comparer_contrats(avant, apres) if c.casse}
    assert casses == {"value-removed" if sens is Sens.REQUETE else "value-added"}


def test_un_changement_porte_le_nom_de_son_operation() -> None:
    avant, apres = contrat(), contrat()
    del _op(apres)["responses"]["200"]["headers"]["ETag"]
    (trouve,) = comparer_contrats(avant, apres)
    assert trouve == Changement(
        "POST /a 200 ETag", "header-removed", "header removed", Sens.REPONSE, ("ecrire", "POST /a")
    )


def test_un_probleme_reconnu_par_son_code_se_compare_au_sien() -> None:
    avant, apres = contrat(), contrat()
    genres = _op(apres)["responses"]["404"]["content"]["application/problem+json"]["schema"]
    genres["oneOf"] = [_probleme("cache"), _probleme("absent")]
    assert not regles(avant, apres)
    apres["components"]["schemas"] = {"Refus": {"oneOf": [_probleme("absent")]}}
    media = _op(apres)["responses"]["404"]["content"]["application/problem+json"]
    media["schema"] = {"$ref": "#/components/schemas/Refus"}
    assert regles(avant, apres) == {"problem-removed"}
    media["schema"] = genres
    genres["oneOf"][1]["properties"]["title"] = {"type": ["string", "null"]}
    (trouve,) = comparer_contrats(avant, apres)
    assert (trouve.regle, trouve.casse) == ("null-added", True)
    assert "absent" in trouve.ou


def test_le_vrai_contrat_compare_a_lui_meme_ne_donne_rien() -> None:
    texte = (PROJET / "openapi.json").read_text(encoding="utf-8")
    assert not list(comparer_contrats(json.loads(texte), json.loads(texte)))


@pytest.mark.parametrize("sens", Sens)
def test_dans_le_vrai_contrat_une_rubrique_de_moins_casse_les_requetes_seules(sens: Sens) -> None:
    avant = json.loads((PROJET / "openapi.json").read_text(encoding="utf-8"))
    apres = deepcopy(avant)
    plus_court = apres if sens is Sens.REQUETE else avant
    del plus_court["components"]["schemas"]["Rubrique"]["enum"][0]
    trouves = list(comparer_contrats(avant, apres))
    assert {c.sens for c in trouves} == {*Sens}
    assert {c.sens for c in trouves if c.casse} == {sens}
    attendue = "validerDossier" if sens is Sens.REQUETE else "listerPieces"
    assert attendue in {c.sujets[0] for c in trouves if c.casse}
