"""A version that cannot be made takes nothing away; and one looks for words at a time."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.resultats import lire_les_resultats, lire_pour_la_page
from tests.bases import sql
from tests.client import Client
from tests.decisions.lots import Decideur, prise
from tests.instruction.dossiers import ROUEN, Agent
from tests.resultats.publies import acceptee, arreter, publier


@pytest.fixture(scope="module", autouse=True)
def publies(client: Client, ministre: Decideur, normand: Agent) -> None:
    """One territory, told by a version."""
    publier(ministre, arreter(ministre, acceptee(prise(client, normand, ROUEN))), _LE)
    assert client.get("/v1/resultats").raise_for_status().json()["resultats"]["version"] == 1


_LE = "2023-10-31T23:30:00Z"
_ADRESSES = ("/v1/resultats", "/v1/resultats/1", "/v1/resultats.csv?version=1", "/resultats")


def test_ce_qui_est_publie_se_lit_tant_que_la_suite_ne_peut_se_faire(
    client: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    essais = list[str]()

    async def rater(_: Any) -> None:
        essais.append("raté")
        raise KeyError(ROUEN)

    lues = {adresse: client.get(adresse).content for adresse in _ADRESSES}
    monkeypatch.setattr(lire_les_resultats, "mettre_a_jour", rater)
    sql(url, "DELETE FROM decision_diffusee")  # a version is due
    for adresse in _ADRESSES:
        assert client.get(adresse).raise_for_status().content == lues[adresse], adresse
    assert len(essais) == 2  # of a version that is there, nothing else is made


def test_un_epci_que_le_decoupage_ne_connait_plus_n_empeche_rien(
    client: Client, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.formulaire.referentiels import EPCI_ET_EPT  # noqa: PLC0415

    monkeypatch.delitem(EPCI_ET_EPT, ROUEN)  # type: ignore[arg-type]
    sql(url, "DELETE FROM decision_diffusee")
    assert client.get("/v1/resultats").raise_for_status().json()["resultats"]["version"] == 2
    groupements = client.get("/v1/resultats/groupements.csv").text.splitlines()
    assert groupements[1] == f"ti-2801,{ROUEN},"
    assert ROUEN in client.get("/resultats").raise_for_status().text


def test_deux_recherches_ne_se_font_pas_ensemble(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rencontre, vraie = threading.Barrier(2), lire_pour_la_page.chercher
    seules = list[bool]()

    def chercher(*args: Any) -> Iterator[Any]:
        try:
            rencontre.wait(0.3)  # which two at once would end
            seules.append(False)
        except threading.BrokenBarrierError:
            seules.append(True)
        return vraie(*args)

    monkeypatch.setattr(lire_pour_la_page, "chercher", chercher)
    with ThreadPoolExecutor(2) as fils:
        lues = fils.map(client.get, ["/resultats?q=rouen", "/resultats?q=havre"])
        assert [lue.status_code for lue in lues] == [200, 200]
    assert seules == [True, True]
