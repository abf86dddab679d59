"""The published schemas say what the verdict says, as far as a schema can."""

import jsonschema_rs
import pytest

from app.formulaire.evaluation import evaluer
from app.formulaire.messages import CATALOGUE
from app.formulaire.schemas_publies import noms_des_schemas, schema_publie
from tests.formulaire.cas import CAS, Cas, nom
from tests.formulaire.exemples import Json, dossier_complet
from tests.formulaire.outils import ABSENT, TOUTES, avec, erreurs
from tests.formulaire.schemas import (
    DIALECTES,
    EN_PYTHON,
    lieux,
    lieux_selon_python,
    noeuds,
    rapide,
)

tous = pytest.mark.parametrize("nom_schema", noms_des_schemas())
deux_dialectes = pytest.mark.parametrize("version", DIALECTES)

DE_DEPOT = [cas for cas in CAS if not cas.brouillon]
REFUSES = [cas for cas in DE_DEPOT if CATALOGUE[cas.code].schema]
DITS_PAR_LE_SERVEUR = [cas for cas in DE_DEPOT if not CATALOGUE[cas.code].schema]


@tous
@deux_dialectes
def test_chaque_schema_publie_est_valide(nom_schema: str, version: str) -> None:
    schema = schema_publie(nom_schema, version)
    jsonschema_rs.meta.validate(schema)
    EN_PYTHON[version].check_schema(schema)


@tous
def test_chaque_schema_annonce_son_dialecte(nom_schema: str) -> None:
    assert schema_publie(nom_schema)["$schema"].endswith("draft/2020-12/schema")
    assert schema_publie(nom_schema, "draft-07")["$schema"].endswith("draft-07/schema#")


@tous
@deux_dialectes
def test_aucune_reference_n_est_pendante(nom_schema: str, version: str) -> None:
    schema = schema_publie(nom_schema, version)
    racine = "$defs" if version == "2020-12" else "definitions"
    references = {n["$ref"] for n in noeuds(schema) if isinstance(n.get("$ref"), str)}
    definies = {f"#/{racine}/{cle}" for cle in schema.get(racine, {})}
    assert references <= definies
    assert definies <= references


@tous
def test_draft_07_ne_met_rien_a_cote_d_une_reference(nom_schema: str) -> None:
    schema = schema_publie(nom_schema, "draft-07")
    assert all(set(n) == {"$ref"} for n in noeuds(schema) if "$ref" in n)
    assert not any("$defs" in n for n in noeuds(schema))


@tous
def test_passer_en_draft_07_ne_perd_aucun_mot_cle(nom_schema: str) -> None:
    moderne = schema_publie(nom_schema)
    assert not [n for n in noeuds(moderne) if "$ref" in n and "allOf" in n]
    propres = {"unevaluatedProperties", "prefixItems", "dependentRequired", "minContains"}
    assert not [n for n in noeuds(moderne) if propres & set(n)]


@tous
def test_aucun_schema_ne_parle_de_null(nom_schema: str) -> None:
    for n in noeuds(schema_publie(nom_schema)):
        assert n.get("type") != "null"
        assert not [un for un in n.get("anyOf", []) if un.get("type") == "null"]
        assert "default" not in n


@tous
def test_chaque_champ_a_un_titre(nom_schema: str) -> None:
    def titres(groupe: Json) -> None:
        for propriete in groupe.get("properties", {}).values():
            cible = resolue(schema, propriete)
            assert propriete.get("title") or cible.get("title"), propriete
            titres(resolue(schema, cible.get("items", cible)))

    schema = schema_publie(nom_schema)
    titres(schema)


def resolue(schema: Json, noeud: Json) -> Json:
    reference = noeud.get("$ref")
    return schema["$defs"][reference.removeprefix("#/$defs/")] if reference else noeud


@deux_dialectes
def test_le_dossier_complet_est_valide(version: str) -> None:
    for usage in ("depot", "brouillon"):
        assert lieux(f"dossier-{usage}", dossier_complet(), version) == set()
        assert lieux_selon_python(f"dossier-{usage}", dossier_complet(), version) == set()


@deux_dialectes
def test_chaque_section_du_dossier_complet_est_valide(version: str) -> None:
    for section, reponses in dossier_complet().items():
        for usage in ("depot", "brouillon"):
            assert lieux(f"{section}-{usage}", reponses, version) == set()


@deux_dialectes
@pytest.mark.parametrize("cas", REFUSES, ids=nom)
def test_le_schema_refuse_ce_que_le_verdict_dit_qu_il_refuse(cas: Cas, version: str) -> None:
    assert lieux("dossier-depot", cas.dossier(), version) == {cas.pointeur}
    assert lieux_selon_python("dossier-depot", cas.dossier(), version) == {cas.pointeur}


