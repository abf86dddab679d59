"""The provider on the network: slow, down, huge, or pointing elsewhere."""

import gzip
import json
import socket
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from typing import Final

import pytest

from app.acces.oidc.appels import REPONSE_MAX
from app.acces.oidc.fournisseur import FournisseurOidc
from app.acces.oidc.releve import PAUSE
from app.config import Settings
from tests.acces.oidc.outils import HorlogeReglable, avec, identifier, reglages, verdict
from tests.acces.oidc.pirate import Pirate, Reponse, cle_rsa, en_json

JETON: Final = "un-jeton"
DECOUVERTE: Final = "/.well-known/openid-configuration"
MIO: Final = 1024 * 1024


@pytest.fixture
def ailleurs() -> Generator[Pirate]:
    """A server of somebody else's, that would answer all that it is asked."""
    with Pirate("api", cle_rsa("attaquant")) as ailleurs:
        ailleurs.repondre(en_json(ailleurs.introspection()))
        ailleurs.repondre(en_json({"sub": "agent"}), "/compte")
        yield ailleurs


def _verdict(settings: Settings, delai: float = 5, jeton: str = JETON) -> str:
    return avec(settings, lambda fournisseur: verdict(fournisseur, jeton), delai=delai)


@pytest.mark.parametrize("mode", ["introspection", "jwks"])
def test_un_fournisseur_arrete_rend_le_service_indisponible(pirate: Pirate, mode: str) -> None:
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))  # and does not listen
        port: int = libre.getsockname()[1]
        settings = reglages(f"http://127.0.0.1:{port}", oidc_mode=mode)
        assert _verdict(settings, jeton=pirate.jeton()) == "indisponible"


def test_un_fournisseur_qui_s_arrete_n_est_plus_cru(pirate: Pirate) -> None:
    horloge, jeton = HorlogeReglable(), pirate.jeton()
    settings = reglages(pirate.emetteur, oidc_mode="jwks")

    async def jouer(fournisseur: FournisseurOidc) -> list[str]:
        verdicts = [await verdict(fournisseur, jeton)]
        pirate.pages.clear()
        horloge.avancer(PAUSE)
        verdicts.append(await verdict(fournisseur, pirate.jeton(cle_rsa("seconde"))))
        verdicts.append(await verdict(fournisseur, pirate.jeton(cle_rsa("troisieme"))))
        verdicts.append(await verdict(fournisseur, pirate.jeton(sub="connu")))
        return verdicts

    verdicts = avec(settings, jouer, horloge=horloge)
    assert verdicts == ["agent", "indisponible", "indisponible", "connu"]
    assert pirate.appels_de("/jwks") == 2


@pytest.mark.parametrize("membre", ["introspection_endpoint", "jwks_uri", "userinfo_endpoint"])
@pytest.mark.parametrize("adresse", ["http://{}/x", "http://127.0.0.1:{}@{}/x", "//{}/x"])
def test_ne_suit_pas_une_decouverte_qui_designe_un_autre_hote(
    pirate: Pirate, ailleurs: Pirate, membre: str, adresse: str
) -> None:
    hote = ailleurs.emetteur.removeprefix("http://")
    pirate.decouverte[membre] = adresse.format(*(["80", hote] if "@" in adresse else [hote]))
    pirate.repondre(pirate.introspection_signee())
    pirate.repondre(
        pirate.introspection_signee(token_introspection=pirate.introspection(scope="openid"))
    )
    assert _verdict(reglages(pirate.emetteur)) == "indisponible"
    assert ailleurs.appels == []


@pytest.mark.parametrize("page", [DECOUVERTE, "/introspection", "/jwks"])
@pytest.mark.parametrize("statut", [302, 307])
def test_ne_suit_pas_une_redirection(
    pirate: Pirate, ailleurs: Pirate, page: str, statut: int
) -> None:
    pirate.repondre(pirate.introspection_signee())
    vers = (("Location", f"{ailleurs.emetteur}/introspection"),)
    pirate.repondre(Reponse(statut=statut, entetes=vers), page)
    assert _verdict(reglages(pirate.emetteur)) == "indisponible"
    assert ailleurs.appels == []


def test_ne_passe_par_aucun_mandataire_de_l_environnement(
    pirate: Pirate, ailleurs: Pirate, monkeypatch: pytest.MonkeyPatch
) -> None:
    for nom in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(nom, ailleurs.emetteur)
    for nom in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(nom, raising=False)
    pirate.repondre(en_json(pirate.introspection()))
    assert _verdict(reglages(pirate.emetteur)) == "agent"
    assert ailleurs.appels == []


