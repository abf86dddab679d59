"""`ti crochets` and `ti ecouter`, as typed in a terminal."""

import os
import subprocess
import sys
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any, Final
from uuid import uuid4

import pytest

from app.acces.droits import Portee
from app.config import Settings
from app.flux.crochets.secrets import USAGE, ouvrir
from app.kit.keys.keyring import Trousseau
from tests.acces.cles import DE_PORTAIL
from tests.acces.temoins import nouvelle_cle
from tests.bases import sql
from tests.candidatures.outils import Sonde
from tests.client import Client
from tests.exploitation.commandes import RACINE, echoue_sans_trace, ti, ti_seul
from tests.flux.crochets.outils import URL, Titulaire
from tests.flux.crochets.verificateurs import Recue, verdicts
from tests.flux.outils import deposer_par
from tests.portails.outils import Portail

_DELAI: Final = 30  # seconds that what was sent is waited for


@pytest.fixture
def env(reglages: Settings) -> dict[str, str]:
    """The settings of the service of these tests."""
    assert reglages.database_url
    return {
        "TI_DATABASE_URL": reglages.database_url.get_secret_value(),
        "TI_DONNEES": str(reglages.donnees),
        "TI_BAC_A_SABLE": "true",
    }


def test_declare_pour_un_titulaire(
    client: Client, postgres: str, reglages: Settings, sonde: Sonde, env: dict[str, str]
) -> None:
    cle, jeton = nouvelle_cle(postgres, Portee.CANDIDATURES_LIRE)
    titulaire = Titulaire(client, jeton)
    fait = ti_seul("crochets", "creer", cle, URL, "--libelle", "Essai", **env)
    assert fait.returncode == 0, fait.stderr
    (secret,), (declare,) = fait.stdout.splitlines(), titulaire.appeler("GET").json()["crochets"]
    assert (declare["url"], declare["types"], declare["actif"]) == (URL, None, True)
    ((id, enferme),) = sonde.lignes(f"SELECT id, secret FROM crochet WHERE id = '{declare['id']}'")
    assert ouvrir(enferme, id, Trousseau(reglages.fichier_de_cle).secrets(USAGE)) == secret


@pytest.mark.verify
def test_liste_coupe_et_supprime(client: Client, postgres: str, env: dict[str, str]) -> None:
    cle, jeton = nouvelle_cle(postgres, Portee.CANDIDATURES_LIRE)
    titulaire = Titulaire(client, jeton)
    declare = titulaire.declarer()
    ((lui,),) = sql(postgres, f"SELECT titulaire FROM cle_api WHERE id = '{cle}'")
    liste = ti("crochets", "lister", str(lui), **env)
    assert declare["id"] in liste.stdout and declare["secret"] not in liste.stdout + liste.stderr
    coupe = ti("crochets", "couper", cle, declare["id"], **env)
    assert "coupé (demande)" in coupe.stdout and not titulaire.lire(declare["id"])["actif"]
    assert ti("crochets", "supprimer", cle, declare["id"], **env).returncode == 0
    assert titulaire.appeler("GET").json() == {"crochets": []}


@pytest.mark.verify
def test_modifie_rallume_et_rote(client: Client, postgres: str, env: dict[str, str]) -> None:
    cle, jeton = nouvelle_cle(postgres, Portee.CANDIDATURES_LIRE)
    titulaire = Titulaire(client, jeton)
    declare = titulaire.declarer()
    titulaire.modifier(declare["id"], actif=False)
    assert ti("crochets", "rallumer", cle, declare["id"], **env).returncode == 0
    fait = ti("crochets", "modifier", cle, declare["id"], "--libelle", "Autre",
              "--type", "candidature.deposee", "--format", "cloudevents", **env)  # fmt: skip
    assert fait.returncode == 0, fait.stderr
    lu = titulaire.lire(declare["id"])
    assert lu["actif"] and (lu["libelle"], lu["format"]) == ("Autre", "cloudevents")
    assert lu["types"] == ["candidature.deposee"]
    rote = ti("crochets", "roter", cle, declare["id"], "--recouvrement", "172800", **env)
    (neuf,) = rote.stdout.splitlines()
    assert neuf.startswith("whsec_") and neuf != declare["secret"]
    # The sandbox begins the same morning for each process, and the service began before this one.
    assert titulaire.lire(declare["id"])["ancien_secret_jusqu_a"].startswith("2023-09-20T07:0")


