"""A service whose antivirus the tests hold, and what is asked of it."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app.config import Settings
from app.kit.files.clamd import Delais
from app.kit.jobs.pace import Rythme
from app.kit.services import Patiences
from tests.bases import base_migree, sql
from tests.clamd import VIRUS_D_ESSAI
from tests.client import Candidature, Client, Json
from tests.conftest import reglages_pour, servir
from tests.faux_clamd import FauxClamd
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.outils import attendre

INFECTE = e.pdf()[:1000] + VIRUS_D_ESSAI + e.pdf()
_VIF = timedelta(milliseconds=50)
VITE = Rythme(premier_delai=_VIF, dernier_delai=_VIF, releve=_VIF, reprise=_VIF)


_PRESSE = Delais(porte=0.3, ping=0.3, repit=0)


@dataclass(frozen=True)
class Essai:
    """The service, its settings, the database, and the antivirus behind it."""

    client: Client
    reglages: Settings
    url: str
    faux: FauxClamd

    def joindre(self, candidature: Candidature, contenu: bytes, rubrique: str = "lettres") -> Json:
        """A file that is taken."""
        reponse = candidature.joindre(rubrique, "lettre de Jeanne.pdf", contenu)
        assert reponse.status_code == 201, reponse.text
        return reponse.json()

    def contenu(self, candidature: Candidature, piece: str) -> tuple[int, bytes]:
        """The status and the body of a download."""
        reponse = candidature.appeler("GET", f"/pieces-jointes/{piece}/contenu")
        return reponse.status_code, reponse.content

    def attendre_etat(self, candidature: Candidature, piece: Json, etat: str) -> None:
        """Return once the job has said so."""
        ou = f"/pieces-jointes/{piece['id']}"
        attendre(lambda: candidature.appeler("GET", ou).json()["antivirus"] == etat, self.client)

    def attendre_la_fin(self) -> None:
        """Return once no job is left."""
        attendre(lambda: self.travaux() == 0, self.client)

    def travaux(self) -> int:
        return sql(self.url, "SELECT count(*) FROM pgqueuer")[0][0]

    def isolees(self) -> set[str]:
        """The names in quarantine."""
        dossier = self.reglages.donnees / "fichiers" / "quarantaine"
        return {chemin.name for chemin in dossier.iterdir()}


@contextmanager
def essai(postgres: str, donnees: Path, faux: FauxClamd) -> Generator[Essai]:
    """A service on a database of its own."""
    with base_migree(postgres) as url, essai_sur(url, donnees, faux) as lance:
        yield lance


@contextmanager
def essai_sur(url: str, donnees: Path, faux: FauxClamd, rythme: Rythme = VITE) -> Generator[Essai]:
    """A service on that database, that tries its jobs again without waiting."""
    reglages = reglages_pour(url, donnees, bac_a_sable=True, travaux=True, clamd=faux.adresse)
    patiences = Patiences(travaux=rythme, antivirus=_PRESSE)
    with servir(reglages, seul=True, patiences=patiences) as client:
        yield Essai(client, reglages, url, faux)
