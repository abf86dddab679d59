"""The same opinion asked on all the dossiers of a region, at once."""

from typing import Final

import httpx2
import pytest

from app.config import Settings
from tests.acces.courrier import adresse, recus
from tests.avis.consultes import demande, demander, liens_d_avis
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Client
from tests.instruction.deposees import Deposee
from tests.instruction.dossiers import APRES, ROUEN, Agent, agent, deposee_en
from tests.instruction.outils import vider

# Where no other test deposits.
_CORSE: Final = "94"


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


def _en_lot(qui: Agent, courriel: str, region: str = _CORSE) -> httpx2.Response:
    return qui.appeler("POST", "/demandes-avis", json=demande(courriel) | {"region": region})


def test_chaque_dossier_de_la_region_une_fois_par_un_seul_courriel(
    client: Client, url: str
) -> None:
    corse, courriel = agent(client, url, _CORSE), adresse("prefet")
    deja, un, autre, retire = (deposee_en(client, ROUEN, region=_CORSE) for _ in range(4))
    ailleurs = deposee_en(client, ROUEN)
    retire.appeler("POST", "/retrait").raise_for_status()
    demander(corse, deja.id, courriel=courriel)
    demander(corse, un.id)  # of somebody else
    avant = corse.lire(un.id)["version"], un.appeler("GET", "/evenements").content
    lot = _en_lot(corse, courriel).raise_for_status().json()
    faits = {fait["candidature"] for fait in lot["demandes"]}
    siens = {deja.id, un.id, autre.id, retire.id, ailleurs.id}  # among those of other tests
    assert faits & siens == {un.id, autre.id}
    assert (siens.intersection(lot["ecartees"]), lot["reste"]) == ({deja.id}, False)
    assert len(liens_d_avis(client, courriel, 2)) == len(faits)
    lus = corse.appeler("GET", f"/candidatures/{un.id}/avis").json()["avis"]
    assert [lu["id"] for lu in lus[1:]] == [
        fait["avis"] for fait in lot["demandes"] if fait["candidature"] == un.id
    ]
    assert corse.lire(un.id)["version"] == avant[0] + 1
    assert un.appeler("GET", "/evenements").content == avant[1]
    assert sql(
        url,
        "SELECT genre, e.empreinte = chaine FROM evenement e JOIN candidature c "
        f"ON c.id = candidature_id WHERE c.id = '{un.id}' ORDER BY e.id DESC LIMIT 1",
    ) == [("avis_demande", True)]
    encore = _en_lot(corse, courriel).raise_for_status().json()
    assert (encore["demandes"], encore["reste"]) == ([], False)
    assert encore["ecartees"] == sorted({*lot["ecartees"], *faits})
    normand = agent(client, url, "28")
    assert ailleurs.id not in str(_en_lot(normand, adresse(), _CORSE).json())
    breton = agent(client, url, "53")
    assert _en_lot(breton, courriel).json() == {"demandes": [], "ecartees": [], "reste": False}
    assert len(recus(client, courriel)) == 2


def test_une_echeance_passee_ne_demande_rien(client: Client, url: str) -> None:
    corse = agent(client, url, _CORSE)
    corps = demande(echeance=APRES) | {"region": _CORSE}
    probleme(corse.appeler("POST", "/demandes-avis", json=corps), 422, "requete-invalide")


def test_cinq_cents_a_la_fois_et_la_suite_en_repetant(service_vide: tuple[Client, str]) -> None:
    instruction = vider(*service_vide)
    instruction.deposer(*(Deposee(region=_CORSE) for _ in range(501)))
    corse = agent(*service_vide, _CORSE)
    lots = [_en_lot(corse, "prefet@example.fr").raise_for_status().json() for _ in range(3)]
    assert [(len(lot["demandes"]), lot["reste"]) for lot in lots] == [
        (500, True),
        (1, False),
        (0, False),
    ]
    demandes = {fait["candidature"] for lot in lots for fait in lot["demandes"]}
    assert len(demandes) == 501
