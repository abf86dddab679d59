"""Everybody's place taken from a few addresses, directly and through nginx, while somebody works.

The service and the attack are processes of their own; `tests/menaces/prises.py` has the attacks.
"""

import re
import ssl
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

import httpx2
import pytest

from tests.client import Candidature, Client, Json, contrat
from tests.depots.pieces import prete
from tests.documentation.pages import blocs
from tests.exploitation.processus import DELAI, PROJET, Service, port_libre, service
from tests.menaces.nginx import Nginx, nginx
from tests.menaces.prises import ATTAQUES
from tests.pieces_jointes.echantillons import pdf

pytestmark = pytest.mark.verify

_CANDIDAT: Final = "127.0.0.9"
_JETONS: Final = 32


@pytest.fixture(scope="module")
def servi(tmp_path_factory: pytest.TempPathFactory) -> Generator[Service]:
    """The service as in production, but for its deadline."""
    dossier = tmp_path_factory.mktemp("prises")
    with service(
        dossier,
        TI_PROCESSUS="1",
        TI_BAC_A_SABLE="false",
        TI_CLOTURE="2099-01-01T00:00:00Z",
        TI_PROXYS='["127.0.0.1/32"]',
    ) as servi:
        yield servi


@pytest.fixture(scope="module")
def proxy(servi: Service, tmp_path_factory: pytest.TempPathFactory) -> Generator[Nginx]:
    """nginx before it."""
    with nginx(tmp_path_factory.mktemp("nginx") / "nginx", servi.url) as proxy:
        yield proxy


@contextmanager
def _candidat(url: str, depuis: str = _CANDIDAT) -> Generator[Client]:
    """Somebody who knocks anew for each request."""
    tls = ssl.create_default_context()
    tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
    sans_reprise = httpx2.Limits(max_keepalive_connections=0)
    transport = httpx2.HTTPTransport(verify=tls, limits=sans_reprise, local_address=depuis)
    with Client(url, transport) as client:
        yield client


@contextmanager
def _attaque(nom: str, url: str, jetons: list[str]) -> Generator[None]:
    """That attack, from when all have come to the end of the block."""
    commande = [sys.executable, "-m", "tests.menaces.prises", nom, url, *jetons]
    mene = subprocess.Popen(commande, cwd=PROJET, stdout=subprocess.PIPE, text=True)
    try:
        assert mene.stdout
        assert mene.stdout.readline() == "venues\n"
        yield
    finally:
        mene.kill()
        mene.communicate(timeout=DELAI)


class _Travail:
    """What an applicant does again and again."""

    def __init__(self, candidature: Candidature) -> None:
        self._candidature = candidature
        self._rangs = count()

    def mesurer(self) -> dict[str, float]:
        """How long each act takes: a median, in seconds."""
        actes = {self._enregistrer: 20, self._deposer: 10, self._joindre: 8}
        return {acte.__name__: median(acte() for _ in range(n)) for acte, n in actes.items()}

    def _enregistrer(self) -> float:
        return self._chronometrer(self._candidature.modifier, self._correctif())

    def _deposer(self) -> float:
        assert self._candidature.modifier(self._correctif()).is_success
        return self._chronometrer(self._candidature.deposer)

    def _joindre(self) -> float:
        duree = self._chronometrer(self._candidature.joindre, "lettres", "de-trop.pdf", pdf())
        pieces = self._candidature.appeler("GET", "/pieces-jointes").json()["pieces"]
        (id,) = (piece["id"] for piece in pieces if piece["nom"] == "de-trop.pdf")
        assert self._candidature.appeler("DELETE", f"/pieces-jointes/{id}").is_success
        return duree

    def _correctif(self) -> Json:
        return {"contact": {"nom_prenom": f"Anne {next(self._rangs)}"}}

    @staticmethod
    def _chronometrer(acte: Callable[..., httpx2.Response], *arguments: Any) -> float:
        debut = perf_counter()
        reponse = acte(*arguments)
        assert reponse.is_success, f"{reponse.status_code} {reponse.text[:300]}"
        return perf_counter() - debut


@pytest.fixture(scope="module")
def jetons(servi: Service) -> list[str]:
    """Drafts of whoever attacks."""
    with _candidat(servi.url, "127.0.0.2") as client:
        creees = [client.creer() for _ in range(_JETONS)]
        return [f"{creee.id}.{creee.jeton}" for creee in creees]


