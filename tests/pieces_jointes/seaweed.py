"""A real S3 service on this machine: SeaweedFS, from its wheel. It checks signatures."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx2
import obstore
from obstore.store import S3Store
from pydantic import SecretStr

from app.config import Settings
from tests.conftest import reglages_pour

SEAU, PREFIXE, CLE, SECRET = "candidatures", "essais", "cle-d-essai", "secret-d-essai"
_PORTS = ("s3", "master", "volume", "filer", "admin")
_DELAI = 60  # seconds after which its start is a failure


@dataclass(frozen=True)
class Seaweed:
    """Where it listens, and a look into its bucket."""

    s3: int
    filer: int

    def reglages(self, url: str, donnees: Path, secret: str = SECRET) -> Settings:
        """Settings of a service that keeps its files here."""
        return reglages_pour(
            url,
            donnees,
            bac_a_sable=True,
            fichiers_url=f"s3://{SEAU}/{PREFIXE}",
            s3_endpoint=f"http://127.0.0.1:{self.s3}",
            s3_cle=CLE,
            s3_secret=SecretStr(secret),
        )

    def seau(self) -> S3Store:
        """The bucket."""
        return S3Store(
            SEAU,
            endpoint=f"http://127.0.0.1:{self.s3}",
            access_key_id=CLE,
            secret_access_key=SECRET,
            region="us-east-1",
            client_options={"allow_http": True},
        )

    def objets(self) -> set[str]:
        """The keys of all objects."""
        lots = cast(Any, obstore).list(self.seau())
        return {meta["path"] for lot in lots for meta in lot}

    def inacheves(self) -> list[str]:
        """The multipart uploads begun and neither completed nor aborted."""
        reponse = httpx2.get(
            f"http://127.0.0.1:{self.filer}/buckets/{SEAU}/.uploads/",
            headers={"Accept": "application/json"},
            trust_env=False,
        )
        if reponse.status_code == 404:
            return []
        entrees: list[dict[str, str]] = reponse.json()["Entries"] or []
        return [entree["FullPath"] for entree in entrees]


def _ports_libres(nombre: int) -> list[int]:
    with ExitStack() as pile:
        prises = [pile.enter_context(socket.socket()) for _ in range(nombre)]
        for prise in prises:
            prise.bind(("127.0.0.1", 0))
        return [prise.getsockname()[1] for prise in prises]


@contextmanager
def seaweed(dossier: Path) -> Generator[Seaweed]:
    """Run it on free ports, its data in `dossier`, until the end of the block."""
    ports = dict(zip(_PORTS, _ports_libres(len(_PORTS)), strict=True))
    grpc = dict(zip(_PORTS, _ports_libres(len(_PORTS)), strict=True))
    options = [f"-{nom}.port={port}" for nom, port in ports.items()]
    options += [f"-{nom}.port.grpc={port}" for nom, port in grpc.items()]
    options += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-webdav=false", "-admin.ui=false"]
    options += [f"-dir={dossier}", f"-bucket={SEAU}", "-master.telemetry=false"]
    processus = subprocess.Popen(
        [Path(sys.executable).with_name("weed"), "mini", "-ip=127.0.0.1", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "AWS_ACCESS_KEY_ID": CLE, "AWS_SECRET_ACCESS_KEY": SECRET},
        cwd=dossier,
    )
    try:
        _attendre(processus)
        yield Seaweed(ports["s3"], ports["filer"])
    finally:
        processus.kill()
        processus.wait()
        for port in (*ports.values(), *grpc.values()):
            for reste in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):  # noqa: S108 -- its choice
                reste.unlink()


def _attendre(processus: "subprocess.Popen[str]") -> None:
    """Return once it says that it is ready; what it says afterwards is read and dropped."""
    lignes, pret = list[str](), threading.Event()

    def lire() -> None:
        assert processus.stdout
        with processus.stdout as sortie:
            for ligne in sortie:
                lignes.append(ligne)
                if "ready to use" in ligne:
                    pret.set()
        pret.set()

    threading.Thread(target=lire, daemon=True).start()
    assert pret.wait(_DELAI), "".join(lignes)
    assert processus.poll() is None, "".join(lignes)
