"""What the form publishes, through HTTP: itself, its schemas, its codes; the call's dates."""

from typing import Any, Final

import httpx2
import jsonschema
import pytest

from app.formulaire.catalogue import CATALOGUE
from app.formulaire.schemas_publies import noms_des_schemas
from tests.client import Client
from tests.formulaire.exemples import dossier_complet

_SECTIONS: Final = [
    *("demandeur", "perimetre", "plan_action", "bilan"),
    *("gouvernance", "besoins", "contact"),
]
_USAGES: Final = ("depot", "brouillon", "formulaire")
_DIALECTES: Final = {
    "2020-12": ("https://json-schema.org/draft/2020-12/schema", jsonschema.Draft202012Validator),
    "draft-07": ("http://json-schema.org/draft-07/schema#", jsonschema.Draft7Validator),
}
_OUVERTURE: Final = "2023-06-23T00:00:00+02:00"
_CLOTURE: Final = "2023-09-23T00:00:00+02:00"
dialectes = pytest.mark.parametrize("dialecte", _DIALECTES)


def _ne_se_telecharge_qu_une_fois(client: Client, reponse: httpx2.Response) -> None:
    etiquette = reponse.headers["etag"]
    assert etiquette.startswith('"'), "une étiquette forte"
    assert reponse.headers["cache-control"] == "public, max-age=300"
    adresse = str(reponse.request.url)
    connu = client.get(adresse, headers={"If-None-Match": etiquette})
    assert (connu.status_code, connu.content) == (304, b"")
    assert connu.headers["etag"] == etiquette
    assert client.get(adresse, headers={"If-None-Match": '"autre"'}).status_code == 200


def test_le_formulaire_est_donne_section_par_section_dans_l_ordre(client: Client) -> None:
    reponse = client.get("/v1/formulaire")
    assert reponse.status_code == 200
    lu = reponse.json()
    assert lu["version"] == "2023.1"
    assert [section["nom"] for section in lu["sections"]] == _SECTIONS
    assert all(section["titre"] and section["champs"] for section in lu["sections"])
    bilan = lu["sections"][_SECTIONS.index("bilan")]
    assert bilan["condition"] == {
        "pointeur": "/perimetre/type_perimetre",
        "valeurs": ["redecoupage", "identique"],
    }
    _ne_se_telecharge_qu_une_fois(client, reponse)


def test_les_codes_publies_sont_ceux_du_catalogue(client: Client) -> None:
    reponse = client.get("/v1/codes")
    lus = reponse.json()
    assert {code["code"] for code in lus} == set(CATALOGUE)
    assert {code["gravite"] for code in lus} == {"erreur", "avertissement"}
    _ne_se_telecharge_qu_une_fois(client, reponse)


def test_les_schemas_publies_sont_nommes(client: Client) -> None:
    reponse = client.get("/v1/schemas")
    lus = reponse.json()
    attendus = {f"{p}-{u}" for p in ("dossier", *_SECTIONS) for u in _USAGES}
    assert set(lus) == attendus
    assert len(lus) == len(attendus)
    _ne_se_telecharge_qu_une_fois(client, reponse)


@dialectes
@pytest.mark.parametrize("nom", noms_des_schemas())
def test_chaque_schema_est_valide_dans_son_dialecte(
    client: Client, nom: str, dialecte: str
) -> None:
    reponse = client.get(f"/v1/schemas/{nom}", params={"dialecte": dialecte})
    assert reponse.status_code == 200
    assert reponse.headers["content-type"] == "application/schema+json"
    uri, validateur = _DIALECTES[dialecte]
    assert reponse.json()["$schema"] == uri
    assert client.get(reponse.json()["$id"]).content == reponse.content, "son identifiant y mène"
    validateur.check_schema(reponse.json())
    _ne_se_telecharge_qu_une_fois(client, reponse)


@dialectes
def test_un_schema_de_depot_accepte_un_dossier_complet_et_rien_de_moins(
    client: Client, dialecte: str
) -> None:
    _, validateur = _DIALECTES[dialecte]
    choix = {"dialecte": dialecte}
    depot: Any = validateur(client.get("/v1/schemas/dossier-depot", params=choix).json())
    brouillon: Any = validateur(client.get("/v1/schemas/dossier-brouillon", params=choix).json())
    dossier = dossier_complet()
    assert depot.is_valid(dossier) and brouillon.is_valid(dossier)
    del dossier["contact"]["courriel"]
    assert not depot.is_valid(dossier) and brouillon.is_valid(dossier)
    dossier["contact"]["inconnu"] = "?"
    assert not brouillon.is_valid(dossier)


def test_sans_preference_le_dialecte_est_le_plus_recent(client: Client) -> None:
    reponse = client.get("/v1/schemas/contact-depot")
    assert reponse.json()["$schema"] == _DIALECTES["2020-12"][0]


@pytest.mark.parametrize("nom", ["dossier", "dossier-autre", "inconnu-depot", "-depot", "%00"])
def test_un_schema_inconnu_est_introuvable(client: Client, nom: str) -> None:
    reponse = client.get(f"/v1/schemas/{nom}")
    assert (reponse.status_code, reponse.json()["code"]) == (404, "introuvable")


@pytest.mark.parametrize("dialecte", ["", "draft-04", "2020-12 "])
def test_un_dialecte_inconnu_est_refuse(client: Client, dialecte: str) -> None:
    reponse = client.get("/v1/schemas/contact-depot", params={"dialecte": dialecte})
    assert (reponse.status_code, reponse.json()["code"]) == (422, "requete-invalide")
    assert [p["nom"] for p in reponse.json()["parametres"]] == ["dialecte"]


@pytest.mark.parametrize(
    ("heure", "ouverte"),
    [
        ("2023-06-22T23:59:59.999+02:00", False),
        (_OUVERTURE, True),
        ("2023-09-22T23:59:59.999+02:00", True),
        (_CLOTURE, False),
    ],
)
def test_la_campagne_dit_ses_dates_et_si_elle_est_ouverte(
    client: Client, heure: str, ouverte: bool
) -> None:
    lue = client.get("/v1/campagne", headers={"X-Horloge": heure}).json()
    assert (lue["ouverture"], lue["cloture"]) == (_OUVERTURE, _CLOTURE)
    assert lue["fuseau"] == "Europe/Paris"
    assert lue["ouverte"] is ouverte
    assert lue["maintenant"].startswith(heure[:19])
    assert lue["maintenant"].endswith("+02:00")
    assert "23/09/2023 à 00 h 00" in lue["regle"]
