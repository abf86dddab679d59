"""The window of deposits, judged by the arrival of the request."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from socket import MSG_PEEK

import pytest

from tests.candidatures.outils import Sonde
from tests.client import Candidature, Client
from tests.conftest import reglages_pour, servir
from tests.depots.pieces import FICHIERS, SUITE_SOI_MEME, accuse, deposee, prete, rangs

OUVERTURE = datetime(2023, 6, 22, 22, tzinfo=UTC)
CLOTURE = datetime(2023, 9, 22, 22, tzinfo=UTC)


# --- The instants ---


@pytest.mark.parametrize(
    "arrivee",
    [
        "2023-06-23T00:00:00+02:00",
        "2023-06-22T22:00:00Z",
        "2023-09-22T23:59:59.999+02:00",
        "2023-09-22T23:59:59.999999+02:00",
        "2023-09-22T21:59:59.999Z",
        "2023-09-22T22:59:59.999+01:00",
        "2023-09-22T16:59:59.999-05:00",
    ],
)
def test_accepte_de_l_ouverture_a_la_derniere_milliseconde(client: Client, arrivee: str) -> None:
    candidature = prete(client)
    reponse = candidature.deposer(**{"X-Horloge": arrivee})
    assert reponse.status_code == 201
    assert instant(reponse.json()["recu_le"]) == instant(arrivee)
    recu_le = accuse(candidature).json()["accuse"]["recu_le"]
    assert OUVERTURE <= instant(recu_le) < CLOTURE


@pytest.mark.parametrize(
    "arrivee",
    [
        "2023-09-23T00:00:00+02:00",
        "2023-09-23T00:00:00.000+02:00",
        "2023-09-22T22:00:00Z",
        "2023-09-22T23:00:00.000+01:00",
        "2024-01-15T10:00:00+01:00",
    ],
)
def test_refuse_des_la_cloture_en_donnant_les_deux_instants(
    une_prete: Candidature, arrivee: str
) -> None:
    reponse = une_prete.deposer(**{"X-Horloge": arrivee})
    probleme = reponse.json()
    assert (reponse.status_code, probleme["code"]) == (409, "campagne-fermee")
    assert instant(probleme["arrivee"]) == instant(arrivee)
    assert instant(probleme["cloture"]) == CLOTURE
    assert (une_prete.lire()["etat"], rangs(une_prete)) == ("brouillon", [])


@pytest.mark.parametrize("arrivee", ["2023-06-22T23:59:59.999+02:00", "2023-06-22T21:59:59.999Z"])
def test_refuse_avant_l_ouverture(une_prete: Candidature, arrivee: str) -> None:
    reponse = une_prete.deposer(**{"X-Horloge": arrivee})
    probleme = reponse.json()
    assert (reponse.status_code, probleme["code"]) == (409, "campagne-pas-ouverte")
    assert instant(probleme["arrivee"]) == instant(arrivee)
    assert instant(probleme["ouverture"]) == OUVERTURE
    assert rangs(une_prete) == []


@pytest.fixture(scope="module")
def une_prete(client: Client) -> Candidature:
    return prete(client)


def instant(texte: str) -> datetime:
    return datetime.fromisoformat(texte)


def test_hors_delai_l_incomplet_est_refuse_pour_le_delai(client: Client) -> None:
    reponse = client.creer().deposer(**{"X-Horloge": "2023-09-23T00:00:00+02:00"})
    assert (reponse.status_code, reponse.json()["code"]) == (409, "campagne-fermee")


def test_apres_la_cloture_rien_ne_se_modifie_tout_se_lit(client: Client) -> None:
    candidature, apres = deposee(client), {"X-Horloge": "2023-09-22T22:00:00Z"}
    refus = [
        candidature.modifier(SUITE_SOI_MEME, **apres),
        candidature.joindre("lettres", "Autre.pdf", FICHIERS["lettres"][1], **apres),
        candidature.deposer(**apres),
        client.post("/v1/candidatures", json={}, headers=apres),
    ]
    assert {(r.status_code, r.json()["code"]) for r in refus} == {(409, "campagne-fermee")}
    for chemin in ("", "/validation", "/depots/1", "/depots/1/accuse-reception"):
        assert candidature.appeler("GET", chemin, entetes=apres).status_code == 200


# --- The call as announced ---


@pytest.mark.parametrize(
    ("maintenant", "ouverte"),
    [
        ("2023-06-22T21:59:59.999Z", False),
        ("2023-06-22T22:00:00Z", True),
        ("2023-09-22T21:59:59.999Z", True),
        ("2023-09-22T22:00:00Z", False),
    ],
)
def test_la_campagne_dit_si_elle_est_ouverte(
    client: Client, maintenant: str, ouverte: bool
) -> None:
    campagne = client.get("/v1/campagne", headers={"X-Horloge": maintenant}).json()
    assert campagne["ouverte"] is ouverte
    assert instant(campagne["maintenant"]) == instant(maintenant)
    assert campagne["ouverture"] == "2023-06-23T00:00:00+02:00"
    assert campagne["cloture"] == "2023-09-23T00:00:00+02:00"
    assert campagne["fuseau"] == "Europe/Paris"
    assert "23/09/2023 à 00 h 00 min 00 s (heure de Paris)" in campagne["regle"]


@pytest.mark.parametrize(
    "heure",
    [
        "",
        "demain",
        "2023-09-22",
        "2023-09-22T23:59:59",
        "2023-09-22T23:59:60Z",
        "2023-09-31T00:00:00Z",
        "2023-09-22T23:59:59+25:00",
        "1695420000",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "é",
    ],
)
def test_refuse_une_heure_mal_formee(une_prete: Candidature, heure: str) -> None:
    entetes: dict[str, str | bytes] = {"X-Horloge": heure.encode("latin-1")}
    reponse = une_prete.appeler("POST", "/depots", entetes=entetes)
    assert (reponse.status_code, reponse.json()["code"]) == (400, "en-tete-invalide")
    assert rangs(une_prete) == []


# --- The arrival counts, not the processing ---


def test_seule_l_arrivee_compte_pas_la_fin_du_traitement(production: str, tmp_path: Path) -> None:
    """What waits for its turn when the call closes was in time; what is not all there was not."""
    ouvert = reglages_pour(production, tmp_path, cloture="2099-01-01T00:00:00Z")
    with servir(ouvert) as client:
        arrivee, entamee = prete(client), prete(client)
    for secondes in (2**n for n in count()):
        cloture = datetime.now(UTC) + timedelta(seconds=secondes)
        with (
            servir(reglages_pour(production, tmp_path, cloture=cloture)) as service,
            ThreadPoolExecutor() as fils,
            depot_entame(service, entamee) as connexion,
        ):
            with verrou(production, arrivee):
                depot = fils.submit(chez(service, arrivee).deposer)
                if not ouverte(service):  # this machine is too slow for so near a closing
                    continue
                while ouverte(service):
                    pass
            assert depot.result().status_code == 201, depot.result().text
            assert instant(depot.result().json()["recu_le"]) < cloture
            connexion.send(b"0\r\n\r\n")
            reponse = connexion.getresponse()
            assert (reponse.status, b"campagne-fermee" in reponse.read()) == (409, True)
            return


def chez(service: Client, candidature: Candidature) -> Candidature:
    """The same candidature, by another service."""
    return Candidature(service, candidature.id, candidature.jeton, candidature.creee)


@contextmanager
def verrou(url: str, candidature: Candidature) -> Generator[None]:
    """Nobody writes this candidature meanwhile."""
    sonde = Sonde(url)
    try:
        with sonde.verrou("SELECT FROM candidature WHERE id = :id FOR UPDATE", id=candidature.id):
            yield
    finally:
        sonde.fermer()


def ouverte(service: Client) -> bool:
    return service.get("/v1/campagne").json()["ouverte"]


@contextmanager
def depot_entame(service: Client, candidature: Candidature) -> Generator[HTTPConnection]:
    """A request to deposit, of which the service is now waiting for the end."""
    connexion = HTTPConnection(service.base_url.host, service.base_url.port, timeout=30)
    try:
        connexion.putrequest("POST", f"{candidature.url}/depots")
        connexion.putheader("Authorization", f"Bearer {candidature.jeton}")
        connexion.putheader("Transfer-Encoding", "chunked")
        connexion.putheader("Expect", "100-continue")
        connexion.endheaders()
        # "100 Continue" is sent when the application asks for the body.
        assert connexion.sock.recv(12, MSG_PEEK) == b"HTTP/1.1 100"
        yield connexion
    finally:
        connexion.close()
