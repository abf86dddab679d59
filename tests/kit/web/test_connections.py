"""What comes before a body: its size, its time, how many come at once."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pytest

from app.kit.metrics import exposition
from app.kit.web.connections import ADRESSE_MAX, ENTETES_MAX, TETE_MAX
from tests.candidatures.outils import Sonde
from tests.client import Client
from tests.conftest import reglages_pour, servir
from tests.kit.web.sockets import Prise
from tests.pieces_jointes.outils import attendre, pdf_de

_CLIENTS: Final = 4
_ESSAI: Final = (
    b"POST /v1/validation HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: application/json\r\nContent-Length: 2\r\n"
)
_VOISIN: Final = "127.0.0.9"
_ACCAPAREUR: Final = "127.0.0.2"
_PRISES: Final = [_ACCAPAREUR] * (_CLIENTS - 1) + [_VOISIN]  # all that there are
_ATTENDENT: Final = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
_FIN: Final = b"GET /sante/vivant HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
_VIVANT: Final = b"GET /sante/vivant HTTP/1.1\r\nHost: x\r\n"


@pytest.fixture(scope="module")
def etroit(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Client]:
    """A service for few connections at a time."""
    dossier: Path = tmp_path_factory.mktemp("etroit")
    with servir(reglages_pour(postgres, dossier, clients_max=_CLIENTS, bac_a_sable=True)) as client:
        yield client


@pytest.fixture(scope="module")
def derriere(production: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Client]:
    """The same behind a proxy, which is the test."""
    dossier: Path = tmp_path_factory.mktemp("derriere")
    reglages = reglages_pour(production, dossier, clients_max=_CLIENTS, proxys=["127.0.0.0/8"])
    with servir(reglages) as client:
        yield client


@pytest.mark.parametrize("taille", [TETE_MAX, 10 * TETE_MAX])
def test_des_en_tetes_trop_grands_sont_refuses(
    client: Client, taille: int, caplog: pytest.LogCaptureFixture
) -> None:
    reponse = client.get("/v1/campagne", headers={"X-Grand": "a" * taille})
    assert (reponse.status_code, reponse.json()["code"]) == (431, "en-tetes-trop-grands")
    assert reponse.headers["connection"] == "close"
    assert [dit for dit in caplog.records if dit.name == "asyncio"] == []  # refused once


def test_des_en_tetes_trop_nombreux_sont_refuses(client: Client) -> None:
    entetes = {f"X-{rang}": "a" for rang in range(ENTETES_MAX)}
    assert client.get("/v1/campagne", headers=entetes).status_code == 431


def test_des_en_tetes_longs_mais_permis_passent(client: Client) -> None:
    entetes = {f"X-{rang}": "a" * 300 for rang in range(ENTETES_MAX - 10)}
    assert client.get("/v1/campagne", headers=entetes).status_code == 200


def test_le_corps_qui_vient_avec_la_tete_n_en_est_pas(client: Client) -> None:
    corps = b"{}".ljust(5 * TETE_MAX)
    tete = b"POST /v1/validation HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    with Prise(client, tete + b"Content-Length: %d\r\n\r\n" % len(corps) + corps) as prise:
        assert prise.reponse()[0] == 200


def test_des_en_tetes_sans_fin_sont_coupes(client: Client) -> None:
    with Prise(client, _VIVANT + b"X-Sans-Fin: ") as prise:
        prise.insister(b"a" * 1000)
        statut, probleme = prise.reponse()
    assert (statut, probleme["code"]) == (431, "en-tetes-trop-grands")


def test_ils_le_sont_aussi_a_la_requete_suivante(client: Client) -> None:
    with Prise(client, _VIVANT + b"\r\n") as prise:
        assert prise.reponse() == (204, None)
        prise.envoyer(_VIVANT + b"X-Grand: %b\r\n\r\n" % (b"a" * TETE_MAX))
        assert prise.reponse()[0] == 431


def test_une_adresse_trop_longue_est_refusee(client: Client) -> None:
    permise = client.get("/v1/campagne", params={"q": "x" * (ADRESSE_MAX - 100)})
    assert permise.status_code == 200
    reponse = client.get("/v1/campagne", params={"q": "x" * ADRESSE_MAX})
    assert (reponse.status_code, reponse.json()["code"]) == (414, "adresse-trop-longue")


@pytest.mark.parametrize(
    "octets",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01",
        b"GET / FTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n x\r\n\r\n",
        b"GET /sante/vivant\r\n\r\n",
        b"GET /sante/vivant HTTP/0.9\r\nHost: x\r\n\r\n",
        b"GET /sante/vivant HTTP/2.0\r\nHost: x\r\n\r\n",
        b"GET /sante/vivant HTTP/1.1\r\n\r\n",
        b"GET /sante/vivant HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n",
        b"GET /sante/vivant HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
        b"GET /sante/vivant HTTP/1.1\r\nHost: x, y\r\n\r\n",
        b"GET /sante/vivant HTTP/1.1\r\nHost: a@b\r\n\r\n",
        b"GET /sante/vivant HTTP/1.1\r\nHost: x/y\r\n\r\n",
        b"GET /sante/vivant HTTP/1.1\r\nHost: x:y\r\n\r\n",
    ],
    ids=[
        "tls",
        "protocole",
        "ligne repliée",
        "sans version",
        "0.9",
        "2.0",
        "sans hôte",
        "deux hôtes en 1.0",
        "deux hôtes",
        "liste d'hôtes",
        "utilisateur",
        "chemin",
        "port",
    ],
)
def test_ce_qui_n_est_pas_de_l_http_recoit_un_probleme(client: Client, octets: bytes) -> None:
    with Prise(client, octets) as prise:
        statut, probleme = prise.reponse()
        assert (statut, probleme["code"]) == (400, "http-illisible")
        assert prise.entetes["Content-Type"] == "application/problem+json"
        assert prise.entetes["X-Request-Id"] == probleme["requete"]
        assert prise.fermee()


@pytest.mark.parametrize(
    "tete",
    [
        b"HTTP/1.0\r\n",
        b"HTTP/1.0\r\nHost: x\r\n",
        b"HTTP/1.1\r\nHost:\r\n",
        b"HTTP/1.1\r\nHost: [2001:db8::1]:8000\r\n",
        b"HTTP/1.1\r\nHost: candidatures.example:443\r\n",
    ],
)
def test_ce_qui_en_est_passe(client: Client, tete: bytes) -> None:
    with Prise(client, b"GET /sante/vivant " + tete + b"\r\n") as prise:
        assert prise.reponse() == (204, None)


# --- a token where it must not be -----------------------------------------------------------------


@pytest.mark.parametrize(
    "parametres",
    [
        {"jeton": "x"},
        {"access_token": "x"},
        {"erreurs": "ajv", "token": "x"},
        {"autre": "tic_" + "A" * 43},
        {"q": "tip_" + "A" * 43},
        {"q": "tia_" + "A" * 43},
    ],
)
def test_un_jeton_dans_l_adresse_est_refuse(client: Client, parametres: dict[str, str]) -> None:
    candidature = client.creer()
    for reponse in (
        candidature.appeler("GET", params=parametres),
        client.get("/v1/campagne", params=parametres),
    ):
        assert (reponse.status_code, reponse.json()["code"]) == (400, "jeton-dans-adresse")
        assert "A" * 43 not in reponse.text
    assert candidature.appeler("GET", params={"erreurs": "ajv"}).status_code == 200


# --- time -----------------------------------------------------------------------------------------


def test_une_tete_qui_traine_est_coupee(presse: Client) -> None:
    with Prise(presse, _VIVANT) as prise:
        statut, probleme = prise.reponse()
        assert (statut, probleme["code"]) == (408, "requete-trop-lente")
        assert prise.fermee()


def test_une_tete_qui_arrive_goutte_a_goutte_aussi(presse: Client) -> None:
    with Prise(presse, _VIVANT + b"\r\n") as prise:
        assert prise.reponse() == (204, None)
        prise.envoyer(_VIVANT)
        assert prise.reponse()[0] == 408


def test_qui_ne_demande_rien_est_oublie_sans_un_mot(presse: Client) -> None:
    with Prise(presse) as prise:
        assert prise.fermee()


def test_un_corps_que_personne_n_attend_plus_est_coupe(presse: Client) -> None:
    tete = b"POST /v1/inconnue HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n"
    with Prise(presse, tete) as prise:
        assert prise.reponse()[0] == 404
        prise.insister(b"a")
        assert prise.fermee()


# --- many at a time -------------------------------------------------------------------------------


def _oisive(client: Client) -> Prise:
    prise = Prise(client, _VIVANT + b"\r\n")
    assert prise.reponse() == (204, None)
    return prise


def _lente(client: Client, depuis: str = "", ligne: bytes = b"") -> Prise:
    """A request of which the service awaits the body."""
    tete = _ESSAI + b"Expect: 100-continue\r\n" + ligne + b"\r\n"
    prise = Prise(client, tete, depuis=depuis)
    assert prise.accepte()
    return prise


@contextmanager
def _occupees(client: Client, sonde: Sonde, *depuis: str) -> Generator[list[Prise]]:
    """Requests from these addresses that are answered when the block ends, and not before."""
    creation = _ESSAI.replace(b"validation", b"candidatures") + b"\r\n{}"
    with ExitStack() as pile, sonde.verrou("LOCK TABLE candidature IN SHARE MODE"):
        prises = [pile.enter_context(Prise(client, creation, depuis=ici)) for ici in depuis]
        while sonde.lignes(_ATTENDENT) < [(min(len(depuis), _CLIENTS - 1),)]:
            pass
        yield prises


def _refusee(prise: Prise) -> bool:
    """Whether it is sent away, and told to come back."""
    statut, probleme = prise.reponse()
    assert (statut, probleme["code"]) == (503, "indisponible")
    return prise.entetes["Retry-After"] == "5" and prise.fermee()


def _sert(client: Client, depuis: str = "") -> bool:
    with Prise(client, _VIVANT + b"\r\n", depuis=depuis) as prise:
        return prise.reponse()[0] == 204


def test_qui_ne_fait_rien_laisse_sa_place(etroit: Client) -> None:
    etroit.close()  # its own connection
    with ExitStack() as pile:
        venues = [pile.enter_context(_oisive(etroit)) for _ in range(3 * _CLIENTS)]
        assert sum(not venue.muette() for venue in venues) >= 2 * _CLIENTS  # closed


@pytest.mark.parametrize(
    ("debut", "suite"),
    [(b"", _VIVANT + b"\r\n"), (_VIVANT, b"\r\n"), (_ESSAI + b"\r\n", b"")],
    ids=["rien", "tête", "corps"],
)
def test_qui_fait_attendre_laisse_sa_place_le_premier_d_abord(
    etroit: Client, debut: bytes, suite: bytes
) -> None:
    """Who has asked for nothing yet is heard, and told to come back."""
    etroit.close()
    with ExitStack() as pile:
        venues = [pile.enter_context(Prise(etroit, debut)) for _ in range(_CLIENTS)]
        assert _sert(etroit, _VOISIN)
        venues[0].envoyer(suite)
        assert _refusee(venues[0])
        assert all(venue.muette() for venue in venues[1:])


@pytest.mark.parametrize("fois", [1, 2], ids=["une", "deux de suite"])
def test_qui_ne_lit_pas_sa_reponse_laisse_sa_place(
    etroit: Client, client: Client, fois: int
) -> None:
    """Cut, since another answer in the middle of that one would be taken for a part of it."""
    with Client(str(etroit.base_url)) as chez_soi:
        candidature = chez_soi.creer()
        jointe = candidature.joindre("lettres", "gros.pdf", pdf_de(24_000_000)).json()
    demande = (
        f"GET {candidature.url}/pieces-jointes/{jointe['id']}/contenu HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: Bearer {candidature.jeton}\r\n"
    ).encode()
    demandes = (demande + b"\r\n") * (fois - 1) + demande + b"Connection: close\r\n\r\n"
    etroit.close()
    with ExitStack() as pile:
        venues = [pile.enter_context(Prise(etroit, demandes, 4096, ici)) for ici in _PRISES]
        attendre(lambda: _sert(etroit, _VOISIN), client)  # once nothing more goes out to them
        lues = (venue.tout() for venue in venues)
        coupee = next(lue for lue in lues if len(lue) < fois * jointe["taille"])
    assert b"HTTP/1.1 503" not in coupee


def test_l_adresse_qui_en_a_le_plus_est_la_premiere_a_en_laisser(etroit: Client) -> None:
    """Not the one that came first of all."""
    etroit.close()
    with ExitStack() as pile:
        ancienne = pile.enter_context(_lente(etroit, _VOISIN))
        for _ in range(3 * _CLIENTS):
            pile.enter_context(Prise(etroit, _VIVANT, depuis=_ACCAPAREUR))
        ancienne.envoyer(b"{}")
        assert ancienne.reponse()[0] == 200


def test_derriere_un_proxy_les_adresses_sont_celles_qu_il_dit(derriere: Client) -> None:
    derriere.close()
    par = b"X-Forwarded-For: 2001:db8:0:%s\r\n"
    with ExitStack() as pile:
        ancienne = pile.enter_context(_lente(derriere, "", par % b":1"))
        lentes = [
            pile.enter_context(_lente(derriere, "", par % b"1::%x" % rang))
            for rang in range(3 * _CLIENTS)
        ]
        assert sum(not lente.muette() for lente in lentes) > _CLIENTS
        ancienne.envoyer(b"{}")
        assert ancienne.reponse()[0] == 200


def test_au_dela_des_places_un_client_est_prie_de_revenir(etroit: Client, sonde: Sonde) -> None:
    etroit.close()
    with _occupees(etroit, sonde, *_PRISES), Prise(etroit, _VIVANT + b"\r\n") as prise:
        assert _refusee(prise)


def test_qui_demande_d_avance_ne_garde_sa_place_que_pour_une_reponse(
    etroit: Client, sonde: Sonde
) -> None:
    """Its other requests are not done, and it is told so; those of who is not in the way are."""
    etroit.close()
    creations = (_ESSAI.replace(b"validation", b"candidatures") + b"\r\n{}") * 2 + _FIN
    with ExitStack() as pile:
        with sonde.verrou("LOCK TABLE candidature IN SHARE MODE"):
            prises = [
                pile.enter_context(Prise(etroit, creations, depuis=f"127.0.0.{rang}"))
                for rang in range(2, 2 + _CLIENTS)
            ]
            while sonde.lignes(_ATTENDENT) != [(_CLIENTS,)]:
                pass
            assert _sert(etroit, _VOISIN)
        lues = [prise.tout() for prise in prises]
    assert [lue.count(b"HTTP/1.1 201") for lue in lues] == [1, 2, 2, 2]
    assert b"connection: close" in lues[0]


def test_une_adresse_seule_n_a_pas_la_derniere_place(etroit: Client, sonde: Sonde) -> None:
    etroit.close()
    with _occupees(etroit, sonde, *[_ACCAPAREUR] * _CLIENTS) as occupees:
        assert _refusee(occupees[-1])
        assert _sert(etroit, _VOISIN)


def test_qui_est_prie_de_partir_ne_reste_pas_en_nombre(etroit: Client, sonde: Sonde) -> None:
    etroit.close()
    with ExitStack() as pile:
        pile.enter_context(_occupees(etroit, sonde, *_PRISES))
        venues = [pile.enter_context(Prise(etroit)) for _ in range(5 * _CLIENTS)]
        for venue in venues[:-1]:
            venue.tout()  # ends, while the last one is still read from
        venues[-1].envoyer(_VIVANT + b"\r\n")
        assert _refusee(venues[-1])


def test_qui_est_servi_garde_sa_place_si_son_corps_n_importe_a_personne(
    etroit: Client, sonde: Sonde
) -> None:
    """Else they would be told to come back, by a token that what they asked for has just closed."""
    with Client(str(etroit.base_url)) as chez_soi:
        candidature = chez_soi.creer()
    etroit.close()
    renouvellement = (
        f"POST {candidature.url}/jeton/renouvellement HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: Bearer {candidature.jeton}\r\nContent-Length: 10\r\n\r\n"
    ).encode()
    with ExitStack() as pile:
        with sonde.verrou("LOCK TABLE secret_remis IN SHARE MODE"):
            prise = pile.enter_context(Prise(etroit, renouvellement))
            while sonde.lignes(_ATTENDENT) != [(1,)]:
                pass
            autres = [pile.enter_context(Prise(etroit, _VIVANT)) for _ in range(_CLIENTS - 1)]
            assert _sert(etroit, _VOISIN)  # once all of them have come in
            autres[0].envoyer(b"\r\n")
            assert _refusee(autres[0])
        assert prise.reponse()[0] == 200


def test_ce_que_demande_qui_n_a_pas_de_place_n_est_pas_fait(etroit: Client, sonde: Sonde) -> None:
    etroit.close()
    with _occupees(etroit, sonde, *_PRISES) as occupees:
        avant = _vivants()
        with Prise(etroit, _VIVANT + b"\r\n") as prise:
            assert prise.reponse()[0] == 503
            prise.envoyer(_VIVANT + b"\r\n")
            assert occupees[0].muette()
            assert _vivants() == avant


def _vivants() -> list[str]:
    """What is counted of the route that these tests call."""
    return [ligne for ligne in exposition().decode().splitlines() if "/sante/vivant" in ligne]
