"""Schemathesis against the running service: `python -m tests.contrat.essais [seed]`.

All checks, valid and invalid data, chains of calls along the OpenAPI links. Five thousand cases and
more, about a minute; prints what Schemathesis says, fails if it found anything.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from app.kit.postgres.embedded import PostgresEmbarque
from tests.acces.temoins import nouvel_avis
from tests.bases import migrer_pour_servir
from tests.client import Candidature, Client, Json, contrat
from tests.conftest import QUI_FINIT, reglages_pour, servir
from tests.depots.pieces import deposee, prete

ICI: Final = Path(__file__).parent
CAS_MIN: Final = 5_000
PAR_OPERATION: Final = 20
# Seconds that it may take, some ten times what it does.
_PATIENCE: Final = 840.0
_GRAINE: Final = "20230922"
# Empties the database under the other calls: it has a run of its own.
_REINITIALISER: Final = "reinitialiserBacASable"


def eprouver(client: Client, url: str, dossier: Path, graine: str = _GRAINE) -> tuple[int, str]:
    """Run Schemathesis on the sandbox of `client`, whose database is `url`.

    Returns how many cases it played, and its text.

    Schemathesis reads a stream to its end: that service has them end. Raises `AssertionError`, with
    that text, when it found anything.
    """
    (dossier / "openapi.json").write_text(json.dumps(_lu()), encoding="utf-8")
    # What each role shows: the keys that the sandbox has ready.
    cles = client.post("/v1/bac-a-sable/reinitialiser").raise_for_status().json()
    semis = [_semer(prete(client)), _semer(deposee(client)), _semer(client.creer())]
    semis[1]["avis"], cles["avis"] = nouvel_avis(url, str(semis[1]["id"]))
    (dossier / "cles.json").write_text(json.dumps(cles), encoding="utf-8")
    (dossier / "semis.json").write_text(json.dumps(semis), encoding="utf-8")
    tout = _lancer(client, dossier, graine, f"--exclude-operation-id={_REINITIALISER}")
    sans_suite = ("--phases", "examples,coverage,fuzzing")
    seule = _lancer(
        client, dossier, graine, f"--include-operation-id={_REINITIALISER}", *sans_suite
    )
    joues = sum(int(n) for n in re.findall(r"(\d+) generated", tout + seule))
    return joues, tout + seule


def _lu() -> Json:
    """The contract; a stream is a text for generators: here each event is read as an object."""
    lu = json.loads(json.dumps(contrat()))
    for operations in lu["paths"].values():
        for operation in operations.values():
            for reponse in operation["responses"].values():
                if flux := reponse.get("content", {}).get("text/event-stream"):
                    flux["schema"] = {}
    return lu


def _semer(candidature: Candidature) -> dict[str, str | int]:
    pieces = candidature.appeler("GET", "/pieces-jointes").json()["pieces"]
    semis: dict[str, str | int] = {
        "id": candidature.id,
        "jeton": candidature.jeton,
        "rang": 1,
        "autre": 1,
    }
    return semis | ({"piece": pieces[0]["id"]} if pieces else {})


def _lancer(client: Client, dossier: Path, graine: str, *options: str) -> str:
    commande = [
        *(
            str(Path(sys.executable).with_name("st")),
            "--config-file",
            str(ICI / "schemathesis.toml"),
        ),
        *("run", "openapi.json", "--url", str(client.base_url), "--checks", "all", "--mode", "all"),
        *(
            "--max-examples",
            str(PAR_OPERATION),
            "--seed",
            graine,
            "--continue-on-failure",
            *options,
        ),
    ]
    environnement = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ICI.parents[1]),
        "SCHEMATHESIS_HOOKS": "tests.contrat.crochets",
        "TI_SEMIS": str(dossier / "semis.json"),
        "TI_CLES": str(dossier / "cles.json"),
    }
    joue = subprocess.run(
        commande,
        cwd=dossier,
        env=environnement,
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE,
    )
    assert joue.returncode == 0, joue.stdout + joue.stderr
    return joue.stdout


def _sur_une_base_neuve(graine: str = _GRAINE) -> tuple[int, str]:
    with tempfile.TemporaryDirectory() as nom:
        dossier = Path(nom)
        with PostgresEmbarque(dossier / "donnees") as serveur:
            migrer_pour_servir(serveur.url)
            reglages = reglages_pour(serveur.url, dossier, bac_a_sable=True)
            with servir(reglages, patiences=QUI_FINIT) as client:
                return eprouver(client, serveur.url, dossier, graine)


if __name__ == "__main__":
    nombre, texte = _sur_une_base_neuve(*sys.argv[1:])
    sys.stdout.write(f"{texte}\n{nombre} cases, nothing found.\n")
