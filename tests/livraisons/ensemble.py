"""Two releases at work on one database, one folder and one mail server."""

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bases import du_service
from tests.client import Candidature, Client
from tests.exploitation.processus import CELUI_CI, Code, Service, environnement, service
from tests.smtp import Boite

_REGLAGES = {
    "TI_BAC_A_SABLE": "false",
    "TI_CLOTURE": "2099-01-01T00:00:00Z",
    "TI_EXPEDITEUR": "Appel <appel@example.fr>",
    "TI_URL_REPRISE": "https://front.example.fr/reprise#{lien}",
}


@dataclass(frozen=True, slots=True)
class Lieu:
    """What both share: a database by its URL, a folder, a mail server.

    The last release serves as the owner of the tables, which is all that it knows; this one, by the
    role that serves.
    """

    url: str
    donnees: Path
    boite: Boite

    def url_de(self, code: Code) -> str:
        """The URL by which this code serves."""
        return du_service(self.url) if code is CELUI_CI else self.url

    @contextmanager
    def servir(self, code: Code, *, travaux: bool) -> Generator[Service]:
        """The service of this code, doing jobs or not."""
        autres = {nom.upper(): str(valeur) for nom, valeur in self.boite.reglages.items()}
        courriel = {f"TI_{nom}": valeur for nom, valeur in autres.items()}
        reglages = _REGLAGES | courriel | {"TI_TRAVAUX": str(travaux).lower()}
        with service(self.donnees, code, TI_DATABASE_URL=self.url_de(code), **reglages) as lance:
            yield lance

    def ti(self, code: Code, *arguments: str | Path) -> str:
        """Run a command of this code, which succeeds; what it prints."""
        reglages = {"TI_DATABASE_URL": self.url_de(code), "TI_DONNEES": str(self.donnees)}
        fini = subprocess.run(
            code.commande(*map(str, arguments)),
            cwd=code.racine,
            env=environnement(**reglages),
            capture_output=True,
            text=True,
        )
        assert fini.returncode == 0, fini.stdout + fini.stderr
        return fini.stdout


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Clients of the last release and of this one.

    `d_avant`: a candidature deposited before the migrations of this one.
    `boite`: the mail of both, which `oisif` leaves to the other to send.
    """

    lieu: Lieu
    ancien: Client
    nouveau: Client
    oisif: Client
    d_avant: Candidature

    def autre(self, candidature: Candidature) -> Candidature:
        """The same candidature, by the other release."""
        autre = self.nouveau if candidature.client is self.ancien else self.ancien
        return replace(candidature, client=autre)


@contextmanager
def client_de_l_ancien(lance: Service) -> Generator[Client]:
    """One that does not hold answers against a contract that the last release did not know."""
    with lance.client() as client:
        client.event_hooks = {}
        yield client
