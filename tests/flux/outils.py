"""Reading the feed, and a deposited candidature of a portal's."""

import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, Final

import httpx2

from tests.acces.cles import Administration, porteur
from tests.client import Candidature, Client, Json
from tests.depots.pieces import FICHIERS
from tests.formulaire.exemples import dossier_complet
from tests.portails.outils import Portail, reference

FLUX: Final = "/v1/flux"
LISTE: Final = f"{FLUX}/candidatures"
EXPORT: Final = f"{FLUX}/export"
SSE: Final = "text/event-stream"
EPCI_BRETON, EPCI_NORMAND = {"siren": "200027027"}, {"siren": "200084952"}
# Where no other test deposits.
GUYANE: Final[Json] = {"region": "03", "epci": [{"siren": "200027548"}]}
BRETAGNE: Final[Json] = {"region": "53", "epci": [EPCI_BRETON]}


def demander(client: Client, jeton: str, **parametres: Any) -> httpx2.Response:
    """A page; `entetes` adds headers."""
    entetes = porteur(jeton) | parametres.pop("entetes", {})
    return client.get(FLUX, params=parametres, headers=entetes)


def lire(client: Client, jeton: str, **parametres: Any) -> Json:
    """A page, as JSON."""
    return demander(client, jeton, **parametres).raise_for_status().json()


def bout(client: Client, jeton: str) -> str:
    """The cursor of who has read everything."""
    page = lire(client, jeton, limite=500)
    while not page["a_jour"]:
        page = lire(client, jeton, limite=500, apres=page["suivant"])
    return page["suivant"]


def demander_la_liste(client: Client, jeton: str, **parametres: Any) -> httpx2.Response:
    """A page of the list; `entetes` adds headers."""
    entetes = porteur(jeton) | parametres.pop("entetes", {})
    return client.get(LISTE, params=parametres, headers=entetes)


def lister(client: Client, jeton: str, **parametres: Any) -> Json:
    """A page of the list, as JSON."""
    return demander_la_liste(client, jeton, **parametres).raise_for_status().json()


def exporter(client: Client, cle: str) -> tuple[list[Json], Json]:
    """The lines of an export but the last, and that one."""
    texte = client.get(EXPORT, headers=porteur(cle)).raise_for_status().text
    *lignes, fin = (json.loads(ligne) for ligne in texte.splitlines())
    return lignes, fin


def a_jour(client: Client, jeton: str, **filtres: Any) -> str:
    """The cursor of who has read the whole list."""
    page = lister(client, jeton, limite=500, **filtres)
    while not page["a_jour"]:
        page = lister(client, jeton, limite=500, depuis=page["suivant"], **filtres)
    return page["suivant"]


def dites(page: Json) -> list[tuple[str, bool]]:
    """Of each line, the candidature and whether it has gone."""
    return [(ligne["id"], ligne["supprimee"]) for ligne in page["candidatures"]]


def siennes(page: Json, *candidatures: Candidature) -> list[Json]:
    """The lines, or the events, of these: a job may tell a region of what other tests deposited."""
    ids = {candidature.id for candidature in candidatures}
    if "candidatures" in page:
        return [ligne for ligne in page["candidatures"] if ligne["id"] in ids]
    return [lu for lu in page["evenements"] if lu["data"]["candidature"]["id"] in ids]


def redeposer(portail: Portail, ref: str, **perimetre: Any) -> None:
    """Deposit it again, elsewhere."""
    portail.ecrire(ref, {"perimetre": perimetre}).raise_for_status()
    portail.deposer(ref).raise_for_status()


def effacer(client: Client, administration: Administration, id: str) -> None:
    """Erase what was withdrawn, for the administration."""
    chemin, motif = f"/v1/administration/candidatures/{id}", {"motif": "demande"}
    client.delete(chemin, params=motif, headers=porteur(administration.cle)).raise_for_status()


def types(page: Json) -> list[str]:
    return [evenement["type"] for evenement in page["evenements"]]


def ids(page: Json) -> list[str]:
    return [evenement["data"]["id"] for evenement in page["evenements"]]


def deposer_par(portail: Portail, ref: str | None = None, **perimetre: Any) -> Candidature:
    """A candidature of this portal, deposited once."""
    ref = ref or reference()
    dossier = dossier_complet()
    dossier["perimetre"] |= perimetre
    portail.ecrire(ref, dossier).raise_for_status()
    candidature = portail.candidature(ref)
    for rubrique, (nom, contenu) in FICHIERS.items():
        candidature.joindre(rubrique, nom, contenu).raise_for_status()
    portail.deposer(ref).raise_for_status()
    return candidature


@contextmanager
def ecouter(
    client: Client, jeton: str, chemin: str = FLUX, **entetes: str
) -> Generator[Iterator[Json]]:
    """The events of a stream as they come: `id`, `event`, and `data` as JSON."""
    entetes = porteur(jeton) | {"Accept": SSE, **entetes}
    adresse = f"{str(client.base_url).rstrip('/')}{chemin}"
    with httpx2.stream("GET", adresse, headers=entetes, trust_env=False, timeout=30) as reponse:
        assert reponse.status_code == 200, reponse.read()
        yield _evenements(reponse.iter_lines())


def _evenements(lignes: Iterator[str]) -> Iterator[Json]:
    lu: Json = {}
    for ligne in lignes:
        if not ligne:
            if "data" in lu:
                yield lu | {"data": json.loads(lu["data"])}
            lu = {}
        elif not ligne.startswith(":"):
            nom, _, valeur = ligne.partition(": ")
            lu[nom] = valeur
