"""`Idempotency-Key` on a creation: once, however often it is asked for."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Barrier
from uuid import uuid4

import httpx2
import pytest

from tests.candidatures.outils import Sonde, probleme
from tests.client import Candidature, Client, Json
from tests.formulaire.exemples import dossier_complet


def _creer(client: Client, cle: str | bytes, dossier: Json, heure: str = "") -> httpx2.Response:
    entetes = {"Idempotency-Key": cle, **({"X-Horloge": heure} if heure else {})}
    corps = {"dossier": dossier}
    return client.post("/v1/candidatures", json=corps, headers=entetes)  # pyright: ignore[reportArgumentType]  # text or bytes


@pytest.fixture
def cle() -> str:
    return str(uuid4())


def test_la_meme_requete_recoit_la_premiere_reponse(client: Client, cle: str, sonde: Sonde) -> None:
    premiere = _creer(client, cle, dossier_complet())
    assert premiere.status_code == 201
    assert "idempotency-replayed" not in premiere.headers
    with sonde.intacte():
        seconde = _creer(client, cle, dossier_complet())
    assert seconde.status_code == 201
    assert seconde.headers["idempotency-replayed"] == "true"
    assert seconde.json() == premiere.json()
    for entete in ("location", "etag", "content-type"):
        assert seconde.headers[entete] == premiere.headers[entete]


def test_le_jeton_rejoue_ouvre_la_candidature(client: Client, cle: str) -> None:
    _creer(client, cle, {})
    rejouee = _creer(client, cle, {}).json()
    lue = Candidature(client, rejouee["id"], rejouee["jeton"], rejouee).lire()
    assert lue["id"] == rejouee["id"]


def test_la_premiere_reponse_est_rejouee_meme_apres_une_modification(
    client: Client, cle: str
) -> None:
    creee = _creer(client, cle, {}).json()
    candidature = Candidature(client, creee["id"], creee["jeton"], creee)
    candidature.modifier({"contact": {"courriel": "jeanne@"}}).raise_for_status()
    assert _creer(client, cle, {}).json() == creee
    assert candidature.lire()["version"] == 2


@pytest.mark.parametrize("dossier", [{"contact": {"courriel": "b@"}}, {"contact": {}}, {}])
def test_la_meme_cle_pour_un_autre_corps_est_refusee(
    client: Client, cle: str, sonde: Sonde, dossier: Json
) -> None:
    _creer(client, cle, {"contact": {"courriel": "a@"}}).raise_for_status()
    with sonde.intacte():
        probleme(_creer(client, cle, dossier), 422, "cle-reutilisee")


@pytest.mark.parametrize(
    "mal_formee",
    [
        pytest.param("", id="vide"),
        pytest.param("a" * 15, id="courte"),
        pytest.param("a" * 256, id="longue"),
        pytest.param("une clé de trop de mots".encode(), id="accents"),
        pytest.param("une cle de quatre mots", id="espaces"),
        pytest.param("a" * 16 + "\t" + "a", id="tabulation"),
    ],
)
def test_une_cle_mal_formee_est_refusee(
    client: Client, sonde: Sonde, mal_formee: str | bytes
) -> None:
    with sonde.intacte():
        reponse = _creer(client, mal_formee, {})
        assert "Idempotency-Key" in probleme(reponse, 400, "en-tete-invalide")["detail"]


@pytest.mark.parametrize("longueur", [16, 255])
def test_les_longueurs_extremes_d_une_cle_conviennent(client: Client, longueur: int) -> None:
    cle = uuid4().hex.ljust(255, "~")[-longueur:] if longueur > 32 else uuid4().hex[:longueur]
    assert _creer(client, cle, {}).status_code == 201


def test_un_refus_ne_retient_pas_la_cle(client: Client, cle: str) -> None:
    probleme(_creer(client, cle, {"annexe": 1}), 422, "forme-refusee")
    corrigee = _creer(client, cle, {})
    assert corrigee.status_code == 201
    assert "idempotency-replayed" not in corrigee.headers


def test_deux_cles_font_deux_candidatures(client: Client) -> None:
    une, autre = (_creer(client, str(uuid4()), {}).json() for _ in range(2))
    assert une["id"] != autre["id"]
    assert une["jeton"] != autre["jeton"]


def test_une_meme_cle_a_la_fois_ne_fait_qu_une_candidature(
    client: Client, cle: str, sonde: Sonde
) -> None:
    (avant,) = sonde.lignes("SELECT count(*) FROM candidature")
    depart = Barrier(8)

    def creer(_: int) -> httpx2.Response:
        depart.wait()
        return _creer(client, cle, {"contact": {"courriel": "jeanne@"}})

    with ThreadPoolExecutor(8) as fils:
        reponses = list(fils.map(creer, range(8)))
    creees = [r for r in reponses if r.status_code == 201]
    assert len({(r.json()["id"], r.json()["jeton"]) for r in creees}) == 1
    assert sum("idempotency-replayed" not in r.headers for r in creees) == 1
    for reponse in reponses:
        if reponse not in creees:
            probleme(reponse, 409, "cle-en-cours")
            assert reponse.headers["retry-after"].isdigit()
    assert sonde.lignes("SELECT count(*) FROM candidature") == [(avant[0] + 1,)]


def test_pendant_la_premiere_requete_la_meme_cle_attend(
    client: Client, cle: str, sonde: Sonde
) -> None:
    with ThreadPoolExecutor(1) as fils:
        with sonde.verrou("LOCK TABLE reponse_memorisee IN SHARE MODE"):
            premiere = fils.submit(_creer, client, cle, {})
            sonde.attendre_la_file(premiere)
            seconde = _creer(client, cle, {})
        creee = premiere.result()
    probleme(seconde, 409, "cle-en-cours")
    assert seconde.headers["retry-after"] == "1"
    assert creee.status_code == 201
    assert _creer(client, cle, {}).json() == creee.json()


def test_une_cle_vaut_24_heures(client: Client, cle: str) -> None:
    premiere = _creer(client, cle, {}, "2023-09-10T10:00:00Z").json()
    juste_avant = _creer(client, cle, {}, "2023-09-11T09:59:59.999Z")
    assert juste_avant.headers["idempotency-replayed"] == "true"
    assert juste_avant.json() == premiere
    apres = _creer(client, cle, {}, "2023-09-11T10:00:00Z")
    assert (apres.status_code, "idempotency-replayed" in apres.headers) == (201, False)
    assert apres.json()["id"] != premiere["id"]
    assert apres.json()["jeton"] != premiere["jeton"]
    encore = _creer(client, cle, {}, "2023-09-12T09:00:00Z")
    assert encore.json() == apres.json()


def test_apres_24_heures_la_cle_sert_a_un_autre_corps(client: Client, cle: str) -> None:
    _creer(client, cle, {}, "2023-09-10T10:00:00Z").raise_for_status()
    autre = {"contact": {"courriel": "jeanne@"}}
    assert _creer(client, cle, autre, "2023-09-12T10:00:00Z").json()["dossier"] == autre


def test_la_base_ne_garde_que_des_empreintes(client: Client, cle: str, sonde: Sonde) -> None:
    jetons = [
        _creer(client, cle, {}).json()["jeton"],
        client.creer().jeton,
    ]
    contenu = "\n".join(ligne for lignes in sonde.contenu().values() for ligne in lignes)
    for jeton in jetons:
        assert sha256(jeton.encode()).hexdigest() in contenu
    for secret in [cle, *jetons, *(jeton.partition("_")[2] for jeton in jetons)]:
        assert secret not in contenu
        assert secret.encode().hex() not in contenu
