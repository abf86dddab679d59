"""How long files take with a store that is far: `python -m tests.bench.delai [SECONDS]`, each way.

A service on a real S3 server, behind a passage that delays what passes: requests, new
connections and seconds of each act.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import httpx2

from tests.bench.servers import postgres
from tests.client import Candidature
from tests.conftest import servir
from tests.passage import Passage, passage
from tests.pieces_jointes.outils import pdf_de
from tests.pieces_jointes.seaweed import seaweed

_TAILLES: Final = {"12 KB": 12_000, "12 MB": 12 << 20, "50 MB": 50 << 20}
_PATIENCE: Final = 120  # seconds


def _mesurer(chemin: Passage, quoi: str, agir: Callable[[], httpx2.Response]) -> httpx2.Response:
    chemin.oublier()
    debut = time.monotonic()
    reponse = agir()
    duree = time.monotonic() - debut
    sys.stderr.write(
        f"{quoi}: {reponse.status_code}, {duree:.1f} s, {len(chemin.demandes)} requests, "
        f"{chemin.connexions} new connections\n"
    )
    return reponse


def _un_fichier(chemin: Passage, candidature: Candidature, quoi: str, contenu: bytes) -> None:
    jointe = _mesurer(
        chemin, f"{quoi}, sent", lambda: candidature.joindre("lettres", "a.pdf", contenu)
    )
    if jointe.status_code != 201:
        return
    ou = f"/pieces-jointes/{jointe.json()['id']}"
    _mesurer(chemin, f"{quoi}, fetched", lambda: candidature.appeler("GET", f"{ou}/contenu"))
    _mesurer(chemin, f"{quoi}, removed", lambda: candidature.appeler("DELETE", ou))


def main() -> None:
    """Measure, and print it."""
    delai = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    with ExitStack() as pile:
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="ti-delai-")))
        base = pile.enter_context(postgres(dossier / "base"))
        (dossier / "s3").mkdir()
        s3 = pile.enter_context(seaweed(dossier / "s3"))
        chemin = pile.enter_context(passage(s3.s3))
        reglages = s3.reglages(base.url, dossier / "donnees", port=chemin.port)
        client = pile.enter_context(servir(reglages))
        client.timeout = _PATIENCE
        candidature = client.creer()
        chemin.delai = delai
        _mesurer(chemin, "/sante/pret", lambda: client.get("/sante/pret"))
        for quoi, taille in _TAILLES.items():
            _un_fichier(chemin, candidature, quoi, pdf_de(taille))
        _un_fichier(chemin, candidature, "refused", b"<!doctype html>")


if __name__ == "__main__":
    main()
