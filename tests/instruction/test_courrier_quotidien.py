"""One mail a day to an agent, when something happened: numbers and kinds, nothing typed."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import pytest
from sqlalchemy import Engine, event

from app.config import Settings
from app.instruction.nouvelles.envoyer_le_courrier import ECRIRE
from app.instruction.nouvelles.prevoir_le_courrier import PREVOIR_LE_COURRIER, prevoir_le_courrier
from app.kit.clock import Horloge
from app.kit.services import Services
from app.vie import PERIODIQUES, TRAVAUX
from tests.acces.courrier import adresse, recu, recus
from tests.bases import sql
from tests.client import Candidature, Client
from tests.instruction.dossiers import AMIENS, APRES, ROUEN, Agent, agent, deposee_en
from tests.instruction.test_courriels_au_demandeur import faire

_SIX: Final = "2023-10-03T04:59:59Z"  # one second before seven in Paris
_SEPT: Final = "2023-10-03T05:00:00Z"
_HUIT: Final = "2023-10-03T06:00:00Z"
_LENDEMAIN: Final = "2023-10-04T05:00:00Z"
_PLUS_TARD: Final = "2023-10-05T05:00:00Z"


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


@pytest.fixture
def collegue(client: Client, url: str) -> Agent:
    return agent(client, url, "28", "32")


def _id(qui: Agent) -> str:
    return qui.appeler("GET", "/moi").raise_for_status().json()["agent"]


def _par_proconnect(qui: Agent, url: str) -> str:
    """As an agent is in the directory once their account has named them; their address."""
    boite = adresse("camille")
    vu = f"cle = false, courriel = '{boite}', vu_le = '{_SIX}'"
    sql(url, rf"UPDATE agent SET {vu.replace(':', chr(92) + ':')} WHERE id = '{_id(qui)}'")
    return boite


def _noter(qui: Agent, de: Candidature, le: str = "2023-10-02T08:00:00Z") -> None:
    chemin = f"/candidatures/{de.id}/notes"
    qui.appeler("POST", chemin, le=le, json={"texte": "Un secret."}).raise_for_status()


def _a(reglages: Settings, *instants: str, a_la_fois: int = 1) -> None:
    async def tous(services: Services) -> None:
        await asyncio.gather(*(prevoir_le_courrier(services, {}) for _ in range(a_la_fois)))

    for instant in instants:
        horloge = Horloge(datetime.fromisoformat(instant))
        faire(reglages, _avec(tous, horloge))


def _avec(acte: Callable[[Services], Any], horloge: Horloge) -> Callable[[Services], Any]:
    return lambda services: acte(replace(services, horloge=horloge))


def test_un_par_jour_s_il_est_arrive_quelque_chose(
    client: Client, normand: Agent, collegue: Agent, reglages: Settings, url: str
) -> None:
    une = deposee_en(client, ROUEN)
    normand.prendre(une.id).raise_for_status()
    for _ in range(2):
        _noter(collegue, une)
    boite = _par_proconnect(normand, url)
    _a(reglages, _SIX)
    _a(reglages, _SEPT, a_la_fois=3)
    _a(reglages, _HUIT)
    lettre = recu(client, boite)
    numero = normand.lire(une.id)["numero"]
    assert f"{numero}\n" in lettre["texte"]
    assert "  Une note a été prise sur le dossier. (2 fois)" in lettre["texte"]
    assert "secret" not in lettre["texte"]
    _a(reglages, _LENDEMAIN)  # nothing since
    _noter(collegue, une)
    _noter(normand, une, le=APRES)  # who calls at another hour is written down anew
    _a(reglages, _PLUS_TARD)
    assert "fois" not in recu(client, boite, 2)["texte"]
    assert len(recus(client, boite)) == 2
    assert {PREVOIR_LE_COURRIER, ECRIRE} <= TRAVAUX.keys()
    assert PERIODIQUES[PREVOIR_LE_COURRIER] == "0 5,6 * * *"


def test_ni_ce_qui_est_lu_ni_ce_qui_est_d_ailleurs_ni_a_qui_n_en_veut_pas(
    client: Client, normand: Agent, collegue: Agent, reglages: Settings, url: str
) -> None:
    ici, ailleurs = deposee_en(client, ROUEN), deposee_en(client, AMIENS, region="32")
    normand.prendre(ici.id).raise_for_status()
    collegue.prendre(ailleurs.id).raise_for_status()
    moi = _id(normand)
    sql(
        url,
        "INSERT INTO affectation (candidature_id, agent, responsable, le, par) "
        f"VALUES ('{ailleurs.id}', '{moi}', false, now(), '{moi}')",
    )
    _noter(collegue, ailleurs)
    lues = normand.appeler("GET", "/nouveautes").raise_for_status().json()
    corps = {"jusqu_a": lues["jusqu_a"]}
    normand.appeler("POST", "/nouveautes/lecture", json=corps).raise_for_status()
    _noter(collegue, ailleurs)
    boite = _par_proconnect(normand, url)
    _a(reglages, _SEPT)
    _noter(collegue, ici)
    sans = normand.appeler("PUT", "/moi", json={"courrier_quotidien": False})
    assert sans.raise_for_status().json() == {"agent": moi, "courrier_quotidien": False}
    _a(reglages, _LENDEMAIN)
    # What came of it all, had there been any, would be here before this one.
    normand.appeler("PUT", "/moi", json={"courrier_quotidien": True}).raise_for_status()
    _a(reglages, _PLUS_TARD)
    texte = recu(client, boite)["texte"]
    assert normand.lire(ici.id)["numero"] in texte
    assert collegue.lire(ailleurs.id)["numero"] not in texte
    assert len(recus(client, boite)) == 1


def test_d_ou_partent_les_premiers_se_cherche_une_fois(
    client: Client, normand: Agent, collegue: Agent, reglages: Settings, url: str
) -> None:
    """No index leads there: all the news are read through."""
    une = deposee_en(client, ROUEN)
    normand.prendre(une.id).raise_for_status()
    _noter(collegue, une)
    boites = [_par_proconnect(qui, url) for qui in (normand, collegue)]
    enonces = list[str]()

    def noter(_c: Any, _k: Any, enonce: str, *_: Any) -> None:
        enonces.append(enonce)

    event.listen(Engine, "before_cursor_execute", noter)
    try:
        _a(reglages, _SEPT)
    finally:
        event.remove(Engine, "before_cursor_execute", noter)
    assert recu(client, boites[0])
    assert sum("nouveaute.le <" in enonce for enonce in enonces) == 1


def test_jamais_a_une_cle_ni_a_qui_ne_vient_plus(
    client: Client, normand: Agent, collegue: Agent, reglages: Settings, url: str
) -> None:
    une = deposee_en(client, ROUEN)
    normand.prendre(une.id).raise_for_status()
    _noter(collegue, une)
    voulu = normand.appeler("PUT", "/moi", json={"courrier_quotidien": True}).json()
    assert voulu["courrier_quotidien"] is False
    boite = _par_proconnect(normand, url)
    moi = f"id = '{_id(normand)}'"
    sql(url, f"UPDATE agent SET cle = true WHERE {moi}")
    _a(reglages, _SEPT)
    sql(url, f"UPDATE agent SET cle = false, vu_le = '2023-09-27T04\\:59\\:59Z' WHERE {moi}")
    _noter(collegue, une, le="2023-10-03T08:00:00Z")
    _a(reglages, _LENDEMAIN)
    sql(url, f"UPDATE agent SET vu_le = '2023-09-28T05\\:01\\:00Z' WHERE {moi}")
    _noter(collegue, une, le="2023-10-04T08:00:00Z")
    _a(reglages, _PLUS_TARD)
    assert "fois" not in recu(client, boite)["texte"]
    assert len(recus(client, boite)) == 1
