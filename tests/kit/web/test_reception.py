"""Bodies that come slowly are cut, and keep nobody from working meanwhile."""

import asyncio
import gc
import re
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from fastapi import Request

from app.config import Settings
from app.kit.web.connections import Connexion
from app.kit.web.patience import Patience
from app.kit.web.problems import RequeteTropLente
from app.kit.web.reception import ENTIERE, recevoir
from tests.client import MERGE_PATCH, Candidature, Client
from tests.conftest import impatient, reglages_pour
from tests.formulaire.exemples import dossier_complet
from tests.kit.web.sockets import DELAI, Prise
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.outils import FRONTIERE, MULTIPART, attendre, formulaire, pdf_de

_LENTS: Final = 100
_LONG: Final = 100.0 * DELAI
_VOISIN: Final = "198.51.100.7"


@pytest.fixture(scope="module")
def patient(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Client]:
    """A service that waits for longer than a test does, behind a proxy, which is the test."""
    dossier: Path = tmp_path_factory.mktemp("proxy")
    reglages = reglages_pour(postgres, dossier, bac_a_sable=True, proxys=["127.0.0.0/8"])
    with impatient(reglages, Patience(_LONG, _LONG, _LONG, _LONG)) as client:
        yield client


@pytest.fixture(scope="module")
def avare(reglages: Settings) -> Generator[Client]:
    """A service that gives no time to a body, and any to a silence."""
    with impatient(reglages, Patience(silence=_LONG, corps=0.05, debit=10**12)) as client:
        yield client


def _entamer(candidature: Candidature, methode: str, suite: str, **entetes: str) -> Prise:
    """A request of which the service awaits the body."""
    tous = {"Host": "x", "Authorization": f"Bearer {candidature.jeton}", **entetes}
    lignes = [f"{methode} {candidature.url}{suite} HTTP/1.1", "Expect: 100-continue"]
    lignes += [f"{nom.replace('_', '-')}: {valeur}" for nom, valeur in tous.items()]
    prise = Prise(candidature.client, "\r\n".join([*lignes, "", ""]).encode())
    assert prise.accepte()
    return prise


def _televerser(candidature: Candidature, taille: int = 1_000_000, **entetes: str) -> Prise:
    annonce = {"Content_Type": MULTIPART, "Content_Length": str(taille)}
    return _entamer(candidature, "POST", "/pieces-jointes", **annonce, **entetes)


def _enregistrer(candidature: Candidature) -> Prise:
    annonce = {"Content_Type": MERGE_PATCH, "Content_Length": "1000000"}
    return _entamer(candidature, "PATCH", "", **annonce)


def _travailler(client: Client) -> None:
    """What an applicant does from the first line to the receipt."""
    candidature = client.creer()
    assert candidature.modifier(dossier_complet()).status_code == 200
    for rubrique in ("plan_action_operationnel", "lettres"):
        assert candidature.joindre(rubrique, "piece.pdf", e.pdf()).status_code == 201
    assert candidature.deposer().status_code == 201
    assert candidature.appeler("GET", "/depots/1/accuse-reception").status_code == 200


# --- a hundred at once ----------------------------------------------------------------------------


def test_cent_envois_lents_ne_genent_pas_qui_travaille(patient: Client, reglages: Settings) -> None:
    """From the applicant's own address, three times as many as there are places."""
    assert reglages.televersements_max < _LENTS
    lente, debut = patient.creer(), formulaire(pdf_de(1_000_000))[:500]
    with ExitStack() as pile:
        prises = [pile.enter_context(_televerser(lente)) for _ in range(_LENTS)]
        prises += [pile.enter_context(_enregistrer(lente)) for _ in range(_LENTS)]
        for prise in prises:
            prise.envoyer(debut)
        _travailler(patient)
        assert all(prise.muette() for prise in prises)
    assert lente.appeler("GET", "/pieces-jointes").json()["pieces"] == []


def test_une_adresse_qui_prend_des_places_en_laisse_aux_autres(patient: Client) -> None:
    """These have sent enough for a place to be theirs, then nothing more."""
    lente, debut = patient.creer(), formulaire(pdf_de(1_000_000))[:150_000]
    with ExitStack() as pile:
        prises = [
            pile.enter_context(_televerser(lente, X_Forwarded_For=_VOISIN)) for _ in range(_LENTS)
        ]
        for prise in prises:
            prise.envoyer(debut)
        _travailler(patient)
        assert all(prise.muette() for prise in prises)


