"""Files that take long to judge, sent in number from one address, keep nobody else waiting."""

from concurrent.futures import ThreadPoolExecutor
from typing import Final

import httpx2

from app.config import Settings
from app.kit.services import Patiences
from app.kit.web.patience import Patience
from tests.client import Candidature
from tests.conftest import servir
from tests.pieces_jointes import echantillons as e

_LONG: Final = e.ajouter(e.docx(), {"word/a.xml": b"<a>" + b"<a/>" * 20_000_000 + b"</a>"})


def _joindre(candidature: Candidature) -> httpx2.Response:
    return candidature.joindre("lettres", "a.docx", _LONG)


def test_une_adresse_ne_fait_juger_que_la_moitie_de_ce_qui_se_juge_a_la_fois(
    reglages: Settings,
) -> None:
    """Sixteen of 10 s each had an honest upload wait 162 s, without an answer."""
    with servir(reglages, patiences=Patiences(clients=Patience(place=0.0))) as client:
        siennes = [client.creer() for _ in range(6)]
        with ThreadPoolExecutor(len(siennes)) as fils:
            reponses = list(fils.map(_joindre, siennes))
    assert {reponse.status_code for reponse in reponses} == {201, 503}
    assert {r.headers["retry-after"] for r in reponses if r.status_code == 503} == {"15"}