@pytest.mark.parametrize("par", ["direct", "nginx"])
@pytest.mark.parametrize("nom", ATTAQUES)
def test_un_candidat_travaille_pendant_qu_on_prend_toutes_les_places(
    servi: Service, proxy: Nginx, jetons: list[str], nom: str, par: str
) -> None:
    """Saves, uploads and deposits within twice what they take when nobody else is there."""
    url = proxy.url if par == "nginx" else servi.url
    with ExitStack() as pile:
        travail = _Travail(prete(pile.enter_context(_candidat(url))))
        travail.mesurer()  # warms up
        avant = travail.mesurer()
        with _attaque(nom, url, jetons):
            # What else this machine does is not held against the service.
            pendant = [travail.mesurer()]
            while len(pendant) < 3 and _ralentis(avant, pendant):
                pendant.append(travail.mesurer())
    assert _ralentis(avant, pendant) == []


def _ralentis(avant: dict[str, float], pendant: list[dict[str, float]]) -> list[str]:
    """The acts that took more than twice their time in each of these rounds."""
    return [acte for acte in avant if min(une[acte] for une in pendant) > 2 * avant[acte]]


# --- what the proxy keeps -------------------------------------------------------------------------

_JETON: Final = "tic_" + "Z" * 43
_ADRESSE: Final = f"/v1/campagne?jeton={_JETON}&courriel=marque@example.fr"


def test_le_proxy_ne_garde_ni_jeton_ni_question(proxy: Nginx) -> None:
    """Whatever goes wrong: refused, too large, too long, in clear."""
    with _candidat(proxy.url) as client:
        client.event_hooks = {}  # the refusals of a proxy are its own
        entetes = {"Authorization": f"Bearer {_JETON}", "Referer": _ADRESSE}
        assert client.get(_ADRESSE, headers=entetes).status_code == 400
        assert client.post(_ADRESSE, content=b"x" * 60_000_000).status_code == 413
        assert client.get(_ADRESSE + "x" * 50_000).status_code == 414
        assert client.get(_ADRESSE, headers={"X-Grand": "x" * 50_000}).status_code == 400
    with _candidat(proxy.en_clair) as client:
        client.event_hooks = {}
        assert client.get(_ADRESSE).status_code == 403
    _est_discret(proxy)


def test_le_proxy_sans_personne_derriere_ne_garde_rien_non_plus(tmp_path: Path) -> None:
    personne = f"http://127.0.0.1:{port_libre()}"
    with nginx(tmp_path / "nginx", personne) as seul, _candidat(seul.url) as client:
        client.event_hooks = {}
        assert client.get(_ADRESSE).status_code == 502
        _est_discret(seul)


def _est_discret(proxy: Nginx) -> None:
    fichiers = proxy.journaux.glob("*.log")
    ecrits = "".join(fichier.read_text(errors="replace") for fichier in fichiers)
    assert "GET /v1/campagne" in ecrits
    assert _JETON not in ecrits
    assert "marque" not in ecrits


def _motifs() -> list[re.Pattern[str]]:
    """What the page tells subscribers, then deposits by."""
    site = blocs("proxy.md", "nginx")[1].texte
    return [re.compile(motif.replace("(?<", "(?P<")) for motif in re.findall(r'"~(\^.*)" ', site)]


@pytest.mark.parametrize(
    ("adresse", "reseau"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
        ("2001:db8:1:2::6", "2001:db8:1:2"),
        ("2001:db8:1::6", "2001:db8:1"),
        ("2001:db8::a:b:c:d", "2001:db8"),
        ("198.51.100.7", None),
    ],
)
def test_le_proxy_compte_par_reseau_d_abonne(adresse: str, reseau: str | None) -> None:
    """Of one /64, all addresses as nginx writes them come down to the same."""
    lue = _motifs()[0].match(adresse)
    assert (lue and lue["reseau"]) == reseau


def test_le_proxy_ne_refuse_aucun_depot() -> None:
    operations = [
        (f"{methode.upper()} {re.sub('{[^}]+}', 'x', chemin)}", operation["operationId"])
        for chemin, methodes in contrat()["paths"].items()
        for methode, operation in methodes.items()
    ]
    libres = {nom for ligne, nom in operations if _motifs()[1].match(ligne)}
    assert libres == {"deposerCandidature", "deposerPourLeCandidat"}
