"""Bodies that are refused before their content is looked at; nothing of them is stored."""

from collections.abc import Callable, Iterator

import httpx2
import pytest

from app.config import Settings
from tests.candidatures.outils import Sonde, probleme, refus_de_forme
from tests.client import MERGE_PATCH, Candidature, Client, Json

JSON = "application/json"
Envoi = Callable[[Client, Candidature, object, Json], httpx2.Response]


def _modification(_: Client, ecrite: Candidature, corps: object, entetes: Json) -> httpx2.Response:
    return ecrite.appeler("PATCH", content=corps, entetes=entetes)


def _creation(client: Client, _: Candidature, corps: object, entetes: Json) -> httpx2.Response:
    return client.request("POST", "/v1/candidatures", content=corps, headers=entetes)  # pyright: ignore[reportArgumentType]  # bytes or an iterator


def _a_blanc(client: Client, _: Candidature, corps: object, entetes: Json) -> httpx2.Response:
    return client.request("POST", "/v1/validation", content=corps, headers=entetes)  # pyright: ignore[reportArgumentType]  # bytes or an iterator


partout = pytest.mark.parametrize("envoyer", [_modification, _creation, _a_blanc])


@pytest.fixture(scope="module")
def candidature(client: Client) -> Candidature:
    return client.creer({"contact": {"courriel": "jeanne.mar"}})


@partout
@pytest.mark.parametrize(
    "corps",
    [
        pytest.param(b"", id="vide"),
        pytest.param(b'{"contact": {"courriel": "a"', id="coupé"),
        pytest.param(b'{"contact": {"courriel": "a', id="coupé dans un texte"),
        pytest.param(b'{"contact": NaN}', id="NaN"),
        pytest.param(b'{"contact": -Infinity}', id="infini"),
        pytest.param(b'{"contact": {},}', id="virgule finale"),
        pytest.param(b"{'contact': {}}", id="apostrophes"),
        pytest.param(b"{} {}", id="deux objets"),
        pytest.param(b'{"contact": {"courriel": "\xe9"}}', id="latin-1"),
        pytest.param(b'{"contact": {"courriel": "\xed\xa0\x80"}}', id="demi-codet en UTF-8"),
        pytest.param(b'{"contact": {"courriel": "a\0b"}}', id="octet nul"),
        pytest.param(b"[" * 10_000 + b"]" * 10_000, id="listes profondes"),
        pytest.param(b'{"a":' * 10_000 + b"1" + b"}" * 10_000, id="objets profonds"),
        pytest.param(b'{"a":[' * 10_000, id="profond et coupé"),
        pytest.param(b'{"contact": ' + b"9" * 5_000 + b"}", id="nombre démesuré"),
    ],
)
def test_refuse_un_json_illisible(
    client: Client, candidature: Candidature, sonde: Sonde, envoyer: Envoi, corps: bytes
) -> None:
    with sonde.intacte():
        reponse = envoyer(client, candidature, corps, {"Content-Type": JSON})
    assert probleme(reponse, 400, "corps-illisible")["detail"].startswith("JSON illisible")


@partout
@pytest.mark.parametrize("corps", [b"[]", b'[{"op": "add"}]', b'"contact"', b"null", b"3", b"true"])
def test_refuse_un_json_qui_n_est_pas_un_objet(
    client: Client, candidature: Candidature, sonde: Sonde, envoyer: Envoi, corps: bytes
) -> None:
    with sonde.intacte():
        reponse = envoyer(client, candidature, corps, {"Content-Type": JSON})
    assert refus_de_forme(reponse) == [("", "type_invalide")]


@partout
@pytest.mark.parametrize(
    "entetes",
    [
        pytest.param({}, id="absent"),
        pytest.param({"Content-Type": ""}, id="vide"),
        pytest.param({"Content-Type": "text/plain"}, id="texte"),
        pytest.param({"Content-Type": "application/x-www-form-urlencoded"}, id="formulaire"),
        pytest.param({"Content-Type": "application/json-patch+json"}, id="json patch"),
        pytest.param({"Content-Type": "application/jsonx"}, id="préfixe"),
    ],
)
def test_refuse_un_autre_type_de_contenu(
    client: Client, candidature: Candidature, sonde: Sonde, envoyer: Envoi, entetes: Json
) -> None:
    with sonde.intacte():
        reponse = envoyer(client, candidature, b"{}", entetes)
    assert JSON in probleme(reponse, 415, "type-de-contenu-refuse")["detail"]


@pytest.mark.parametrize("type", [JSON, MERGE_PATCH, "Application/JSON ; charset=UTF-8"])
def test_lit_une_modification_sous_ses_deux_types(client: Client, type: str) -> None:
    modifiee = client.creer().modifier({"contact": {"courriel": "a"}}, **{"Content-Type": type})
    assert modifiee.json()["dossier"] == {"contact": {"courriel": "a"}}


@partout
@pytest.mark.parametrize("en_plus", [1, 10_000_000])
@pytest.mark.parametrize("par_morceaux", [False, True], ids=["annoncé", "par morceaux"])
def test_refuse_un_corps_trop_grand(
    client: Client,
    reglages: Settings,
    candidature: Candidature,
    sonde: Sonde,
    envoyer: Envoi,
    en_plus: int,
    par_morceaux: bool,
) -> None:
    corps = _corps(reglages.corps_max + en_plus)
    with sonde.intacte():
        reponse = envoyer(
            client,
            candidature,
            _morceaux(corps) if par_morceaux else corps,
            {"Content-Type": JSON},
        )
    assert ("content-length" in reponse.request.headers) is not par_morceaux
    assert str(reglages.corps_max) in probleme(reponse, 413, "corps-trop-grand")["detail"]


@partout
@pytest.mark.parametrize("par_morceaux", [False, True], ids=["annoncé", "par morceaux"])
def test_accepte_un_corps_de_la_taille_permise(
    client: Client,
    reglages: Settings,
    candidature: Candidature,
    envoyer: Envoi,
    par_morceaux: bool,
) -> None:
    corps = _corps(reglages.corps_max)
    reponse = envoyer(
        client, candidature, _morceaux(corps) if par_morceaux else corps, {"Content-Type": JSON}
    )
    assert reponse.is_success


def _corps(taille: int) -> bytes:
    return b"{}" + b" " * (taille - 2)


def _morceaux(corps: bytes) -> Iterator[bytes]:
    for debut in range(0, len(corps), 65_536):
        yield corps[debut : debut + 65_536]
