"""Searching the reference data, and walking all of it, page by page."""

import unicodedata
from typing import Any, Final

import pytest

from app.formulaire.referentiels import EPCI, EPT
from tests.client import Client

Json = dict[str, Any]
_REGIONS: Final = [
    ("84", "Auvergne-Rhône-Alpes"),
    ("27", "Bourgogne-Franche-Comté"),
    ("53", "Bretagne"),
    ("24", "Centre-Val de Loire"),
    ("collectivites_outre_mer", "Collectivités d'outre-mer"),
    ("94", "Corse"),
    ("44", "Grand Est"),
    ("01", "Guadeloupe"),
    ("03", "Guyane"),
    ("32", "Hauts-de-France"),
    ("11", "Île-de-France"),
    ("interregional", "Interrégional"),
    ("04", "La Réunion"),
    ("02", "Martinique"),
    ("06", "Mayotte"),
    ("28", "Normandie"),
    ("75", "Nouvelle-Aquitaine"),
    ("76", "Occitanie"),
    ("52", "Pays de la Loire"),
    ("93", "Provence-Alpes-Côte d'Azur"),
]


def _page(client: Client, nom: str, **parametres: Any) -> Json:
    reponse = client.get(f"/v1/referentiels/{nom}", params=parametres)
    return reponse.raise_for_status().json()


def _parcourir(client: Client, nom: str, **parametres: Any) -> list[Json]:
    """Every entry, following the cursor until there is none."""
    page = _page(client, nom, **parametres)
    elements: list[Json] = page["elements"]
    while page["suivant"]:
        page = _page(client, nom, **parametres, apres=page["suivant"])
        assert page["elements"]
        elements += page["elements"]
    return elements


def _libelles(client: Client, q: str, nom: str = "epci") -> list[str]:
    return [e["libelle"] for e in _page(client, nom, q=q)["elements"]]


def _sans_accent(texte: str) -> str:
    return unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode().lower()


def test_le_parcours_donne_chaque_epci_une_fois_dans_l_ordre(client: Client) -> None:
    elements = _parcourir(client, "epci", limite=100)
    assert len(elements) == 1255
    assert {e["code"] for e in elements} == set(EPCI)
    noms = ["".join(c if c.isalnum() else " " for c in e["libelle"]) for e in elements]
    simples = [" ".join(_sans_accent(nom).split()) for nom in noms]
    assert simples == sorted(simples)


def test_un_epci_dit_son_type_ses_regions_et_ses_departements(client: Client) -> None:
    (trouve,) = _page(client, "epci", q="200084952")["elements"]
    assert trouve == {
        "code": "200084952",
        "libelle": "CU Le Havre Seine Métropole",
        "type": "CU",
        "regions": ["28"],
        "departements": ["76"],
    }


def test_les_onze_ept_sont_a_part(client: Client) -> None:
    elements = _parcourir(client, "ept", limite=4)
    assert len(elements) == 11
    assert {e["code"] for e in elements} == set(EPT)
    assert {e["type"] for e in elements} == {"EPT"}


def test_les_vingt_regions_sont_dans_l_ordre_du_formulaire(client: Client) -> None:
    elements = _parcourir(client, "regions", limite=7)
    assert [(e["code"], e["libelle"]) for e in elements] == _REGIONS
    assert {(e["type"], e["regions"], e["departements"]) for e in elements} == {(None, None, None)}


def test_les_quatre_axes_sont_ceux_du_formulaire(client: Client) -> None:
    codes = [e["code"] for e in _parcourir(client, "axes", limite=1)]
    assert codes == ["recrutement", "transition", "innovation", "foncier"]


@pytest.mark.parametrize(
    "q", ["hâvre", "HAVRE", "havre", "  seine   havre ", "Le Havre", "havré-métro", "ha\u0302vre"]
)
def test_la_recherche_ignore_accents_casse_et_ordre(client: Client, q: str) -> None:
    assert _libelles(client, q) == ["CU Le Havre Seine Métropole"]


@pytest.mark.parametrize(
    ("q", "libelle"),
    [
        ("cœur d'essonne", "CA Coeur d'Essonne Agglomération"),
        ("COEUR D’ESSONNE", "CA Coeur d'Essonne Agglomération"),
        ("saint-étienne", "Saint-Etienne Métropole"),
        ("saint etienne", "Saint-Etienne Métropole"),
    ],
)
def test_la_recherche_ignore_ligatures_et_ponctuation(client: Client, q: str, libelle: str) -> None:
    assert _libelles(client, q) == [libelle]


def test_la_recherche_se_parcourt_aussi(client: Client) -> None:
    trouves = _parcourir(client, "epci", q="vallée", limite=3)
    attendus = {siren for siren, epci in EPCI.items() if "vallee" in _sans_accent(epci.nom)}
    assert len(trouves) == len(attendus) > 3
    assert {e["code"] for e in trouves} == attendus


@pytest.mark.parametrize("q", ["zzz", "havre lyon", "999999999"])
def test_une_recherche_sans_resultat_est_une_page_vide(client: Client, q: str) -> None:
    assert _page(client, "epci", q=q) == {"elements": [], "suivant": None}


def test_une_page_pleine_qui_finit_la_liste_n_annonce_pas_de_suite(client: Client) -> None:
    assert _page(client, "regions", limite=20)["suivant"] is None
    assert _page(client, "regions", limite=19)["suivant"] == "52"


def test_un_referentiel_inconnu_est_introuvable_et_dit_les_autres(client: Client) -> None:
    reponse = client.get("/v1/referentiels/communes")
    assert reponse.status_code == 404
    assert "epci, ept, regions" in reponse.json()["detail"]


@pytest.mark.parametrize(
    "nom",
    [
        *("types-perimetre", "types-acteur", "qualites", "rubriques"),
        *("chef-projet-en-poste", "souhaits-cofinancement", "rebond-industriel"),
    ],
)
def test_chaque_liste_de_choix_a_codes_et_libelles(client: Client, nom: str) -> None:
    elements = _parcourir(client, nom)
    assert len({e["code"] for e in elements}) == len(elements) > 1
    assert all(e["libelle"].strip() for e in elements)
