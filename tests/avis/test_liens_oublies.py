"""Links to opinions do not pile up: those that open nothing go at night, old ones when replaced."""

from datetime import datetime, timedelta

import pytest

from app.config import Settings
from tests.acces.courrier import adresse
from tests.avis.consultes import ECHEANCE, FIN, LENDEMAIN, demander, liens_d_avis
from tests.bases import sql
from tests.client import Client
from tests.depots.pieces import deposee
from tests.instruction.dossiers import Agent, agent
from tests.rgpd.nuits import passer


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


def _nombre(url: str, avis: str) -> int:
    ((nombre,),) = sql(url, f"SELECT count(*) FROM lien_avis WHERE avis_id = '{avis}'")
    return nombre


def test_la_nuit_ceux_qui_n_ouvrent_plus_rien_s_en_vont(
    client: Client, normand: Agent, reglages: Settings, url: str
) -> None:
    dossier, retire = deposee(client), deposee(client)
    avis = [demander(normand, d.id, courriel=adresse()) for d in (dossier, retire)]
    for un in avis:
        liens_d_avis(client, un["courriel"])
    retire.appeler("POST", "/retrait").raise_for_status()
    passer(reglages, datetime.fromisoformat(ECHEANCE))
    assert [_nombre(url, un["id"]) for un in avis] == [1, 0]
    passer(reglages, datetime.fromisoformat(FIN))
    assert _nombre(url, avis[0]["id"]) == 0


def test_vieux_d_une_semaine_ils_s_en_vont_quand_un_autre_est_envoye(
    client: Client, normand: Agent, url: str
) -> None:
    dossier = deposee(client)
    un = demander(normand, dossier.id)
    liens_d_avis(client, un["courriel"])
    ici = f"/candidatures/{dossier.id}/avis/{un['id']}/relance"
    for rang, (jours, nombre) in enumerate([(0, 2), (5, 3), (7, 3), (20, 1)], 2):
        le = datetime.fromisoformat(LENDEMAIN) + timedelta(days=jours)
        normand.appeler("POST", ici, le.isoformat()).raise_for_status()
        liens_d_avis(client, un["courriel"], rang)
        assert _nombre(url, un["id"]) == nombre, jours