@pytest.mark.verify
def test_ce_qui_ne_convient_pas_est_dit(postgres: str, env: dict[str, str], tmp_path: Path) -> None:
    cle, _ = nouvelle_cle(postgres, Portee.CANDIDATURES_LIRE)
    creer = ("crochets", "creer", cle, "http://exemple.fr", "--libelle", "Essai")
    assert "https" in echoue_sans_trace(ti(*creer, **env))
    inconnue = ti("crochets", "lister", str(uuid4()), **env)
    assert "titulaire" in echoue_sans_trace(inconnue)
    assert "types" in echoue_sans_trace(ti(*creer, "--type", "rien", **env), 2)
    sans_cle = ti(*creer, **env, TI_CLE_SIGNATURE=str(tmp_path / "absente.pem"))
    assert "clé du service" in echoue_sans_trace(sans_cle, 2)
    assert not (tmp_path / "absente.pem").exists()


class _Receveur(BaseHTTPRequestHandler):
    recues: "Queue[tuple[dict[str, str], bytes]]"

    def do_POST(self) -> None:
        """Keep what was sent."""
        corps = self.rfile.read(int(self.headers["Content-Length"]))
        self.recues.put((dict(self.headers), corps))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def receveur() -> Generator[tuple[str, "Queue[tuple[dict[str, str], bytes]]"]]:
    """The address of a receiver on this machine, and what it was sent."""
    recues = Queue[tuple[dict[str, str], bytes]]()
    classe = type("Receveur", (_Receveur,), {"recues": recues})
    with ThreadingHTTPServer(("127.0.0.1", 0), classe) as serveur:
        fil = Thread(target=serveur.serve_forever)
        fil.start()
        yield f"http://127.0.0.1:{serveur.server_port}/crochet", recues
        serveur.shutdown()
        fil.join()


def test_ecouter_transmet_ce_qui_arrive_signe_comme_un_crochet(
    client: Client,
    postgres: str,
    tmp_path: Path,
    receveur: tuple[str, "Queue[tuple[dict[str, str], bytes]]"],
) -> None:
    (vers, recues), garde = receveur, tmp_path / "secret"
    portail = Portail(client, nouvelle_cle(postgres, *DE_PORTAIL)[1])
    options = ["--vers", vers, "--service", str(client.base_url), "--secret", str(garde)]
    with subprocess.Popen(
        [sys.executable, "-m", "app", "ecouter", *options],
        env={**os.environ, "TI_CLE": portail.cle},
        cwd=RACINE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as ecoute:
        assert ecoute.stdout and ecoute.stderr
        assert ecoute.stdout.readline() == "J'écoute.\n"
        deposee = deposer_par(portail)
        entetes, corps = recues.get(timeout=_DELAI)
        ligne = ecoute.stdout.readline().split("  ")
        ecoute.terminate()
        montre = ecoute.stderr.read()
    # The service still waits for something to tell who has left.
    deposee.appeler("POST", "/retrait").raise_for_status()
    secret = garde.read_text(encoding="utf-8").strip()
    assert secret in montre and portail.cle not in montre
    assert garde.stat().st_mode & 0o777 == 0o600
    assert deposee.id.encode() in corps and b'"candidature.deposee"' in corps
    assert ligne[0] == "candidature.deposee" and ligne[2] == "204" and ligne[3].endswith(" ms\n")
    assert verdicts([Recue(secret, entetes, corps)]) == [True]


@pytest.mark.verify
def test_ecouter_ne_prend_pas_une_cle_que_le_service_refuse(client: Client) -> None:
    options = ("--vers", "http://127.0.0.1:1", "--service", str(client.base_url))
    refus = ti("ecouter", *options, TI_CLE="tip_" + "A" * 43)
    assert "REFUSÉ" in echoue_sans_trace(refus)
