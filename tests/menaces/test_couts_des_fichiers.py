"""Files that take long to judge, sent in number from some addresses, keep nobody else waiting."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import repeat
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import Final

import httpx2
import pytest

from app.config import Settings
from app.kit.services import Patiences
from app.kit.web.patience import Patience
from tests.client import Candidature, Client
from tests.conftest import reglages_pour, servir
from tests.pieces_jointes import echantillons as e

_PATIENCE: Final = 180.0  # seconds: of who attacks, whatever this machine does besides
_LIEN: Final = '<Relationship Id="r" Type="/hyperlink" Target="a" TargetMode="External"/>'


def _joindre(candidature: Candidature, contenu: bytes) -> httpx2.Response:
    return candidature.joindre("lettres", "a.docx", contenu)


def test_une_adresse_ne_fait_juger_que_la_moitie_de_ce_qui_se_juge_a_la_fois(
    reglages: Settings,
) -> None:
    """Sixteen of 10 s each had an honest upload wait 162 s, without an answer."""
    with servir(reglages, patiences=Patiences(clients=Patience(place=0.0))) as client:
        siennes = [client.creer() for _ in range(6)]
        long = e.ajouter(e.docx(), {"word/a.xml": b"<a>" + b"<a/>" * 20_000_000 + b"</a>"})
        with ThreadPoolExecutor(len(siennes)) as fils:
            reponses = list(fils.map(_joindre, siennes, repeat(long)))
    assert {reponse.status_code for reponse in reponses} == {201, 503}
    assert {r.headers["retry-after"] for r in reponses if r.status_code == 503} == {"15"}


@pytest.mark.verify  # half a minute of all processors
def test_quatre_adresses_ne_font_refuser_personne(production: str, tmp_path: Path) -> None:
    """Each of their files, of 300 KB, takes all that a judge has; so many had others told 503."""
    relations = f"<Relationships>{_LIEN * 700_000}</Relationships>"
    parties = {f"word/_rels/{rang}.xml.rels": relations for rang in range(9)}
    couteux = e.zipper(e.parties_docx() | parties)
    fini = Event()

    def insister(adresse: str) -> list[int]:
        with Client(url) as client:
            client.timeout = httpx2.Timeout(_PATIENCE)
            client.headers["X-Forwarded-For"] = adresse
            candidature, statuts = client.creer(), list[int]()
            while not fini.is_set():
                statuts.append(_joindre(candidature, couteux).status_code)
        return statuts

    ouvert = {"proxys": ["127.0.0.0/8"], "cloture": "2099-01-01T00:00:00Z"}
    with ExitStack() as pile:
        client = pile.enter_context(servir(reglages_pour(production, tmp_path, **ouvert)))
        url = str(client.base_url)
        fils = pile.enter_context(ThreadPoolExecutor(16))
        pile.callback(fini.set)
        attaques = [fils.submit(insister, f"198.51.{rang % 4}.1") for rang in range(16)]
        client.headers["X-Forwarded-For"] = "203.0.113.9"
        honnete, durees = client.creer(), list[float]()
        for _ in range(6):
            debut = perf_counter()
            assert _joindre(honnete, e.docx()).status_code == 201
            durees.append(perf_counter() - debut)
        fini.set()
        assert {s for attaque in attaques for s in attaque.result()} <= {415, 422, 429, 503}
    assert max(durees) < Patience().place