@pytest.mark.parametrize("issuer", ["https://autre.exemple.gouv.fr", "{}/", "", None, ["{}"]])
def test_refuse_la_decouverte_d_un_autre_emetteur(pirate: Pirate, issuer: object) -> None:
    texte = json.dumps(issuer).replace("{}", pirate.emetteur)
    pirate.decouverte["issuer"] = json.loads(texte)
    pirate.repondre(en_json(pirate.introspection()))
    assert _verdict(reglages(pirate.emetteur)) == "indisponible"


def test_un_emetteur_peut_finir_par_une_barre(pirate: Pirate) -> None:
    emetteur = f"{pirate.emetteur}/api/"
    pirate.pages = {"/api/.well-known/openid-configuration": lambda: en_json(pirate.decouverte)}
    pirate.decouverte["issuer"] = emetteur
    pirate.repondre(en_json(pirate.introspection(iss=emetteur)))
    assert _verdict(reglages(emetteur)) == "agent"


@pytest.mark.parametrize("page", [DECOUVERTE, "/jwks"])
@pytest.mark.parametrize("corps", [None, b"{", b"[]", b'{"keys": 1, "issuer": 1}'])
def test_ne_lit_pas_ce_qu_un_fournisseur_en_panne_publie(
    pirate: Pirate, page: str, corps: bytes | None
) -> None:
    pirate.repondre(pirate.introspection_signee())
    bonne = pirate.pages[page]()
    pirate.repondre(Reponse(corps) if corps else replace(bonne, statut=500), page)
    assert _verdict(reglages(pirate.emetteur)) == "indisponible"


@pytest.mark.parametrize("page", [DECOUVERTE, "/introspection", "/jwks"])
def test_n_avale_pas_une_reponse_de_100_mio(pirate: Pirate, page: str) -> None:
    envoyes: list[int] = []

    def deluge() -> Iterator[bytes]:
        for _ in range(100):
            envoyes.append(MIO)
            yield b" " * MIO

    pirate.repondre(pirate.introspection_signee())
    pirate.pages[page] = lambda: Reponse(deluge())
    assert _verdict(reglages(pirate.emetteur)) == "indisponible"
    assert sum(envoyes) < 50 * MIO  # what the sockets held


def test_accepte_une_reponse_tout_juste_assez_petite(pirate: Pirate) -> None:
    texte = json.dumps(pirate.introspection()).encode()
    pirate.repondre(Reponse(texte.ljust(REPONSE_MAX)))
    assert identifier(reglages(pirate.emetteur), JETON).sujet == "agent"
    pirate.repondre(Reponse(texte.ljust(REPONSE_MAX + 1)))
    assert _verdict(reglages(pirate.emetteur)) == "indisponible"


def test_ne_decompresse_rien(pirate: Pirate) -> None:
    corps = gzip.compress(json.dumps(pirate.introspection()).encode())
    pirate.repondre(Reponse(corps, entetes=(("Content-Encoding", "gzip"),)))
    assert _verdict(reglages(pirate.emetteur)) == "indisponible"


def _muet(fin: threading.Event, reponse: bytes) -> Iterator[bytes]:
    fin.wait(20)
    yield reponse


def _goutte_a_goutte(fin: threading.Event, reponse: bytes) -> Iterator[bytes]:
    """Never silent long enough to be given up on, yet without end."""
    for _ in range(400):
        if fin.wait(0.01):
            return
        yield b" "
    yield reponse


@pytest.mark.parametrize("page", [DECOUVERTE, "/introspection", "/jwks"])
@pytest.mark.parametrize("lenteur", [_muet, _goutte_a_goutte])
def test_n_attend_pas_plus_que_le_delai(
    pirate: Pirate, page: str, lenteur: Callable[[threading.Event, bytes], Iterator[bytes]]
) -> None:
    fin = threading.Event()
    pirate.repondre(pirate.introspection_signee())
    bonne = pirate.pages[page]()
    assert isinstance(bonne.corps, bytes)
    corps = bonne.corps
    pirate.pages[page] = lambda: Reponse(lenteur(fin, corps), bonne.media)
    try:
        assert _verdict(reglages(pirate.emetteur), delai=0.1) == "indisponible"
    finally:
        fin.set()


def test_ceux_qui_attendaient_la_meme_reponse_n_attendent_pas_chacun_leur_tour(
    pirate: Pirate,
) -> None:
    pirate.repondre(Reponse(statut=500), DECOUVERTE)

    async def jouer(fournisseur: FournisseurOidc) -> set[str]:
        return {await verdict(fournisseur, f"jeton-{rang}") for rang in range(20)}

    assert avec(reglages(pirate.emetteur), jouer) == {"indisponible"}
    assert pirate.appels_de(DECOUVERTE) == 1
