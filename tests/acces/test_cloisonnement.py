"""A candidature opens to its own secret alone, by every route that the contract has."""

import json
from typing import Any, Final
from uuid import uuid4

import httpx2
import pytest

from app.acces.jeton import nouveau_jeton
from app.config import Settings
from tests.acces.temoins import envoyer_un_fichier
from tests.acces.test_jeton import MAL_FORMES
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client, Json, contrat
from tests.decisions.decidees import inscrire_decision
from tests.formulaire.exemples import dossier_complet
from tests.pieces_jointes.echantillons import pdf, xlsx

# Every route of a candidature, those to come included.
ROUTES: Final = [
    pytest.param(methode, chemin, id=f"{methode} {chemin}")
    for chemin, operations in contrat()["paths"].items()
    if chemin.startswith("/v1/candidatures/{id}")
    for methode in operations
]
toutes_les_routes = pytest.mark.parametrize(("methode", "modele"), ROUTES)
Parametres = dict[str, str]


@pytest.fixture(scope="module")
def proprietaire(client: Client, reglages: Settings) -> Candidature:
    candidature = client.creer(dossier_complet())
    for rubrique in ("lettres", "plan_action_operationnel"):
        candidature.joindre(rubrique, f"{rubrique}.pdf", pdf()).raise_for_status()
    candidature.deposer().raise_for_status()
    assert reglages.database_url
    inscrire_decision(reglages.database_url.get_secret_value(), candidature.id)
    return candidature


@pytest.fixture(scope="module")
def parametres(proprietaire: Candidature) -> Parametres:
    """What to write in the paths; a new route may call for more."""
    pieces = proprietaire.appeler("GET", "/pieces-jointes").json()["pieces"]
    acces = proprietaire.appeler("GET", "/acces").json()["acces"]
    return {
        "id": proprietaire.id,
        "piece": pieces[0]["id"],
        "fichier": envoyer_un_fichier(proprietaire, "Délibération.pdf"),
        "rang": "1",
        "autre": "1",
        "acces": acces[0]["id"],
    }


@pytest.fixture(scope="module")
def etranger(client: Client) -> Candidature:
    return client.creer()


def _appeler(
    client: Client, methode: str, modele: str, parametres: Parametres, autorisation: str | None
) -> httpx2.Response:
    """Call a route with a body that it would accept."""
    operation = contrat()["paths"][modele][methode]
    types = operation.get("requestBody", {}).get("content", {})
    options: Json = {"headers": {"Authorization": autorisation} if autorisation else {}}
    if "multipart/form-data" in types:
        classeur = modele.endswith("/import")
        options["files"] = {"fichier": ("fichier", xlsx() if classeur else pdf())}
        options["data"] = {} if classeur else {"rubrique": "lettres"}
    elif types:
        options["headers"]["Content-Type"], contenu = next(iter(types.items()))
        options["content"] = json.dumps(contenu["example"])
    if "/messages/" in modele:
        parametres = {**parametres, "piece": parametres["fichier"]}
    return client.request(methode.upper(), modele.format(**parametres), **options)


def _sans_requete(document: Json) -> Json:
    return {cle: valeur for cle, valeur in document.items() if cle != "requete"}


def _tout(candidature: Candidature) -> list[Any]:
    suites = ("", "/evenements", "/pieces-jointes", "/depots")
    return [candidature.appeler("GET", suite).json() for suite in suites]


@toutes_les_routes
def test_ce_qui_est_a_un_autre_n_existe_pas(
    client: Client,
    proprietaire: Candidature,
    etranger: Candidature,
    parametres: Parametres,
    methode: str,
    modele: str,
) -> None:
    """Foreign, or unknown: the answer does not tell one from the other."""
    porteur, avant = f"Bearer {etranger.jeton}", _tout(proprietaire)
    autrui = _appeler(client, methode, modele, parametres, porteur)
    inconnu = _appeler(client, methode, modele, {**parametres, "id": str(uuid4())}, porteur)
    jamais_emis = _appeler(client, methode, modele, parametres, f"Bearer {nouveau_jeton().texte}")
    documents = [_sans_requete(probleme(r, 404, "introuvable")) for r in (autrui, inconnu)]
    assert documents[0] == documents[1]
    assert _sans_requete(probleme(jamais_emis, 404, "introuvable")) == documents[0]
    assert _tout(proprietaire) == avant


@toutes_les_routes
def test_sans_jeton_on_n_entre_pas(
    client: Client, proprietaire: Candidature, parametres: Parametres, methode: str, modele: str
) -> None:
    avant = _tout(proprietaire)
    sans = _appeler(client, methode, modele, parametres, None)
    probleme(sans, 401, "jeton-absent")
    assert sans.headers["www-authenticate"] == "Bearer"
    faux = _appeler(client, methode, modele, parametres, "Bearer jeton")
    probleme(faux, 401, "jeton-mal-forme")
    assert faux.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert _tout(proprietaire) == avant


@toutes_les_routes
@pytest.mark.parametrize("mal_forme", ["pas-un-uuid", "1", "0" * 31])
def test_un_identifiant_mal_forme_est_nomme(
    client: Client,
    etranger: Candidature,
    parametres: Parametres,
    methode: str,
    modele: str,
    mal_forme: str,
) -> None:
    tordus = {**parametres, "id": mal_forme}
    reponse = _appeler(client, methode, modele, tordus, f"Bearer {etranger.jeton}")
    document = probleme(reponse, 422, "requete-invalide")
    assert [(p["dans"], p["nom"]) for p in document["parametres"]] == [("path", "id")]


@pytest.mark.parametrize(
    ("methode", "modele"),
    [
        route
        for route in ROUTES
        if {"{piece}", "{rang}", "{acces}"} & set(str(route.values[1]).split("/"))
    ],
)
def test_la_piece_ou_le_depot_d_un_autre_ne_s_ouvre_pas_sous_sa_propre_candidature(
    client: Client, etranger: Candidature, parametres: Parametres, methode: str, modele: str
) -> None:
    siens = {**parametres, "id": etranger.id}
    reponse = _appeler(client, methode, modele, siens, f"Bearer {etranger.jeton}")
    probleme(reponse, 404, "introuvable")


@pytest.mark.parametrize(
    ("methode", "modele"), [route for route in ROUTES if route.values[0] == "get"]
)
def test_le_proprietaire_lit_tout(
    bref: Client, proprietaire: Candidature, parametres: Parametres, methode: str, modele: str
) -> None:
    porteur = f"Bearer {proprietaire.jeton}"
    assert _appeler(bref, methode, modele, parametres, porteur).status_code == 200


@pytest.mark.parametrize("entete", MAL_FORMES)
@pytest.mark.parametrize("chemin", ["", "/validation"])
def test_un_jeton_mal_forme_est_refuse(
    client: Client, proprietaire: Candidature, entete: str, chemin: str
) -> None:
    autorisation: Any = entete.encode()
    reponse = client.get(proprietaire.url + chemin, headers={"Authorization": autorisation})
    probleme(reponse, 401, "jeton-mal-forme")
    assert reponse.headers["www-authenticate"] == 'Bearer error="invalid_token"'