@deux_dialectes
@pytest.mark.parametrize("cas", DITS_PAR_LE_SERVEUR, ids=nom)
def test_le_schema_accepte_ce_que_seul_le_serveur_peut_dire(cas: Cas, version: str) -> None:
    assert lieux("dossier-depot", cas.dossier(), version) == set()
    assert lieux_selon_python("dossier-depot", cas.dossier(), version) == set()


A_RECRUTER = {"/besoins/animation/chef_projet_en_poste": "a_recruter"}
ACCEPTES: list[Json] = [
    {"/perimetre/commentaire": " \n"},
    {"/demandeur/categorie_juridique": ""},
    {"/besoins/animation/fin_contrat": "\u00a0"},
    {"/besoins/animation/chef_projet_telephone": ""},
    {"/perimetre/ept": "ni vu ni connu"},
    {"/perimetre/epci/0/nom": ""},
    A_RECRUTER | {"/besoins/animation/chef_projet_courriel": "camille@"},
    A_RECRUTER | {"/besoins/animation/fin_contrat": "fin juin"},
    A_RECRUTER | {"/besoins/animation/poste_cofinance": ABSENT},
    {"/contact/est_contact_suite": True, "/contact/suite_telephone": "02"},
    {"/perimetre/type_perimetre": "nouveau", "/bilan/actions_realisees": "x" * 10_001},
    {"/perimetre/type_perimetre": "nouveau", "/bilan": ABSENT},
    {"/perimetre/region": "11", "/perimetre/ept": "200057867", "/perimetre/epci": []},
    {"/perimetre/region": "collectivites_outre_mer", "/perimetre/epci": [{"nom": "Wallis"}]},
    {"/plan_action/actions/0/budget_euros": 3.0},
    {"/plan_action/actions/0/partenaires": []},
    {"/besoins/ingenierie": ABSENT, "/besoins/financement": {}},
]


@deux_dialectes
@pytest.mark.parametrize("changements", ACCEPTES, ids=lambda c: " ".join(c).replace("/", " "))
def test_le_schema_accepte_ce_que_le_verdict_accepte(changements: Json, version: str) -> None:
    dossier = avec(changements)
    assert erreurs(evaluer(dossier, TOUTES)) == []
    assert lieux("dossier-depot", dossier, version) == set()
    assert lieux_selon_python("dossier-depot", dossier, version) == set()


CACHES: list[tuple[str, Json]] = [
    ("/perimetre/ept", {"/perimetre/ept": 3}),
    ("/contact/suite_courriel", {"/contact/est_contact_suite": True, "/contact/suite_courriel": 3}),
    ("/besoins/animation/fin_contrat", A_RECRUTER | {"/besoins/animation/fin_contrat": None}),
    ("/bilan", {"/perimetre/type_perimetre": "nouveau", "/bilan": []}),
    ("/bilan/fax", {"/perimetre/type_perimetre": "nouveau", "/bilan/fax": ""}),
]


@deux_dialectes
@pytest.mark.parametrize(("pointeur", "changements"), CACHES, ids=lambda c: str(c))
def test_le_schema_refuse_une_reponse_cachee_du_mauvais_type(
    pointeur: str, changements: Json, version: str
) -> None:
    dossier = avec(changements)
    assert {e.pointeur for e in erreurs(evaluer(dossier, TOUTES))} == {pointeur}
    assert lieux("dossier-depot", dossier, version) == {pointeur}
    assert lieux_selon_python("dossier-depot", dossier, version) == {pointeur}


@deux_dialectes
@pytest.mark.parametrize("cas", [cas for cas in CAS if cas.brouillon], ids=nom)
def test_le_schema_d_un_brouillon_refuse_ce_qui_depasse_un_plafond(cas: Cas, version: str) -> None:
    assert lieux("dossier-brouillon", cas.dossier(), version) == {cas.pointeur}
    assert lieux_selon_python("dossier-brouillon", cas.dossier(), version) == {cas.pointeur}


@pytest.mark.parametrize("cas", REFUSES, ids=nom)
def test_le_schema_d_une_section_la_juge_comme_celui_du_tout(cas: Cas) -> None:
    section, _, reste = cas.pointeur.removeprefix("/").partition("/")
    dossier = cas.dossier()
    if reste and section in dossier:
        assert lieux(f"{section}-depot", dossier[section]) == {f"/{reste}"}


def test_un_brouillon_vide_est_valide() -> None:
    assert rapide("dossier-brouillon").is_valid({})
    assert not rapide("dossier-depot").is_valid({})
