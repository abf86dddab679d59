"""Two agents who write on one dossier at the same time: nothing is lost, nobody waits for ever."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from typing import Any, Final

import httpx2
import pytest

from app.config import Settings
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.instruction.dossiers import ROUEN, Agent, agent, deposee_en

ENTRELACEMENTS: Final = 1_000
JUSQU_AU: Final = "2023-10-10T12:00:00Z"
PLUS_TARD: Final = "2023-10-20T12:00:00Z"

Geste = Callable[[Agent, str, int], httpx2.Response]


def _appel(methode: str, suite: str, corps: Any = None, *, version: bool = False) -> Geste:
    def agir(qui: Agent, id: str, lue: int) -> httpx2.Response:
        entetes = {"If-Match": f'"{lue}"'} if version else {}
        return qui.appeler(methode, f"/candidatures/{id}{suite}", json=corps, headers=entetes)

    return agir


CORRECTION: Final[Json] = {
    "motif": "incomplete",
    "message": "Qui est-ce ?",
    "pointeurs": ["/contact/nom_prenom"],
    "jusqu_au": JUSQU_AU,
}
GESTES: Final[dict[str, Geste]] = {
    "prise": _appel("POST", "/prise-en-instruction"),
    "rendu": _appel("POST", "/rendu"),
    "note": _appel("POST", "/notes", {"texte": "À relire."}),
    "affectation": _appel("PUT", "/affectations", {"affectations": []}, version=True),
    "etiquettes": _appel("PUT", "/etiquettes", {"etiquettes": []}, version=True),
    "message": _appel("POST", "/messages", {"texte": "Bonjour."}),
    "correction": _appel("POST", "/corrections", CORRECTION, version=True),
    "prolongation": _appel("PATCH", "/corrections/1", {"jusqu_au": PLUS_TARD}, version=True),
    "annulation": _appel("DELETE", "/corrections/1", {"motif": "Inutile."}, version=True),
    "proposition": _appel("PUT", "/proposition", {"sens": "acceptee"}, version=True),
    "reprise": _appel("DELETE", "/proposition", version=True),
}
# What is refused because of what the other has just done, or of how things stand.
REFUS: Final = {404, 409, 412, 422}


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.mark.verify
def test_deux_agents_n_ecrasent_jamais_ce_que_fait_l_autre(client: Client, url: str) -> None:
    alea = Random(20230922)  # noqa: S311 - chance to be repeated, not a secret
    deux = [agent(client, url, "28"), agent(client, url, "28")]
    barriere, faits = Barrier(2, timeout=60), Counter[tuple[str, int]]()
    dossiers = [deposee_en(client, ROUEN) for _ in range(20)]

    def agir(qui: Agent, geste: str, id: str, lue: int) -> tuple[str, httpx2.Response]:
        barriere.wait()
        return geste, GESTES[geste](qui, id, lue)

    with ThreadPoolExecutor(2) as equipe:
        for tour in range(ENTRELACEMENTS):
            id = dossiers[tour % len(dossiers)].id
            lue = deux[0].lire(id)["version"]
            gestes = alea.choices(list(GESTES), k=2)
            reponses = [*equipe.map(agir, deux, gestes, [id] * 2, [lue] * 2)]
            for geste, reponse in reponses:
                assert reponse.is_success or reponse.status_code in REFUS, reponse.text
                faits[geste, reponse.status_code] += 1
            _verifier(deux, id, lue, reponses)
    assert {geste for geste, statut in faits if statut < 300} == GESTES.keys(), faits
    assert sum(nombre for (_, statut), nombre in faits.items() if statut == 412) > 50, faits
    for dossier in dossiers:
        _verifier_le_registre(url, dossier)


def _verifier(
    deux: list[Agent], id: str, lue: int, reponses: list[tuple[str, httpx2.Response]]
) -> None:
    """Each write made a version of its own; who is turned away is told what the other did."""
    versions = [
        int(reponse.headers["ETag"].strip('"'))
        for _, reponse in reponses
        if reponse.is_success and "ETag" in reponse.headers
    ]
    assert deux[0].lire(id)["version"] >= max(versions, default=lue)
    for _, reponse in reponses:
        if reponse.status_code == 412:
            dit = reponse.json()
            assert dit["version"] > lue
            assert [c["version"] for c in dit["changements"]] == [
                *range(lue + 1, dit["version"] + 1)
            ]
            assert all(c["par"]["nom"] == "essai" for c in dit["changements"])


def _verifier_le_registre(url: str, dossier: Candidature) -> None:
    """Every version but the deposit's was written down, once; every note is there."""
    ici = f"WHERE candidature_id = '{dossier.id}'"
    [(version,)] = sql(url, f"SELECT version FROM instruction {ici}")
    actes = sql(url, f"SELECT version, genre FROM acte_instruction {ici} ORDER BY version")
    assert [acte[0] for acte in actes] == [*range(2, version + 1)]
    [(notes,)] = sql(url, f"SELECT count(*) FROM note {ici}")
    assert notes == sum(acte[1] == "note" for acte in actes)
