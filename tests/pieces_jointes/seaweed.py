"""A real S3 service on this machine: SeaweedFS, from its wheel. It checks signatures."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import httpx2
import obstore
import yaml
from obstore.store import S3Store
from pydantic import SecretStr

from app.config import Settings
from tests.conftest import reglages_pour

SEAU, PREFIXE, CLE, SECRET = "candidatures", "essais", "cle-d-essai", "secret-d-essai"
_COMPOSE: Final = Path(__file__).parents[2] / "compose.yaml"
_COMMANDE: Final[list[str]] = yaml.safe_load(_COMPOSE.read_text("utf-8"))["services"]["s3"][
    "command"
]
_SERVEURS: Final = ("s3", "master", "volume", "filer")
_WEED: Final = Path(sys.executable).with_name("weed")
_DELAI = 60  # seconds after which its start is a failure


@dataclass(frozen=True)
class Seaweed:
    """Where it listens, by the names of its options, and a look into its bucket."""

    ports: dict[str, int]

    @property
    def s3(self) -> int:
        return self.ports["s3.port"]

    def reglages(
        self, url: str, donnees: Path, secret: str = SECRET, port: int | None = None
    ) -> Settings:
        """Settings of a service that keeps its files here; `port`: of what stands before."""
        return reglages_pour(
            url,
            donnees,
            bac_a_sable=True,
            fichiers_url=f"s3://{SEAU}/{PREFIXE}",
            s3_endpoint=f"http://127.0.0.1:{port or self.s3}",
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
            f"http://127.0.0.1:{self.ports['filer.port']}/buckets/{SEAU}/.uploads/",
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
def seaweed(dossier: Path, ports: dict[str, int] | None = None) -> Generator[Seaweed]:
    """Run it as `compose.yaml` does, its data in `dossier`, until the block ends.

    `ports`: those that it had before with these data, which remember them; else free ones.
    """
    noms = [f"{nom}.port{genre}" for nom in _SERVEURS for genre in ("", ".grpc")]
    ports = ports or dict(zip(noms, _ports_libres(len(noms)), strict=True))
    commande = [mot for mot in _COMMANDE if not mot.startswith("-dir=")]
    options = [f"-dir={dossier}", *(f"-{nom}={port}" for nom, port in ports.items())]
    processus = subprocess.Popen(
        [_WEED, *commande, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "AWS_ACCESS_KEY_ID": CLE, "AWS_SECRET_ACCESS_KEY": SECRET},
        cwd=dossier,
    )
    try:
        _faire_le_seau(processus, ports)
        yield Seaweed(ports)
    finally:
        processus.kill()
        processus.wait()
        for port in ports.values():
            for reste in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):  # noqa: S108 -- its choice
                reste.unlink()


def _faire_le_seau(processus: "subprocess.Popen[bytes]", ports: dict[str, int]) -> None:
    """Make the bucket as soon as it can be, as the health check of compose does."""
    ou = [
        f"-{nom}=127.0.0.1:{ports[f'{nom}.port']}.{ports[f'{nom}.port.grpc']}"
        for nom in ("master", "filer")
    ]
    creer = f"s3.bucket.create -name {SEAU}".encode()
    limite = time.monotonic() + _DELAI
    while (
        not _est_la(ports["filer.port"])
        and subprocess.run([_WEED, "shell", *ou], input=creer, capture_output=True).returncode
    ):
        assert processus.poll() is None, processus.args
        assert time.monotonic() < limite, processus.args
    while not entend("127.0.0.1", ports["s3.port"]):
        assert time.monotonic() < limite, processus.args


def _est_la(filer: int) -> bool:
    """Whether the bucket is there, from a time before."""
    try:
        lu = httpx2.get(f"http://127.0.0.1:{filer}/buckets/{SEAU}/", trust_env=False)
    except httpx2.TransportError:
        return False
    return lu.status_code == 200


def entend(adresse: str, port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as prise:
        return prise.connect_ex((adresse, port)) == 0
