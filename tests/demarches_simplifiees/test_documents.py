"""Documents of GraphQL: which are kept, what is refused of those that are sent, in what words."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLInterfaceType, OperationDefinitionNode, validate_schema

from app.demarches_simplifiees.demande_graphql import Demande
from app.demarches_simplifiees.documents_lus import document_range
from app.demarches_simplifiees.interface import SCHEMA
from app.demarches_simplifiees.repondeur import repondre_au_document
from tests.demarches_simplifiees.lus import donner, lu, repondre


def _refus(document: str) -> tuple[int, str]:
    statut, corps = repondre(document)
    assert corps["data"] is None
    return statut, corps["errors"][0]["extensions"]["code"]


def test_toute_l_interface_est_la_et_tient_debout() -> None:
    assert validate_schema(SCHEMA) == []
    assert len([nom for nom in SCHEMA.type_map if not nom.startswith("__")]) == 224
    champ = SCHEMA.type_map["Champ"]
    assert isinstance(champ, GraphQLInterfaceType)
    assert len(SCHEMA.get_possible_types(champ)) == 28


def test_les_documents_gardes_ont_les_operations_que_leurs_clients_nomment() -> None:
    assert [*_operations("ds-query-v2")] == [
        *("getDemarche", "getGroupeInstructeur", "getDossier", "getDemarcheDescriptor"),
    ]
    assert len({*_operations("ds-mutation-v2")}) == 27


def _operations(nom: str) -> Iterator[str]:
    for definition in document_range(nom).noeud.definitions:
        if isinstance(definition, OperationDefinitionNode) and definition.name:
            yield definition.name.value


def test_l_introspection_repond_a_qui_la_nomme_comme_a_qui_l_ecrit() -> None:
    statut, corps = repondre_au_document(Demande(None, "introspection", None, {}), donner())
    assert statut == 200 and "errors" not in corps
    assert {t["name"] for t in corps["data"]["__schema"]["types"]} == {*SCHEMA.type_map}


@pytest.mark.parametrize(
    ("document", "vu"),
    [
        ("{", (400, "graphql_parse_failed")),
        ("{" * 5_000, (400, "graphql_parse_failed")),
        ("{ demarche(number: 1) { " + "id " * 20_000 + "} }", (400, "graphql_parse_failed")),
        ("{ secrets }", (200, "bad_request")),
        ("{ demarche(number: 1) { ...A } } fragment A on Demarche { ...A }", (200, "bad_request")),
        (
            "{ __schema " + "{ types { fields " * 8 + "{ name }" + "} }" * 8 + " }",
            (200, "bad_request"),
        ),
    ],
    ids=["tronque", "profond", "long", "inconnu", "en rond", "en profondeur"],
)
def test_ce_qui_ne_peut_etre_execute_se_refuse_et_dit_pourquoi(
    document: str, vu: tuple[int, str]
) -> None:
    assert _refus(document) == vu


def test_un_document_ne_demande_que_tant_de_champs_a_la_fois() -> None:
    def en(pages: int, nombre: str) -> str:
        champs = "champs { id label stringValue } " + "number " * 60
        page = f"dossiers(first: {nombre}) {{ nodes {{ {champs} }} }}"
        return "{ demarche(number: 1) { " + " ".join(f"p{n}: {page}" for n in range(pages)) + " } }"

    assert repondre(en(9, "100"))[1].keys() == {"data"}
    assert _refus(en(10, "100")) == (200, "bad_request")
    for nombre in ("50", "0", "-99"):  # another field of its name may ask for more
        assert _refus(en(10, nombre)) == (200, "bad_request")
    variable = en(10, "$n").replace("{ demarche", "query q($n: Int) { demarche", 1)
    assert _refus(variable) == (200, "bad_request")


def test_une_fusion_de_champs_que_graphql_refuserait_est_admise() -> None:
    champs = "... on TextChamp { value } ... on DateChamp { value }"
    texte = f"{{ dossier(number: 1) {{ champs {{ {champs} }} }} }}"
    _, corps = repondre(texte, lu())
    assert corps.keys() == {"data"}


@pytest.mark.parametrize(
    ("fragment", "type_"),
    [
        ("", "TextChamp"),
        ("... on DropDownListChamp { value }", "DropDownListChamp"),
        ("...Liste", "DropDownListChamp"),
    ],
    ids=["sans", "en ligne", "nomme"],
)
def test_qui_n_a_pas_de_fragment_pour_un_type_recoit_l_ancien(fragment: str, type_: str) -> None:
    nomme = "fragment Liste on DropDownListChamp { value }" if fragment == "...Liste" else ""
    champs = f"__typename ... on TextChamp {{ value }} {fragment}"
    texte = f"{{ dossier(number: 1) {{ champs {{ {champs} }} }} }} {nomme}"
    _, corps = repondre(texte, lu())
    choisis = [un for un in corps["data"]["dossier"]["champs"] if un.get("value") == "Normandie"]
    assert choisis == [{"__typename": type_, "value": "Normandie"}]


@pytest.mark.parametrize("id", ["Q2hhbXAtOQ==", "Q2hhbXAtOQ", "Q2hhbXAtOTk5"])
def test_un_champ_se_demande_par_son_id_comme_on_l_ecrit(id: str) -> None:
    _, corps = repondre(
        f'{{ dossier(number: 1) {{ champs(id: "{id}") {{ stringValue }} }} }}', lu()
    )
    trouves = [] if id.endswith("5") else [{"stringValue": "Caux Seine"}]
    assert corps == {"data": {"dossier": {"champs": trouves}}}


@pytest.mark.parametrize("nom", ["includeAnotations", "includeAnnotations"])
def test_les_deux_orthographes_d_une_variable_valent(nom: str) -> None:
    def champs(**variables: Any) -> set[str]:
        demande = Demande(None, "ds-query-v2", "getDossier", {"dossierNumber": 1, **variables})
        _, corps = repondre_au_document(demande, donner(lu()))
        assert corps.keys() == {"data"}
        return {*corps["data"]["dossier"]}

    assert champs() - champs(**{nom: False, "inconnue": 1}) == {"annotations"}


def test_une_erreur_que_personne_n_attendait_ne_dit_rien_d_elle() -> None:
    def casser(quoi: str, **_: Any) -> Any:
        raise RuntimeError("mot de passe")

    demande = Demande("{ dossier(number: 1) { id } }", None, None, {})
    _, corps = repondre_au_document(demande, casser)
    ((faute),) = corps["errors"]
    assert corps["data"] is None and faute["path"] == ["dossier"]
    assert (faute["message"], faute["extensions"]) == (
        "Erreur interne.",
        {"code": "internal_server_error"},
    )


def test_un_dossier_illisible_n_emporte_pas_les_autres() -> None:
    casse = lu(2, instantane='{"perimetre":{"region":"28"}}')
    champs = "nodes { number champs { id } } edges { cursor node { number } }"
    texte = f"{{ demarche(number: 1) {{ dossiers {{ {champs} }} }} }}"
    _, corps = repondre(texte, lu(1), casse, lu(3))
    page = corps["data"]["demarche"]["dossiers"]
    assert [un and un["number"] for un in page["nodes"]] == [1, None, 3]
    assert [une["cursor"] for une in page["edges"]] == ["c1", "c2", "c3"]
    assert [faute["message"] for faute in corps["errors"]] == ["Dossier 2 illisible."] * 2
    assert corps["errors"][0]["path"] == ["demarche", "dossiers", "nodes", 1]
    assert corps["errors"][0]["extensions"] == {"code": "internal_server_error"}


def test_rien_ne_s_ecrit_par_cette_adresse() -> None:
    entree = 'dossierId: "RG9zc2llci0x", instructeurId: "SW5zdHJ1Y3RldXItMQ=="'
    accepter = f"dossierAccepter(input: {{{entree}}}) {{ dossier {{ id }} errors {{ message }} }}"
    _, corps = repondre(f"mutation {{ {accepter} }}")
    seule = [{"message": "Le jeton utilisé est configuré seulement en lecture"}]
    assert corps == {"data": {"dossierAccepter": {"dossier": None, "errors": seule}}}
