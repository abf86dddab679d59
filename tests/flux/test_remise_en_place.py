"""A database put back to an older state: who read what it has lost is told so, and only they."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import pytest

from app.acces.droits import Portee
from app.kit.postgres.embedded import PostgresEmbarque
from tests.acces.temoins import nouvelle_cle
from tests.bases import base_migree, migrer_pour_servir, oublier_les_processus, sql
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client
from tests.conftest import reglages_pour, servir
from tests.depots.pieces import deposee
from tests.flux.outils import a_jour, bout, demander, demander_la_liste, exporter, lister, types

_OUVERTE: Final = {"cloture": "2099-01-01T00:00:00Z"}
_PERDRE_LA_DEUXIEME: Final = [
    f"DELETE FROM {table} WHERE position = 2" for table in ("flux", "flux_suivi")
]


@dataclass(frozen=True)
class Lecture:
    """The cursors of who has read everything, and the tags of what they have: feed, then list."""

    flux: str
    listes: tuple[str, ...]
    etiquettes: tuple[str, str]

    @classmethod
    def de(cls, client: Client, cle: str) -> Self:
        """What this key reads by now; of the list the first page as well."""
        listes = (
            a_jour(client, cle),
            lister(client, cle, limite=1)["suivant"],
            exporter(client, cle)[1]["curseur"],
        )
        pages = demander(client, cle), demander_la_liste(client, cle)
        etiquettes = pages[0].headers["ETag"], pages[1].headers["ETag"]
        return cls(bout(client, cle), listes, etiquettes)

    def est_refusee(self, client: Client, cle: str) -> None:
        """Nothing of it is mistaken for what stands in the same places by now."""
        probleme(demander(client, cle, apres=self.flux), 410, "curseur-inconnu")
        for curseur in self.listes:
            refusee = demander_la_liste(client, cle, depuis=curseur)
            probleme(refusee, 410, "curseur-inconnu")
        for lire, connue in zip((demander, demander_la_liste), self.etiquettes, strict=True):
            assert lire(client, cle, entetes={"If-None-Match": connue}).status_code == 200

    def continue_(self, client: Client, cle: str) -> None:
        """Who had read nothing of what was lost goes on."""
        page = demander(client, cle, apres=self.flux).raise_for_status().json()
        assert types(page) == ["candidature.retiree"]
        for curseur in self.listes:
            assert len(lister(client, cle, depuis=curseur)["candidatures"]) == 1


def test_une_position_donnee_deux_fois_n_est_pas_confondue(postgres: str, tmp_path: Path) -> None:
    with base_migree(postgres) as base:
        oublier_les_processus(base)
        cle = nouvelle_cle(base, Portee.INSTRUCTION_LECTURE)[1]
        with servir(reglages_pour(base, tmp_path, **_OUVERTE)) as client:
            candidature = deposee(client)
            gardee = Lecture.de(client, cle)
            deposee(client)
            perdue = Lecture.de(client, cle)
            sql(base, *_PERDRE_LA_DEUXIEME)
            perdue.est_refusee(client, cle)
            candidature.appeler("POST", "/retrait").raise_for_status()
            perdue.est_refusee(client, cle)
            gardee.continue_(client, cle)


@pytest.mark.verify
def test_des_fichiers_remis_en_place_ne_font_rien_confondre(tmp_path: Path) -> None:
    """Those of the whole server, copied while it was stopped: its identifier is the same."""
    dossier, copie = tmp_path / "base", tmp_path / "copie"
    with PostgresEmbarque(dossier) as serveur:
        migrer_pour_servir(serveur.url)
        oublier_les_processus(serveur.url)
        cle = nouvelle_cle(serveur.url, Portee.INSTRUCTION_LECTURE)[1]
        with servir(reglages_pour(serveur.url, tmp_path, **_OUVERTE)) as client:
            candidature = deposee(client)
            gardee = Lecture.de(client, cle)
    shutil.copytree(dossier / "postgresql", copie)
    with (
        PostgresEmbarque(dossier) as serveur,
        servir(reglages_pour(serveur.url, tmp_path, **_OUVERTE)) as client,
    ):
        deposee(client)
        perdue = Lecture.de(client, cle)
    shutil.rmtree(dossier / "postgresql")
    copie.rename(dossier / "postgresql")
    with (
        PostgresEmbarque(dossier) as serveur,
        servir(reglages_pour(serveur.url, tmp_path, **_OUVERTE)) as client,
    ):
        la_meme = Candidature(client, candidature.id, candidature.jeton, {})
        la_meme.appeler("POST", "/retrait").raise_for_status()
        perdue.est_refusee(client, cle)
        gardee.continue_(client, cle)
