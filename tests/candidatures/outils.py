"""What the tests of drafts share: reading a refusal, watching what is stored."""

import asyncio
from collections.abc import Generator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

import httpx2
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.kit.postgres.database import metadata
from tests.client import Candidature, Json

Constat = tuple[str, str]
APRES_CLOTURE = {"X-Horloge": "2023-09-23T00:00:00+02:00"}


def probleme(reponse: httpx2.Response, statut: int, code: str) -> Json:
    """The problem document of a refusal, which must be this one (RFC 9457)."""
    assert reponse.status_code == statut, reponse.text[:500]
    assert reponse.headers["content-type"] == "application/problem+json"
    document = reponse.json()
    assert (document["code"], document["status"]) == (code, statut)
    assert document["type"] == f"/problemes/{code}"
    assert document["requete"] == reponse.headers["x-request-id"]
    return document


def refus_de_forme(reponse: httpx2.Response) -> list[Constat]:
    """Where and why the shape of a dossier is refused: (pointer, code)."""
    return paires(probleme(reponse, 422, "forme-refusee")["erreurs"])


def paires(ecarts: list[Json]) -> list[Constat]:
    """Where and what: (pointer, code), sorted."""
    return sorted((ecart["pointeur"], ecart["code"]) for ecart in ecarts)


def est_rfc3339_utc(texte: str) -> bool:
    """Whether a text is an instant in UTC as RFC 3339, section 5.6, writes it: `…T…Z`."""
    return texte[10] == "T" and texte.endswith("Z") and datetime.fromisoformat(texte).year > 2000


@contextmanager
def inchangee(candidature: Candidature) -> Generator[None]:
    """Neither the dossier nor the version nor the record of events changes in this block."""
    avant = candidature.lire(), candidature.evenements()
    yield
    assert (candidature.lire(), candidature.evenements()) == avant


# What a task of the service writes of what happened before, when it comes to it.
_A_SON_HEURE: Final = frozenset(
    {
        *("a_numeroter", "flux", "flux_suivi", "flux_epoque"),
        *("crochet", "livraison", "tentative"),
    }
)
_CONTENU: Final = " UNION ALL ".join(
    f"SELECT '{table}', (SELECT array_agg(t::text) FROM {table} t)" for table in metadata.tables
)
# A row that is written, were it the same again, is elsewhere or of another transaction.
_VERSIONS: Final = " UNION ALL ".join(
    f"SELECT '{table}', count(*), sum(hashtextextended(concat(ctid, xmin), 0)) FROM {table}"
    for table in sorted(metadata.tables.keys() - _A_SON_HEURE)
)


class Sonde:
    """Reads the database behind the service's back."""

    def __init__(self, url: str) -> None:
        self._boucle = asyncio.Runner()
        self._moteur = create_async_engine(url)
        self._directe = self._moteur.execution_options(isolation_level="AUTOCOMMIT")

    def lignes(self, sql: str, **parametres: Any) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return self._boucle.run(self._lignes(sql, parametres))

    async def _lignes(self, sql: str, parametres: Json) -> list[tuple[Any, ...]]:
        async with self._directe.connect() as connexion:
            return [tuple(ligne) for ligne in await connexion.execute(text(sql), parametres)]

    def contenu(self) -> dict[str, list[str]]:
        """All that is stored: every row of every table, as text."""
        return {table: lignes or [] for table, lignes in self.lignes(_CONTENU)}

    @contextmanager
    def intacte(self) -> Generator[None]:
        """Nothing whatsoever is stored, changed or removed in this block."""
        avant = self.lignes(_VERSIONS)
        yield
        assert self.lignes(_VERSIONS) == avant

    @contextmanager
    def verrou(self, requete: str, **parametres: Any) -> Generator[None]:
        """Hold what this statement locks; who wants it waits, first come first served."""
        ouverture = self._moteur.begin()
        connexion = self._boucle.run(ouverture.__aenter__())
        self._boucle.run(_executer(connexion.execute(text(requete), parametres)))
        try:
            yield
        finally:
            self._boucle.run(ouverture.__aexit__(None, None, None))

    def attendre_la_file(self, *appels: Future[httpx2.Response]) -> None:
        """Return once all these calls wait for a lock; fail if one of them is answered before."""
        requete = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        while self.lignes(requete) < [(len(appels),)]:
            assert not any(appel.done() for appel in appels), "n'a pas attendu le verrou"

    def fermer(self) -> None:
        self._boucle.run(self._moteur.dispose())
        self._boucle.close()


async def _executer(attendu: Any) -> None:
    await attendu
