"""One mail a day to an agent, when something happened: numbers and kinds, nothing typed."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import pytest

from app.config import Settings
from app.instruction.nouvelles.envoyer_le_courrier import ECRIRE, envoyer_le_courrier
from app.instruction.nouvelles.prevoir_le_courrier import PREVOIR_LE_COURRIER, prevoir_le_courrier
from app.kit.clock import Horloge
from app.kit.jobs.mail import Courriel
from app.kit.services import Services
from app.vie import PERIODIQUES, TRAVAUX
from tests.acces.courrier import adresse, recu, recus
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client
from tests.enonces import enonces
from tests.instruction.dossiers import AMIENS, APRES, ROUEN, Agent, agent, deposee_en
from tests.instruction.test_courriels_au_demandeur import faire

_SIX: Final = "2023-10-03T04:59:59Z"  # one second before seven in Paris
_SEPT: Final = "2023-10-03T05:00:00Z"
_HUIT: Final = "2023-10-03T06:00:00Z"
_LENDEMAIN: Final = "2023-10-04T05:00:00Z"
_PLUS_TARD: Final = "2023-10-05T05:00:00Z"
_APRES_DEMAIN: Final = "2023-10-06T05:00:00Z"


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
    with enonces(lambda dit, _: "nouveaute.le <" in dit) as dits:
        _a(reglages, _SEPT)
    assert recu(client, boites[0])
    assert len(dits) == 1


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


# --- The link that stops it ---

_LIEN: Final = re.compile(r"#(tis_[A-Za-z0-9_-]{43})\n")
# As a mailbox posts it (RFC 8058, 3.2).
_D_UN_GESTE: Final = {"List-Unsubscribe": "One-Click"}


def _ecrit(qui: Agent, reglages: Settings, url: str) -> str:
    """Have a mail sent to an agent, of what somebody else did; the address it went to."""
    boite = _par_proconnect(qui, url)
    sql(url, "UPDATE courrier SET jour = NULL")
    _a(reglages, _SEPT)
    return boite


def test_le_lien_du_courriel_l_arrete_sans_compte_et_seulement_par_post(
    client: Client, normand: Agent, collegue: Agent, reglages: Settings, url: str
) -> None:
    une = deposee_en(client, ROUEN)
    normand.prendre(une.id).raise_for_status()
    _noter(collegue, une)
    boite = _ecrit(normand, reglages, url)
    (lien,) = _LIEN.findall(recu(client, boite)["texte"])
    adresse = f"/v1/courrier-quotidien/{lien}"
    for methode in ("GET", "HEAD", "GET"):  # as a mail scanner follows it
        assert client.request(methode, adresse).is_success
    assert client.get(adresse).json()["courrier_quotidien"] is True
    _noter(collegue, une)
    sql(url, "UPDATE courrier SET jour = NULL")
    _a(reglages, _LENDEMAIN)
    dernier = _LIEN.findall(recu(client, boite, 2)["texte"])
    assert dernier == [lien], "le même : celui d'un ancien courriel sert aussi"

    arretes = [client.post(adresse, data=_D_UN_GESTE) for _ in range(2)]
    assert [arrete.status_code for arrete in arretes] == [200, 200]
    for lu in (*arretes, client.get(adresse)):
        assert lu.json()["courrier_quotidien"] is False
    _noter(collegue, une)
    _a(reglages, _PLUS_TARD)
    autre = sql(url, f"SELECT voulu FROM courrier WHERE agent = '{_id(collegue)}'")
    assert autre in ([], [(True,)]), "les autres n'y perdent rien"
    normand.appeler("PUT", "/moi", json={"courrier_quotidien": True}).raise_for_status()
    assert client.get(adresse).json()["courrier_quotidien"] is True
    _a(reglages, _APRES_DEMAIN)
    # What the stopped day would have told, had there been a mail, would be here before this one.
    assert "Une note a été prise" in recu(client, boite, 3)["texte"]
    assert len(recus(client, boite)) == 3


def test_un_lien_qui_n_est_pas_de_nous_n_arrete_rien(
    client: Client, normand: Agent, collegue: Agent, reglages: Settings, url: str
) -> None:
    une = deposee_en(client, ROUEN)
    normand.prendre(une.id).raise_for_status()
    _noter(collegue, une)
    (lien,) = _LIEN.findall(recu(client, _ecrit(normand, reglages, url))["texte"])
    autre = "B" if lien[4] == "A" else "A"
    altere = f"tis_{autre}{lien[5:]}"
    for faux in ("tis_" + "A" * 43, altere, f"til_{lien[4:]}", lien[:-1], "x" * 99):
        for methode in ("GET", "POST"):
            refus = client.request(methode, f"/v1/courrier-quotidien/{faux}")
            probleme(refus, 404, "lien-refuse")
    # It is no token either.
    porteur = {"Authorization": f"Bearer {lien}"}
    assert client.get("/v1/instruction/moi", headers=porteur).status_code == 401
    moi = _id(normand)
    sql(url, f"DELETE FROM courrier WHERE agent = '{moi}'", f"DELETE FROM agent WHERE id = '{moi}'")
    assert client.post(f"/v1/courrier-quotidien/{lien}").json()["courrier_quotidien"] is False
    assert sql(url, f"SELECT count(*) FROM courrier WHERE agent = '{moi}'") == [(0,)]


def test_la_messagerie_l_arrete_elle_meme_si_l_adresse_de_l_api_est_dite(
    client: Client, normand: Agent, collegue: Agent, reglages: Settings, url: str
) -> None:
    une = deposee_en(client, ROUEN)
    normand.prendre(une.id).raise_for_status()
    _noter(collegue, une)
    normand.appeler("GET", "/nouveautes").raise_for_status()  # which gives them their places
    moi, partis = _id(normand), list[Courriel]()
    _par_proconnect(normand, url)

    async def prendre(courriel: Courriel) -> None:
        partis.append(courriel)

    async def ecrire(services: Services) -> None:
        contenu = {"agent": moi, "depuis": 0, "jusqu_a": 2**31, "jour": "2023-10-03"}
        for api in (None, "https://api.example.fr"):
            dits = services.settings.model_copy(update={"url_api": api})
            ici = replace(services, settings=dits)
            with pytest.MonkeyPatch.context() as change:
                change.setattr(ici.messagerie, "envoyer", prendre)
                await envoyer_le_courrier(ici, contenu)

    faire(reglages, ecrire)
    sans, avec = partis
    assert sans.arret is None
    (lien,) = _LIEN.findall(avec.texte)
    assert avec.arret == f"https://api.example.fr/v1/courrier-quotidien/{lien}"
