"""Which arrival counts: the bytes', a proxy's word, a ticket's, that of a key."""

import json
import os
import signal
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx2
import pytest

from app.config import Settings
from app.kit.web.idempotency import Cle
from tests.bases import du_service
from tests.candidatures.outils import Sonde
from tests.client import Candidature, Client, Json
from tests.conftest import reglages_pour, servir
from tests.depots.pieces import FICHIERS, SUITE_SOI_MEME, accuse, prete, rangs
from tests.exploitation.processus import CELUI_CI, service
from tests.kit.web.sockets import Prise

_CLIENTS: Final = 4
# Arrivals are counted from a tick of the kernel's clock, receipts by the millisecond.
_PEU: Final = timedelta(milliseconds=20)
_A_TEMPS: Final = "2023-09-22T23:59:58+02:00"
_EN_RETARD: Final = "2023-09-23T00:04:00+02:00"
_TICKET: Final = "Ticket-Arrivee"


def _instant(texte: str) -> datetime:
    return datetime.fromisoformat(texte)


def _recu(candidature: Candidature) -> tuple[datetime, str]:
    """When its last deposit arrived, and who says so, by the receipt."""
    dit = accuse(candidature, rangs(candidature)[-1]).json()["accuse"]
    return _instant(dit["recu_le"]), dit.get("constate_par", "service")


# --- The bytes ------------------------------------------------------------------------------------


@pytest.mark.verify
def test_ce_qui_est_arrive_a_temps_compte_quand_que_le_service_le_lise(
    production: str, tmp_path: Path
) -> None:
    """The process is stopped as the bytes come, and goes on once the call has closed."""
    with servir(reglages_pour(production, tmp_path, cloture="2099-01-01T00:00:00Z")) as ouvert:
        candidature = prete(ouvert)
    reglages = {
        **{"TI_DATABASE_URL": du_service(production), "TI_BAC_A_SABLE": "false"},
        **{"TI_TRAVAUX": "false", "TI_PROCESSUS": "1"},
    }
    for secondes in (2**n for n in count(2)):
        cloture = datetime.now(UTC) + timedelta(seconds=secondes)
        with service(tmp_path, CELUI_CI, **reglages, TI_CLOTURE=cloture.isoformat()) as servi:
            (ouvrier,) = servi.ouvriers()
            os.kill(ouvrier, signal.SIGSTOP)
            with servi.client() as client, Prise(client, _demande(candidature)) as prise:
                a_temps = datetime.now(UTC) < cloture
                while datetime.now(UTC) < cloture:
                    pass
                os.kill(ouvrier, signal.SIGCONT)
                if not a_temps:  # this machine is too slow for so near a closing
                    continue
                statut, recu = prise.reponse()
            assert (statut, recu.get("code")) == (201, None), recu
            assert _instant(recu["recu_le"]) < cloture
            return


def _demande(candidature: Candidature, *entetes: str) -> bytes:
    lignes = [
        f"POST {candidature.url}/depots HTTP/1.1",
        "Host: x",
        f"Authorization: Bearer {candidature.jeton}",
        "Content-Length: 0",
        *entetes,
    ]
    return "\r\n".join([*lignes, "", ""]).encode()


# --- A ticket -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def etroit(reglages: Settings) -> Generator[Client]:
    """Another process of the same service, for few connections at a time."""
    peu = reglages.model_copy(update={"clients_max": _CLIENTS, "travaux": False})
    with servir(peu) as client:
        yield client


@contextmanager
def _comble(etroit: Client, sonde: Sonde) -> Generator[None]:
    """All places are taken by requests that are being answered."""
    etroit.close()  # its own connection
    creation = (
        b"POST /v1/candidatures HTTP/1.1\r\nHost: x\r\n"
        b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    )
    with ExitStack() as pile, sonde.verrou("LOCK TABLE candidature IN SHARE MODE"):
        for rang in range(_CLIENTS):
            pile.enter_context(Prise(etroit, creation, depuis=f"127.0.0.{rang + 2}"))
        attendent = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        while sonde.lignes(attendent) < [(_CLIENTS,)]:
            pass
        yield


def _renvoyer(etroit: Client, sonde: Sonde, candidature: Candidature, le: str, *plus: str) -> str:
    """Deposit when there is no room, at this hour of the sandbox; the ticket of the refusal."""
    demande = _demande(candidature, f"X-Horloge: {le}", *plus)
    with _comble(etroit, sonde), Prise(etroit, demande) as prise:
        statut, probleme = prise.reponse()
        assert (statut, probleme["code"]) == (503, "indisponible")
        assert prise.fermee()
    return prise.entetes[_TICKET]


def _revenir(candidature: Candidature, ticket: str, le: str = _EN_RETARD) -> httpx2.Response:
    return candidature.deposer(**{"X-Horloge": le, _TICKET: ticket})


