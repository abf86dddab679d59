"""HAProxy before the processes of the service, as `docs/deployer.md` sets it up."""

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.documentation.pages import blocs
from tests.drills.attente import attendre
from tests.exploitation.processus import port_libre
from tests.pieces_jointes.seaweed import entend

_DEHORS: Final = "bind :443 ssl crt /etc/haproxy/candidatures.pem"


def reglages(ports: list[int], port: int) -> str:
    """The file of the page, its addresses replaced by these and nothing else."""
    (bloc,) = blocs("deployer.md", "haproxy")
    assert _DEHORS in bloc.texte
    texte = bloc.texte.replace(_DEHORS, f"bind 127.0.0.1:{port}")
    for rang, service in enumerate(ports, 1):
        assert f"10.0.0.{rang}:8000" in texte
        texte = texte.replace(f"10.0.0.{rang}:8000", f"127.0.0.1:{service}")
    return texte


@contextmanager
def haproxy(dossier: Path, ports: list[int]) -> Generator[str]:
    """One before the services on these ports, stopped at the end of the block; its URL."""
    port, fichier = port_libre(), dossier / "haproxy.cfg"
    fichier.write_text(reglages(ports, port), encoding="utf-8")
    with (dossier / "haproxy.log").open("ab") as journal:
        processus = subprocess.Popen(
            ["/usr/sbin/haproxy", "-db", "-f", str(fichier)], stdout=journal, stderr=journal
        )
    try:
        attendre("HAProxy écoute", lambda: entend("127.0.0.1", port))
        yield f"http://127.0.0.1:{port}"
    finally:
        processus.kill()
        processus.wait()
