"""Nothing published is missed, doubled or out of order, whoever is killed in the midst of it.

Lives of candidatures through the API of two processes on one base; readers that are cut and come
back; processes, PostgreSQL and its back-ends killed meanwhile.
"""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Final

import httpx2
import pytest

from app.acces.droits import Portee
from app.kit.postgres.embedded import PROPRIETAIRE, url_de
from tests.acces.cles import porteur
from tests.acces.temoins import nouvelle_cle
from tests.bases import sql
from tests.client import Json
from tests.exploitation.processus import Service, service
from tests.flux.outils import FLUX
from tests.flux.vies import Vie, joindre_a_toutes

pytestmark = pytest.mark.verify

VIES: Final = 1_000
_ECRIVAINS: Final = 6
_COUPS: Final = 60
_GRAINE: Final = 13
_COUPER_UN_DORSAL: Final = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' "
    "AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1"
)


@dataclass
class Lecteur:
    """Follows the feed page by page; what it was cut from it asks for again."""

    url: str
    cle: str = field(repr=False)
    curseur: str | None = None
    lus: list[Json] = field(default_factory=list[Json])

    def suivre(self, fini: threading.Event) -> None:
        """Until `fini`, then to the end."""
        with httpx2.Client(base_url=self.url, timeout=20, trust_env=False) as client:
            while True:
                dernier = fini.is_set()
                with suppress(httpx2.TransportError):
                    if self._lire(client, attente=0 if dernier else 1) and dernier:
                        return

    def _lire(self, client: httpx2.Client, attente: int) -> bool:
        """Whether nothing more was there."""
        demande: Json = {"attente": attente, "limite": 50}
        if self.curseur:
            demande["apres"] = self.curseur
        reponse = client.get(FLUX, params=demande, headers=porteur(self.cle))
        if reponse.status_code != 200:
            assert reponse.status_code in (502, 503), reponse.text
            return False
        page = reponse.json()
        # Both at once, as who keeps them in one transaction does.
        self.lus += page["evenements"]
        self.curseur = page["suivant"]
        return page["a_jour"]


def test_rien_n_est_manque_en_mille_vies(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    hasard = Random(_GRAINE)  # noqa: S311 -- no secret
    with (
        service(tmp_path, TI_PROCESSUS="2", TI_CREATIONS_PAR_HEURE="1000000") as lance,
        httpx2.Client(base_url=lance.url, timeout=20, trust_env=False) as client,
    ):
        base = url_de(tmp_path / "postgresql.socket", PROPRIETAIRE)
        cle = nouvelle_cle(base, Portee.INSTRUCTION_LECTURE)[1]
        fini = threading.Event()
        lecteurs = [Lecteur(lance.url, cle) for _ in range(2)]
        with ThreadPoolExecutor(_ECRIVAINS + len(lecteurs) + 1) as fils:
            suivis = [fils.submit(lecteur.suivre, fini) for lecteur in lecteurs]
            try:
                vies = _naitre(client, hasard)
                joindre_a_toutes(base)
                coups = fils.submit(_frapper, lance, base, hasard, fini)
                for vecue in [fils.submit(vie.vivre) for vie in vies]:
                    vecue.result()
            finally:
                fini.set()
            frappes = coups.result()
            for suivi in suivis:
                suivi.result()
        _verifier(lance.url, cle, base, vies, [lecteur.lus for lecteur in lecteurs])
    record_property("tableau", f"{VIES} vies, {len(lecteurs[0].lus)} événements, {frappes}")


def _naitre(client: httpx2.Client, hasard: Random) -> list[Vie]:
    graines = (Random(hasard.random()) for _ in range(VIES))  # noqa: S311 -- no secret
    vies = [Vie(client, graine) for graine in graines]
    with ThreadPoolExecutor(_ECRIVAINS) as fils:
        for nee in [fils.submit(vie.naitre) for vie in vies]:
            nee.result()
    return vies


def _frapper(lance: Service, base: str, hasard: Random, fini: threading.Event) -> dict[str, int]:
    """Kill one or another, now and then; how often each."""
    frappes = {"processus": 0, "dorsal": 0, "postgres": 0}
    while not fini.wait(1.5) and sum(frappes.values()) < _COUPS:
        (coup,) = hasard.choices([*frappes], [3, 4, 1])
        with suppress(Exception):  # what is being restarted cannot be reached
            if coup == "processus":
                os.kill(hasard.choice(sorted(lance.ouvriers())), signal.SIGKILL)
            elif coup == "dorsal":
                sql(base, _COUPER_UN_DORSAL)
            else:
                pid = (lance.donnees / "postgresql" / "postmaster.pid").read_text().split("\n")[0]
                os.kill(int(pid), signal.SIGKILL)
            frappes[coup] += 1
    return frappes


def _verifier(url: str, cle: str, base: str, vies: list[Vie], lectures: list[list[Json]]) -> None:
    consignes = sql(
        base,
        "SELECT candidature_id, count(*) FROM evenement WHERE genre IN ('deposee', 'retiree') "
        "GROUP BY candidature_id",
    )
    for lus in lectures:
        donnees = [lu["data"] for lu in lus]
        positions = [donnee["position"] for donnee in donnees]
        assert positions == [*range(1, len(lus) + 1)], "une position manque ou revient"
        assert len({donnee["id"] for donnee in donnees}) == len(lus)
        par_candidature: dict[str, list[Json]] = {}
        for lu in lus:
            par_candidature.setdefault(lu["data"]["candidature"]["id"], []).append(lu)
        assert {id: len(siens) for id, siens in par_candidature.items()} == {
            str(id): nombre for id, nombre in consignes
        }
        for vie in vies:
            siens = par_candidature[vie.id]
            assert [lu["type"] for lu in siens] == vie.acquittes
            suite = [lu["data"]["sequence"] for lu in siens]
            assert suite == [*range(1, len(siens) + 1)]
    gardes = "".join(f"{lu['data']['id']}\n" for lu in lectures[0])
    lue = httpx2.get(f"{url}{FLUX}/empreinte", headers=porteur(cle), trust_env=False).json()
    assert lue["empreinte"] == sha256(gardes.encode()).hexdigest()