def test_qui_n_a_pas_eu_de_place_garde_l_heure_de_sa_venue(
    etroit: Client, client: Client, sonde: Sonde
) -> None:
    candidature = prete(client)
    ticket = _renvoyer(etroit, sonde, candidature, _A_TEMPS)
    assert rangs(candidature) == []
    reponse = _revenir(candidature, ticket)
    assert reponse.status_code == 201, reponse.text
    assert _instant(reponse.json()["recu_le"]) == _instant(_A_TEMPS)
    assert _recu(candidature) == (_instant(_A_TEMPS), "ticket")


def test_un_second_refus_garde_la_premiere_heure(
    etroit: Client, client: Client, sonde: Sonde
) -> None:
    candidature = prete(client)
    premier = _renvoyer(etroit, sonde, candidature, _A_TEMPS)
    second = _renvoyer(etroit, sonde, candidature, _EN_RETARD, f"{_TICKET}: {premier}")
    assert _revenir(candidature, second).status_code == 201
    assert _recu(candidature) == (_instant(_A_TEMPS), "ticket")


def test_un_ticket_ne_vaut_que_pour_sa_candidature_un_quart_d_heure_et_tel_quel(
    etroit: Client, client: Client, sonde: Sonde
) -> None:
    candidature, autre = prete(client), prete(client)
    ticket = _renvoyer(etroit, sonde, candidature, _A_TEMPS)
    plus_tot = f"{int(ticket.partition('.')[0]) - 1}.{ticket.partition('.')[2]}"
    trop_tard = "2023-09-23T00:14:58.000001+02:00"
    refus = [
        _revenir(autre, ticket),
        _revenir(candidature, plus_tot),
        _revenir(candidature, ticket, trop_tard),
        _revenir(candidature, "n'importe quoi"),
    ]
    assert {(r.status_code, r.json()["code"]) for r in refus} == {(409, "campagne-fermee")}
    assert all("ticket d'arrivée joint ne compte pas" in r.json()["detail"] for r in refus)
    assert "ticket" not in candidature.deposer(**{"X-Horloge": _EN_RETARD}).json()["detail"]
    assert _revenir(candidature, ticket, "2023-09-23T00:14:58+02:00").status_code == 201


def test_un_ticket_ne_fait_pas_arriver_un_depot_avant_ce_qu_il_contient(
    etroit: Client, client: Client, sonde: Sonde
) -> None:
    candidature = prete(client)
    ticket = _renvoyer(etroit, sonde, candidature, "2023-09-22T23:58:00+02:00")
    retouche = {"X-Horloge": "2023-09-22T23:58:30+02:00"}
    assert candidature.modifier(SUITE_SOI_MEME, **retouche).is_success
    assert _revenir(candidature, ticket).status_code == 201
    assert _recu(candidature) == (_instant(retouche["X-Horloge"]), "ticket")
    plus_tard = {"X-Horloge": "2023-09-22T23:59:00+02:00"}
    assert candidature.joindre("lettres", "l.pdf", FICHIERS["lettres"][1], **plus_tard).is_success
    assert _revenir(candidature, ticket).status_code == 201
    assert _recu(candidature) == (_instant(plus_tard["X-Horloge"]), "ticket")


def test_un_ticket_d_avant_ce_que_la_requete_dit_elle_meme_ne_la_retarde_pas(
    etroit: Client, client: Client, sonde: Sonde
) -> None:
    candidature = prete(client)
    ticket = _renvoyer(etroit, sonde, candidature, _A_TEMPS)
    avant = "2023-09-22T23:59:00+02:00"
    assert _revenir(candidature, ticket, avant).status_code == 201  # the ticket is of later
    assert _recu(candidature) == (_instant(avant), "service")


def test_qui_depose_trop_souvent_recoit_un_ticket_aussi(production: str, tmp_path: Path) -> None:
    ouverte = {"cloture": "2099-01-01T00:00:00Z", "depots_par_minute": 1}
    with servir(reglages_pour(production, tmp_path, **ouverte)) as client:
        candidature = prete(client)
        assert candidature.deposer().status_code == 201
        refus = candidature.deposer()
        assert refus.status_code == 429
        encore = candidature.deposer(**{_TICKET: refus.headers[_TICKET]})
        assert encore.headers[_TICKET] == refus.headers[_TICKET]
        autre = candidature.appeler("GET", entetes={_TICKET: refus.headers[_TICKET]})
        assert _TICKET not in autre.headers


# --- A proxy --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def derriere(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Client]:
    """A service behind a proxy, which is the test."""
    dossier: Path = tmp_path_factory.mktemp("derriere")
    proxys = {"proxys": ["127.0.0.0/8"], "proxys_datent": True}
    with servir(reglages_pour(postgres, dossier, bac_a_sable=True, **proxys)) as client:
        yield client


def _maintenant(client: Client) -> datetime:
    return _instant(client.get("/v1/campagne").json()["maintenant"])


def _il_y_a(secondes: float) -> dict[str, str]:
    return {"X-Request-Start": f"t={datetime.now(UTC).timestamp() - secondes:.3f}"}


def test_l_heure_que_dit_le_proxy_compte(derriere: Client) -> None:
    candidature = prete(derriere)
    avant = _maintenant(derriere)
    assert candidature.deposer(**_il_y_a(20)).status_code == 201
    recu_le, par = _recu(candidature)
    assert (par, recu_le < avant - _PEU) == ("proxy", True)