def test_un_troisieme_envoi_du_meme_jeton_attend_puis_est_prie_de_revenir(
    reglages: Settings,
) -> None:
    with impatient(reglages, Patience(place=0.3)) as client, ExitStack() as pile:
        lente, debut = client.creer(), formulaire(pdf_de(1_000_000))[:150_000]
        for _ in range(2):
            pile.enter_context(_televerser(lente)).envoyer(debut)
        attendre(lambda: _refuse(lente.joindre("lettres", "a.pdf", e.pdf())), client)
        assert client.creer().joindre("lettres", "a.pdf", e.pdf()).status_code == 201


def test_un_envoi_qui_dure_laisse_sa_place_a_qui_attend(
    postgres: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Both places that an address may have, to somebody else who comes from there."""
    dossier: Path = tmp_path_factory.mktemp("deux")
    reglages = reglages_pour(postgres, dossier, bac_a_sable=True, televersements_max=3)
    with impatient(reglages, Patience(longue=0.1)) as client, ExitStack() as pile:
        lente, debut = client.creer(), formulaire(pdf_de(1_000_000))[:150_000]
        prises = [pile.enter_context(_televerser(lente)) for _ in range(2)]
        for prise in prises:
            prise.envoyer(debut)
        while all(prise.muette() for prise in prises):
            assert client.creer().joindre("lettres", "a.pdf", e.pdf()).status_code == 201
        partie = next(prise for prise in prises if not prise.muette())
        statut, probleme = partie.reponse()
        assert (statut, probleme["code"]) == (503, "indisponible")
        assert partie.entetes["Retry-After"] == "15"
        assert lente.appeler("GET", "/pieces-jointes").json()["pieces"] == []


def _refuse(reponse: Any) -> bool:
    return reponse.status_code == 503 and reponse.headers["retry-after"] == "15"


# --- cut ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entamer", "debut"),
    [(_televerser, f"--{FRONTIERE}\r\n".encode()), (_enregistrer, b'{"contact": ')],
)
def test_un_corps_qui_s_arrete_est_coupe(
    client: Client, presse: Client, entamer: Any, debut: bytes
) -> None:
    candidature = client.creer()
    with entamer(replace(candidature, client=presse)) as prise:
        prise.envoyer(debut)
        statut, probleme = prise.reponse()
        assert (statut, probleme["code"]) == (408, "requete-trop-lente")
        assert prise.entetes["Connection"] == "close"
        assert prise.fermee()
    assert candidature.lire()["dossier"] == {}


@pytest.mark.parametrize("entamer", [_televerser, _enregistrer])
def test_un_corps_qui_vient_goutte_a_goutte_est_coupe(avare: Client, entamer: Any) -> None:
    """Each drop breaks the silence; too few of them come."""
    with entamer(avare.creer()) as prise:
        prise.insister(b"\r\n")  # what may come before a form, and before JSON
        assert prise.reponse()[0] == 408


def test_un_client_qui_ne_lit_pas_la_reponse_est_coupe(client: Client, presse: Client) -> None:
    candidature = client.creer()
    jointe = candidature.joindre("lettres", "gros.pdf", pdf_de(24_000_000)).json()
    adresse = f"{candidature.url}/pieces-jointes/{jointe['id']}/contenu"
    tete = f"GET {adresse} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {candidature.jeton}\r\n\r\n"
    avant = _telechargements(client)
    with Prise(presse, tete.encode(), tampon=4096) as prise:
        attendre(lambda: _telechargements(client) > avant, client)
        assert len(prise.tout()) < jointe["taille"]


def _telechargements(client: Client) -> int:
    """How many downloads have ended, one way or the other."""
    lues = re.findall(r'route="[^"]*/contenu",statut="200"\} (\d+)', client.get("/metrics").text)
    return sum(map(int, lues))


def test_qui_part_est_oublie_aussitot(patient: Client) -> None:
    """Not when the time that it was given is over."""
    avant = _connexions()
    with ExitStack() as pile:
        for _ in range(_LENTS):
            pile.enter_context(Prise(patient, b"GET / HTTP/1.1\r\n"))
        attendre(lambda: _connexions() >= avant + _LENTS, patient)
    attendre(lambda: _connexions() <= avant, patient)


def test_des_clients_refuses_qui_restent_sont_oublies(presse: Client) -> None:
    avant = _connexions()
    with ExitStack() as pile:
        for _ in range(_LENTS):
            prise = pile.enter_context(Prise(presse, b"GET / FTP/1.1\r\n\r\n"))
            assert prise.reponse()[0] == 400
        attendre(lambda: _connexions() <= avant, presse)


def _connexions() -> int:
    gc.collect()
    return sum(isinstance(objet, Connexion) for objet in gc.get_objects())


# --- what is held against whom --------------------------------------------------------------------


class _Reseau:
    """A body in pieces, and the clock of whoever waits for them."""

    def __init__(self, *morceaux: bytes) -> None:
        self._morceaux = list(morceaux)
        self.heure = 0.0
        self.attente = 0.0  # what each piece takes to come, in seconds of that clock
        self.presse = False  # whether others want the place

    async def recevoir(self) -> dict[str, Any]:
        self.heure += self.attente
        await asyncio.sleep(0)
        morceau = self._morceaux.pop(0)
        return {"type": "http.request", "body": morceau, "more_body": bool(self._morceaux)}

    async def lire(self, travail: float = 0.0, annonce: int | None = None) -> int:
        """Read all of it, working so long on each piece; how many have come."""
        entetes = [] if annonce is None else [(b"content-length", str(annonce).encode())]
        requete = Request({"type": "http", "headers": entetes}, self.recevoir)
        lus = 0
        async for _ in recevoir(requete, Patience(), lambda: self.presse, lambda: self.heure):
            lus += 1
            self.heure += travail
        return lus


@pytest.fixture
def reseau() -> _Reseau:
    return _Reseau(*[b"a" * 1000] * 1000)


def test_le_travail_du_service_n_est_pas_reproche_au_client(reseau: _Reseau) -> None:
    assert asyncio.run(reseau.lire(travail=60)) >= 1000


def test_ce_qui_est_venu_entier_se_lit_sans_regarder_l_heure(reseau: _Reseau) -> None:
    def heure() -> float:
        raise AssertionError

    async def lire() -> None:
        scope: dict[str, Any] = {"type": "http", "headers": [], "extensions": {ENTIERE: {}}}
        requete = Request(scope, reseau.recevoir)
        assert len([m async for m in recevoir(requete, Patience(), lambda: True, heure)]) >= 1000

    asyncio.run(lire())


def test_un_debit_suffisant_passe_aussi_longtemps_qu_il_faut(reseau: _Reseau) -> None:
    reseau.attente = 0.9 * 1000 / (16 * 1024)
    reseau.heure = 1e6
    assert asyncio.run(reseau.lire()) >= 1000


@pytest.mark.parametrize(("part", "passe"), [(0.9, False), (0.4, True)])
def test_il_en_faut_le_double_quand_d_autres_veulent_la_place(
    reseau: _Reseau, part: float, *, passe: bool
) -> None:
    reseau.attente, reseau.presse = part * 1000 / (16 * 1024), True
    if passe:
        assert asyncio.run(reseau.lire()) >= 1000
    else:
        with pytest.raises(RequeteTropLente):
            asyncio.run(reseau.lire())


@pytest.mark.parametrize(
    ("annonce", "secondes"), [(None, 5), (100, 5), (64 * 1024, 9), (10_000_000, 20)]
)
def test_un_petit_corps_a_peu_de_temps(annonce: int | None, secondes: int) -> None:
    """Ten bytes each second, whatever was announced."""
    reseau = _Reseau(*[b"a" * 10] * 100)
    reseau.attente = 1.0
    with pytest.raises(RequeteTropLente):
        asyncio.run(reseau.lire(annonce=annonce))
    assert reseau.heure == pytest.approx(secondes, abs=2.5)


def test_un_debit_insuffisant_ne_passe_pas(reseau: _Reseau) -> None:
    reseau.attente = 1.0
    with pytest.raises(RequeteTropLente):
        asyncio.run(reseau.lire())


def test_un_json_imbrique_est_refuse_sans_etre_lu(client: Client) -> None:
    """Two megabytes of brackets: no dossier holds as many."""
    for corps in (b"[" * 2_000_000, b'{"a":' * 400_000):
        reponse = client.post(
            "/v1/validation", content=corps, headers={"Content-Type": "application/json"}
        )
        assert (reponse.status_code, reponse.json()["code"]) == (413, "corps-trop-grand")
