"""The pages of the form libraries: built, served, and driven in a browser by Node."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from app.formulaire.choix import Rubrique
from tests.client import Candidature, Client
from tests.conftest import reglages_pour, servir
from tests.pieces_jointes.echantillons import pdf, xlsx

Json = dict[str, Any]

ICI: Final = Path(__file__).parent
PROJET: Final = ICI.parents[1]
CONTRAT: Final = ICI / "commun" / "contrat.d.ts"
DELAI: Final = 240  # seconds after which a wait is a failure
_BIN: Final = Path(sys.executable).parent
_NAVIGATEURS: Final = ("chromium", "chromium-browser", "google-chrome")


def node(script: str | Path, *arguments: str | Path, entree: str = "") -> str:
    """Run a script with Node, from this folder; what it writes on its standard output."""
    fini = subprocess.run(
        [_BIN / "node", script, *arguments],
        cwd=ICI,
        env={**os.environ, "PATH": f"{_BIN}:{os.environ['PATH']}"},
        input=entree,
        capture_output=True,
        text=True,
        timeout=DELAI,
    )
    assert fini.returncode == 0, f"{script} :\n{fini.stdout[-3000:]}\n{fini.stderr[-3000:]}"
    return fini.stdout


@dataclass(frozen=True, slots=True)
class Banc:
    """A page at `adresse`, the service that it talks to, and where pictures of it go."""

    adresse: str
    client: Client
    captures: Path
    pieces: Mapping[str, str]

    def jouer(self, scenario: str, dossier: Json, *acces: Candidature, agent: str = "") -> Any:
        """Play the scenario with these answers to give; what it saw.

        Each of `acces` is a person who has the page open from the start; none begins a draft.
        `agent`: the key of who reviews it.
        """
        chromium = next(filter(None, map(shutil.which, _NAVIGATEURS)), None)
        assert chromium, "Chromium manque : `make verify` l'installe"
        entree = {
            "adresse": self.adresse,
            "service": str(self.client.base_url).rstrip("/"),
            "dossier": dossier,
            "cles": [{"id": un.id, "jeton": un.jeton} for un in acces],
            "agent": agent,
            "pieces": self.pieces,
            "captures": str(self.captures),
            "chromium": chromium,
        }
        return json.loads(node(scenario, entree=json.dumps(entree)))


@contextmanager
def banc(page: str, postgres: str, dossier: Path) -> Generator[Banc]:
    """Serve a page (`jsonforms`) and the service, each on a port of its own.

    Pictures go to `dossier`, or where `CAPTURES` says.
    """
    publie = dossier / "page"
    node("commun/construire.mjs", page, publie)
    with _servir(publie) as origine:
        reglages = reglages_pour(postgres, dossier, bac_a_sable=True, cors_origines=[origine])
        with servir(reglages) as client:
            adresse = json.dumps({"service": str(client.base_url).rstrip("/")})
            (publie / "reglages.json").write_text(adresse, encoding="utf-8")
            captures = Path(os.environ.get("CAPTURES", dossier)).absolute()
            yield Banc(f"{origine}/", client, captures, _pieces(dossier))


def _pieces(dossier: Path) -> dict[str, str]:
    fichiers = {
        Rubrique.PLAN_ACTION_OPERATIONNEL: ("plan-action.xlsx", xlsx()),
        Rubrique.LETTRES: ("lettre.pdf", pdf()),
    }
    for nom, contenu in fichiers.values():
        (dossier / nom).write_bytes(contenu)
    return {rubrique.value: str(dossier / nom) for rubrique, (nom, _) in fichiers.items()}


class _Muet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def _servir(dossier: Path) -> Generator[str]:
    """The origin under which the files of a folder are served."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Muet, directory=dossier)) as serveur:
        fil = threading.Thread(target=serveur.serve_forever)
        fil.start()
        try:
            yield f"http://127.0.0.1:{serveur.server_port}"
        finally:
            serveur.shutdown()
            fil.join()
