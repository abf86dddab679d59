"""`python -m tests.bench.impression`: deposits printed one after the other.

Prints processor time by document, that of the process that prints included, and the memory of the
service before and after.
"""

import asyncio
import sys
import tempfile
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Final

from pypdf import PdfReader

from tests.bench.exemples import pdf
from tests.bench.measure import memoire, processeur
from tests.bench.report import machine, tableau
from tests.bench.scenarios import CibleService
from tests.bench.servers import postgres, service

DOCUMENTS: Final = 60
_CHAUFFE: Final = 3  # documents before, for what is loaded with the first


async def deposer(cible: CibleService, nombre: int) -> None:
    """So many candidatures, deposited."""
    await cible.preparer(nombre)
    for rubrique in ("plan_action_operationnel", "lettres", "bilan"):
        await cible.salve([cible.joindre(b, pdf(5_000), rubrique) for b in cible.brouillons])
    await cible.salve([cible.sur(b, "POST", "/depots") for b in cible.brouillons])


async def imprimer(cible: CibleService, premier: int, apres: int) -> list[bytes]:
    """The PDF of these, each asked for once."""
    chemin = "/depots/1/dossier.pdf"
    voulus = [cible.sur(b, "GET", chemin) for b in cible.brouillons[premier:apres]]
    return [reponse.corps for reponse in (await cible.salve(voulus, 1)).reponses]


def main() -> None:
    """Deposit, print, measure."""
    with ExitStack() as pile:
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="ti-banc-")))
        base = pile.enter_context(postgres(dossier / "base"))
        cible = CibleService(pile.enter_context(service(dossier / "service", base.url)))
        asyncio.run(deposer(cible, _CHAUFFE + DOCUMENTS))
        asyncio.run(imprimer(cible, 0, _CHAUFFE))
        pid = cible.serveur.pid
        avant, debut = memoire(pid).actuelle, processeur(pid)
        imprimes = asyncio.run(imprimer(cible, _CHAUFFE, _CHAUFFE + DOCUMENTS))
        cout = (processeur(pid) - debut) / DOCUMENTS
        apres = memoire(pid).actuelle
        version = asyncio.run(base.version())
    pages = median(len(PdfReader(BytesIO(un)).pages) for un in imprimes)
    titres = ["documents", "pages", "CPU each (ms)", "memory before (MB)", "after (MB)"]
    ligne = [str(DOCUMENTS), f"{pages:.0f}", f"{cout:.0f}", f"{avant:.0f}", f"{apres:.0f}"]
    sys.stdout.write(f"{machine(version)}\n\n{tableau(titres, [ligne])}\n")


if __name__ == "__main__":
    main()
