"""nginx as `docs/proxy.md` sets it up, on free ports and in a folder of its own."""

import ssl
import subprocess
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from tests.documentation.pages import blocs
from tests.exploitation.processus import port_libre

_NGINX: Final = "/usr/sbin/nginx"
_DELAI: Final = 30  # seconds after which a wait is a failure


@dataclass(frozen=True)
class Nginx:
    """A running one: where it listens, by TLS and in clear, and the folder of its logs."""

    url: str
    en_clair: str
    journaux: Path


def reglages(dossier: Path, services: Sequence[str], tls: int, clair: int) -> str:
    """Both files of the page as one, its addresses replaced by these and nothing else."""
    serveurs = [f"server {urlsplit(service).netloc} max_fails=0;" for service in services]
    principal, site = (bloc.texte for bloc in blocs("proxy.md", "nginx"))
    remplacements = {
        "server 127.0.0.1:8000 max_fails=0;": " ".join(serveurs),
        "/var/log/nginx": str(dossier),
        "/etc/ssl/certs/candidatures.pem": f"{dossier}/certificat.pem",
        "/etc/ssl/private/candidatures.pem": f"{dossier}/cle.pem",
        "listen 443 ssl": f"listen 127.0.0.1:{tls} ssl",
        "listen 80 default_server": f"listen 127.0.0.1:{clair} default_server",
    }
    for avant, apres in remplacements.items():
        assert avant in site, avant
        site = site.replace(avant, apres)
    temporaires = "".join(
        f"{nom}_temp_path {dossier}/{nom};\n"
        for nom in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off;\nuser root;\npid {dossier}/pid;\nerror_log {dossier}/demarrage.log;\n"
        f"{principal}http {{\n{temporaires}{site}}}\n"
    )


@contextmanager
def nginx(dossier: Path, *services: str) -> Generator[Nginx]:
    """One before the services at these URLs, stopped at the end of the block."""
    dossier.mkdir()
    _certifier(dossier)
    tls, clair = port_libre(), port_libre()
    fichier = dossier / "nginx.conf"
    fichier.write_text(reglages(dossier, services, tls, clair), encoding="utf-8")
    commande = [_NGINX, "-p", str(dossier), "-e", str(dossier / "demarrage.log"), "-c"]
    processus = subprocess.Popen([*commande, str(fichier)])
    try:
        while not _ecoute(tls):
            assert processus.poll() is None, (dossier / "demarrage.log").read_text()
        yield Nginx(f"https://127.0.0.1:{tls}", f"http://127.0.0.1:{clair}", dossier)
    finally:
        processus.terminate()
        processus.wait(_DELAI)


def _ecoute(port: int) -> bool:
    try:
        ssl.get_server_certificate(("127.0.0.1", port))
    except OSError:
        return False
    return True


def _certifier(dossier: Path) -> None:
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"),
            *("-keyout", f"{dossier}/cle.pem", "-out", f"{dossier}/certificat.pem"),
        ],
        check=True,
        capture_output=True,
    )
