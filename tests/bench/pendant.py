"""`python -m tests.bench.pendant`: saves of who applies, alone, then while exports are made.

Prints their times, and how many dossiers were exported meanwhile.
"""

import argparse
import asyncio
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tests.bench.client import Salve
from tests.bench.growth import preparer
from tests.bench.peuple import grandir
from tests.bench.report import machine, tableau
from tests.bench.scenarios import TERRITOIRES, CibleService
from tests.bench.servers import postgres, service
from tests.bench.tableurs import ICI, appeler

_CONNEXIONS: Final = 4
_PAUSE: Final = 0.2


class _Exports:
    """One after the other, as workbooks, from its start to its end; `dossiers`: how many in all."""

    def __init__(self, port: int, cle: str) -> None:
        self.dossiers = 0
        self._appel = (port, cle)
        self._fin = threading.Event()
        self._fil = threading.Thread(target=self._exporter)
        self._fil.start()

    def _exporter(self) -> None:
        while not self._fin.is_set():
            un = appeler(*self._appel, "POST", ICI, {"format": "xlsx"})
            while un["etat"] in ("en_attente", "en_cours") and not self._fin.wait(_PAUSE):
                un = appeler(*self._appel, "GET", f"{ICI}/{un['id']}")
            self.dossiers += un["fait"]

    def fermer(self) -> None:
        self._fin.set()
        self._fil.join()


async def _enregistrer(cible: CibleService, nombre: int) -> Salve:
    voulus = [cible.enregistrer(un) for un in cible.a_la_suite(nombre)]
    return await cible.salve(voulus, _CONNEXIONS)


def _ligne(quoi: str, salve: Salve, exportes: int) -> list[str]:
    quantiles = (f"{1000 * salve.quantile(part):.1f}" for part in (0.5, 0.99))
    return [quoi, str(len(salve.reponses)), *quantiles, f"{exportes:,}"]


def main() -> None:
    """Fill, save, export and save, print."""
    lecteur = argparse.ArgumentParser(prog="python -m tests.bench.pendant", description=__doc__)
    lecteur.add_argument("--dossiers", type=int, default=10_000, help="deposited, and exported")
    lecteur.add_argument("--nombre", type=int, default=3_000, help="of saves")
    lu = lecteur.parse_args()
    with ExitStack() as pile:
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="ti-banc-")))
        base = pile.enter_context(postgres(dossier / "base"))
        cible = CibleService(pile.enter_context(service(dossier / "service", base.url)))
        cle = asyncio.run(preparer(cible, base))
        asyncio.run(grandir(base.dsn, 0, 2 * lu.dossiers, 3))
        asyncio.run(cible.preparer(TERRITOIRES))
        asyncio.run(_enregistrer(cible, lu.nombre // 4))  # for what is loaded with the first
        seuls = asyncio.run(_enregistrer(cible, lu.nombre))
        exports = _Exports(cible.serveur.port, cle)
        pendant = asyncio.run(_enregistrer(cible, lu.nombre))
        while not exports.dossiers:  # one at least, from its start to its end
            pendant.reponses += asyncio.run(_enregistrer(cible, lu.nombre)).reponses
        exports.fermer()
        version = asyncio.run(base.version())
    titres = ["saves", "how many", "p50 (ms)", "p99 (ms)", "dossiers exported"]
    lignes = [_ligne("alone", seuls, 0), _ligne("with exports", pendant, exports.dossiers)]
    sys.stdout.write(f"{machine(version)}\n\n{tableau(titres, lignes)}\n")


if __name__ == "__main__":
    main()
