"""What reviewers write between themselves moves no byte of what anybody else can read."""

import io
import re
import zipfile
from typing import Any, Final

import pytest

from app.acces.droits import Portee
from app.config import Settings
from tests.acces.temoins import Scene, appeler, nouvelle_cle, scene
from tests.bases import sql
from tests.client import Client, Json, contrat
from tests.instruction.dossiers import APRES, Agent

# In each text that an agent types, and in their name.
MARQUE: Final = "Zygomorphe"
ADRESSE: Final = "zygomorphe@example.fr"
EUX: Final = ("personne", "propriétaire", "co-éditeur", "co-éditeur en lecture", "portail")
_AUTRES_QU_EUX: Final = ("/v1/instruction", "/v1/administration", "/v1/avis")
_PAR_CANDIDATURE: Final = ("/v1/candidatures", "/v1/portail", "/v1/flux", "/v1/crochets")
# What differs from one answer to the next, whatever has happened: the request, the instant.
_CHANGE: Final = re.compile(
    rb'"requete":"[0-9a-f]{32}"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)'
)


def _lectures() -> list[str]:
    """What they read, streams apart, which tell what the feed tells."""
    return [
        chemin
        for chemin, operations in contrat()["paths"].items()
        if chemin.startswith(_PAR_CANDIDATURE)
        and not chemin.startswith(_AUTRES_QU_EUX)
        and "text/event-stream" not in str(operations.get("get", "text/event-stream"))
    ]


LECTURES: Final = _lectures()
_EXPORT: Final = "/v1/candidatures/{id}/export"


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def ici(client: Client, url: str) -> Scene:
    return scene(client, url)


@pytest.fixture(scope="module")
def bavard(client: Client, url: str, ici: Scene) -> Agent:
    """An agent whose name is told to reviewers alone; the dossier is theirs."""
    id, cle = nouvelle_cle(url, Portee.INSTRUCTION_DECISION, regions=[ici.region])
    sql(url, f"UPDATE cle_api SET nom = '{MARQUE}' WHERE id = '{id}'")
    agent = Agent(client, cle)
    agent.prendre(ici.candidature.id).raise_for_status()
    return agent


def lire_comme(client: Client, ici: Scene, chemin: str, qui: str) -> Any:
    """What somebody is answered, but for what changes whatever has happened."""
    parametres = {
        **{"id": ici.candidature.id, "piece": ici.piece, "acces": ici.acces, "rang": "1"},
        **{"autre": "1", "reference": "dossier-42", "crochet": ici.crochet},
        "evenement": ici.evenement,
    }
    reponse = appeler(client, "GET", chemin.format(**parametres), ici.porteurs[qui], {})
    contenu = b"" if chemin == _EXPORT else _CHANGE.sub(b"", reponse.content)
    return reponse.status_code, reponse.headers.get("etag"), contenu


def _tout_faire(agent: Agent, id: str, cle_d_administration: str) -> None:
    """All that leaves no trace for who applies."""
    etiquette: Json = {"nom": f"{MARQUE} à revoir", "couleur": "green-menthe"}
    administre = Agent(agent.client, cle_d_administration)
    reglees = administre.appeler("POST", "/etiquettes", sous="administration", json=etiquette)
    creee = reglees.raise_for_status().json()
    ici, autre = f"/candidatures/{id}", administre.appeler("GET", "/agents").json()["agents"][0]
    avis: Json = {"courriel": ADRESSE, "fonction": "dreets", "question": f"{MARQUE} ?"}
    avis["echeance"] = "2023-10-20T22:00:00Z"
    refus: Json = {
        "sens": "refusee",
        "motifs": ["perimetre"],
        "motivation": f"{MARQUE}, vraiment trop.",
    }
    vue: Json = {"nom": MARQUE, "filtres": [], "colonnes": [], "tri": "numero", "partage": "moi"}
    gestes: list[tuple[str, str, Json]] = [
        ("POST", f"{ici}/notes", {"texte": MARQUE, "pointeur": "/perimetre/epci"}),
        ("PUT", f"{ici}/etiquettes", {"etiquettes": [creee["id"]]}),
        ("PUT", f"{ici}/affectations", {"affectations": [{"agent": autre["id"]}]}),
        ("POST", f"{ici}/avis", avis),
        ("PUT", f"{ici}/proposition", refus),
        ("POST", "/vues", vue),
    ]
    for methode, chemin, corps in gestes:
        version = agent.lire(id)["version"]
        si = {"If-Match": f'"{version}"'} if "proposition" in chemin else {}
        reponse = agent.appeler(methode, chemin, json=corps, headers=si)
        assert reponse.is_success, (chemin, reponse.text)


def test_rien_ne_bouge_pour_personne_d_autre(
    client: Client, url: str, ici: Scene, bavard: Agent
) -> None:
    cas = [(chemin, qui) for chemin in LECTURES for qui in EUX]
    avant = {un: lire_comme(client, ici, *un) for un in cas}
    assert sum(statut == 200 for statut, _, _ in avant.values()) > 40
    _tout_faire(bavard, ici.candidature.id, nouvelle_cle(url, Portee.ADMINISTRATION)[1])
    assert bavard.lire(ici.candidature.id)["proposition"]["sens"] == "refusee"
    apres = {un: lire_comme(client, ici, *un) for un in cas}
    assert [un for un in cas if apres[un] != avant[un]] == []
    for un, (_, _, contenu) in apres.items():
        assert MARQUE.encode() not in contenu and ADRESSE.encode() not in contenu, un


def test_ni_ce_que_le_demandeur_emporte(client: Client, ici: Scene, bavard: Agent) -> None:
    """The archive of all that is kept of them, each file of it."""
    reponse = client.get(
        f"/v1/candidatures/{ici.candidature.id}/export",
        headers={"Authorization": str(ici.porteurs["propriétaire"]), "X-Horloge": APRES},
    ).raise_for_status()
    with zipfile.ZipFile(io.BytesIO(reponse.content)) as archive:
        contenus = {nom: archive.read(nom) for nom in archive.namelist()}
    assert len(contenus) > 5
    for nom, contenu in contenus.items():
        assert MARQUE.encode() not in contenu and ADRESSE.encode() not in contenu, nom