@pytest.mark.parametrize(
    "depart", [partial(_il_y_a, -60), partial(_il_y_a, 31), lambda: {"X-Request-Start": "t=hier"}]
)
def test_mais_ni_a_venir_ni_de_trop_loin(
    derriere: Client, depart: Callable[[], dict[str, str]]
) -> None:
    candidature = prete(derriere)
    avant = _maintenant(derriere)
    assert candidature.deposer(**depart()).status_code == 201
    recu_le, par = _recu(candidature)
    assert (par, recu_le >= avant - _PEU) == ("service", True)


def test_ni_d_un_client(client: Client) -> None:
    candidature = prete(client)
    assert candidature.deposer(**_il_y_a(20)).status_code == 201
    assert _recu(candidature)[1] == "service"


def test_ni_par_un_proxy_qui_passe_ce_que_dit_le_client(postgres: str, tmp_path: Path) -> None:
    """Nobody has said that it writes that header itself."""
    reglages = reglages_pour(postgres, tmp_path, bac_a_sable=True, proxys=["127.0.0.0/8"])
    with servir(reglages) as derriere:
        candidature = prete(derriere)
        assert candidature.deposer(**_il_y_a(20)).status_code == 201
        assert _recu(candidature)[1] == "service"


# --- A key ----------------------------------------------------------------------------------------


def _sous(cle: str, le: str) -> dict[str, str]:
    return {"Idempotency-Key": cle, "X-Horloge": le}


@contextmanager
def _occupee(sonde: Sonde, candidature: Candidature, cle: str) -> Generator[None]:
    """A request holds this key: others are told to come back."""
    numero = int.from_bytes(Cle(f"depot {candidature.id}", cle, b"").empreinte[:8], signed=True)
    with sonde.verrou("SELECT pg_advisory_xact_lock(:numero)", numero=numero):
        yield


def _manquer(sonde: Sonde, candidature: Candidature, cle: str, le: str) -> None:
    """Deposit at this hour; something comes in between, and nothing is deposited."""
    with _occupee(sonde, candidature, cle):
        refus = candidature.deposer(**_sous(cle, le))
    assert (refus.status_code, refus.json()["code"]) == (409, "cle-en-cours")


def test_la_premiere_venue_sous_une_cle_compte(client: Client, sonde: Sonde) -> None:
    candidature, cle = prete(client), str(uuid4())
    _manquer(sonde, candidature, cle, _A_TEMPS)
    reponse = candidature.deposer(**_sous(cle, _EN_RETARD))
    assert reponse.status_code == 201, reponse.text
    assert _recu(candidature) == (_instant(_A_TEMPS), "cle")
    rejouee = candidature.deposer(**_sous(cle, _EN_RETARD))
    assert rejouee.headers["Idempotency-Replayed"] == "true"
    assert rejouee.json() == reponse.json()


@pytest.mark.parametrize(
    ("premiere", "autre"),
    [
        (_A_TEMPS, True),  # another key
        ("2023-09-22T23:48:59+02:00", False),  # too long before
        ("2023-09-22T23:30:00+02:00", False),  # too long before the closing for it to be kept
    ],
)
def test_elle_ne_vaut_que_sous_cette_cle_un_quart_d_heure(
    client: Client, sonde: Sonde, premiere: str, autre: bool
) -> None:
    candidature, cle = prete(client), str(uuid4())
    _manquer(sonde, candidature, cle, premiere)
    refus = candidature.deposer(**_sous(str(uuid4()) if autre else cle, _EN_RETARD))
    assert (refus.status_code, refus.json()["code"]) == (409, "campagne-fermee")


def test_elle_ne_vaut_plus_rien_une_fois_repondue(client: Client) -> None:
    """Who was told what is missing deposits anew, in time or not at all."""
    incomplete, cle = client.creer({}), str(uuid4())
    assert incomplete.deposer(**_sous(cle, _A_TEMPS)).status_code == 422
    complete: Json = json.loads(prete(client).appeler("GET").text)["dossier"]
    apres = {"X-Horloge": "2023-09-22T23:59:59+02:00"}
    assert incomplete.modifier(complete, **apres).is_success
    for rubrique, (nom, contenu) in FICHIERS.items():
        assert incomplete.joindre(rubrique, nom, contenu, **apres).is_success
    refus = incomplete.deposer(**_sous(cle, _EN_RETARD))
    assert (refus.status_code, refus.json()["code"]) == (409, "campagne-fermee")


def test_rien_n_est_retenu_pour_qui_n_ouvre_pas_la_candidature(
    client: Client, sonde: Sonde
) -> None:
    combien = "SELECT count(*) FROM premiere_arrivee"
    avant = sonde.lignes(combien)
    autre = Candidature(client, str(uuid4()), client.creer().jeton, {})
    assert autre.deposer(**_sous(str(uuid4()), _A_TEMPS)).status_code == 404
    assert sonde.lignes(combien) == avant
