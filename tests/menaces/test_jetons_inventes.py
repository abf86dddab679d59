"""Made-up tokens of public agents: the provider is not asked about them for ever, nor made slow."""

import asyncio
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from itertools import count
from pathlib import Path
from threading import Event
from typing import Final

import pytest

from app.acces.oidc.fournisseur import DEMANDES, FournisseurOidc
from tests.acces.oidc.outils import HorlogeReglable, avec, reglages, verdict
from tests.acces.oidc.pirate import Pirate, Reponse, cle_rsa, en_json
from tests.client import Client
from tests.conftest import reglages_pour, servir

_ECHECS: Final = 5
_PART: Final = DEMANDES // 2
_PIRATE: Final = "203.0.113.5"
_AGENT: Final = "198.51.100.7"


@pytest.fixture
def pirate() -> Generator[Pirate]:
    """A provider that knows one agent's token, `bon`."""
    with Pirate("api", cle_rsa("premiere")) as pirate:
        pirate.pages["/introspection"] = lambda: _repondre(pirate)
        yield pirate


def _repondre(pirate: Pirate) -> Reponse:
    bon = "token=bon&" in pirate.appels[-1].corps
    return en_json(pirate.introspection() if bon else {"active": False})


@pytest.fixture
def client(
    production: str, tmp_path: Path, pirate: Pirate, request: pytest.FixtureRequest
) -> Generator[Client]:
    """A service whose agents show tokens of that provider; the proxy before it is the test."""
    oidc = reglages(pirate.emetteur).model_dump()
    donnees = {nom: valeur for nom, valeur in oidc.items() if nom.startswith("oidc_")}
    donnees |= {"proxys": ["127.0.0.0/8"], "echecs_par_heure": getattr(request, "param", _ECHECS)}
    with servir(reglages_pour(production, tmp_path, **donnees)) as client:
        yield client


def _montrer(client: Client, jeton: str, adresse: str) -> int:
    entetes = {"Authorization": f"Bearer {jeton}", "X-Forwarded-For": adresse}
    return client.get("/v1/candidatures", headers=entetes).status_code


def test_apres_trop_d_echecs_le_fournisseur_n_est_plus_interroge(
    client: Client, pirate: Pirate
) -> None:
    assert _montrer(client, "bon", _PIRATE) == 200
    statuts = [_montrer(client, f"invente-{rang}", _PIRATE) for rang in range(50)]
    assert statuts == [401] * _ECHECS + [429] * (50 - _ECHECS)
    assert pirate.appels_de("/introspection") == 1 + _ECHECS
    assert _montrer(client, "bon", _PIRATE) == 200  # as it was before
    assert _montrer(client, "bon", _AGENT) == 200
    assert _montrer(client, "invente", _AGENT) == 401


@pytest.mark.parametrize(
    ("client", "echecs"), [(un, un) for un in (_ECHECS, 3 * _PART)], indirect=["client"]
)
def test_des_dizaines_de_jetons_a_la_fois_ne_font_attendre_personne(
    client: Client, pirate: Pirate, echecs: int
) -> None:
    """Half of the provider's attention is for others; no more is asked than may fail."""
    retenus, assez, rangs = Event(), Event(), count()
    a_la_fois = min(echecs, _PART)

    def repondre() -> Reponse:
        rang = next(rangs)
        if rang == a_la_fois - 1:
            assez.set()
        if rang < a_la_fois:
            retenus.wait(20)
        return en_json(pirate.introspection() if rang == a_la_fois else {"active": False})

    pirate.pages["/introspection"] = repondre
    with ExitStack() as pile, ThreadPoolExecutor(60) as fils:
        pile.callback(retenus.set)
        essais = [fils.submit(_montrer, client, f"invente-{r}", _PIRATE) for r in range(60)]
        assert assez.wait(20)
        assert _montrer(client, "bon", _AGENT) == 200
        assert pirate.appels_de("/introspection") == a_la_fois + 1
        retenus.set()
        statuts = [essai.result() for essai in essais]
    assert set(statuts) == {401, 429}
    assert statuts.count(401) == echecs
    assert [_montrer(client, f"encore-{rang}", _PIRATE) for rang in range(9)] == [429] * 9
    assert pirate.appels_de("/introspection") == echecs + 1


def test_un_fournisseur_en_panne_n_est_l_echec_de_personne(client: Client, pirate: Pirate) -> None:
    pirate.pages["/introspection"] = lambda: Reponse(statut=500)
    statuts = {_montrer(client, f"agent-{rang}", _AGENT) for rang in range(2 * _ECHECS)}
    assert statuts == {503}
    pirate.pages["/introspection"] = lambda: en_json(pirate.introspection())
    assert _montrer(client, "bon", _AGENT) == 200


def test_un_jeton_qui_fut_celui_d_un_agent_se_demande_encore(pirate: Pirate) -> None:
    """However many others have failed at its address since."""
    horloge = HorlogeReglable()

    async def jouer(fournisseur: FournisseurOidc) -> list[str]:
        premier = await verdict(fournisseur, "bon")
        horloge.avancer(60)
        async with asyncio.timeout(20):
            agent = await fournisseur.identifier("bon", "203.0.113.5/32", _refuser)
        return [premier, agent.sujet]

    assert avec(reglages(pirate.emetteur), jouer, horloge=horloge) == ["agent", "agent"]


def _refuser() -> AbstractContextManager[None]:
    raise AssertionError("un jeton connu n'est pas refusé d'avance")
