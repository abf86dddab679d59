"""The night's job: alone or not, stopped or not, it does what is due once."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from app.config import Settings
from app.rgpd.conserver import CONSERVER
from app.vie import PERIODIQUES, TRAVAUX
from tests.bases import sql
from tests.candidatures.outils import Sonde
from tests.client import Client
from tests.conftest import servir
from tests.pieces_jointes.echantillons import pdf
from tests.rgpd.nuits import ADRESSE, EFFACER, PREVENIR, creer, derniers, etat_de, passer
from tests.rgpd.vie import Ici, pleine


def test_ce_qui_a_expire_et_ce_que_rien_ne_nomme_s_en_vont(ici: Ici) -> None:
    pleine(ici)  # its link expired as it was made
    orphelin = ici.dossier / "pieces" / str(uuid4())
    orphelin.write_bytes(pdf())
    os.utime(orphelin, (0, 0))
    passer(ici.reglages, datetime(2023, 9, 19, 6, tzinfo=UTC))
    restes = sql(ici.url, "SELECT count(*) FROM reponse_memorisee")
    assert restes == [(2,)], "une journée n'est pas passée"
    passer(ici.reglages, datetime(2023, 9, 19, 12, tzinfo=UTC))
    for table in ("reponse_memorisee", "lien"):
        assert sql(ici.url, f"SELECT count(*) FROM {table}") == [(0,)]
    assert not orphelin.exists()


def test_deux_fois_en_meme_temps_n_efface_qu_une_fois(ici: Ici) -> None:
    candidatures = [creer(ici.client) for _ in range(8)]
    passer(ici.reglages, PREVENIR, fois=3)
    passer(ici.reglages, EFFACER, fois=3)
    for candidature in candidatures:
        assert [genre for genre, _ in derniers(ici, candidature)] == ["preavis", "supprimee"]


def test_celle_sur_laquelle_quelqu_un_travaille_attend_la_nuit_suivante(ici: Ici) -> None:
    occupee, libre = creer(ici.client), creer(ici.client)
    passer(ici.reglages, PREVENIR)
    sonde = Sonde(ici.url)
    with sonde.verrou(f"SELECT FROM candidature WHERE id = '{occupee.id}' FOR UPDATE"):
        passer(ici.reglages, EFFACER)
        assert [etat_de(ici, occupee), etat_de(ici, libre)] == ["brouillon", "supprimee"]
    sonde.fermer()
    passer(ici.reglages, EFFACER)
    assert etat_de(ici, occupee) == "supprimee"


@contextmanager
def _au_travail(reglages: Settings) -> Generator[Client]:
    with servir(reglages.model_copy(update={"travaux": True})) as client:
        yield client


def test_le_service_le_fait_de_lui_meme_chaque_nuit(ici: Ici) -> None:
    """Found due by the sandbox's clock: created nine months before it."""
    assert CONSERVER in TRAVAUX
    assert PERIODIQUES[CONSERVER].split()[2:] == ["*", "*", "*"]
    creer(ici.client, ADRESSE, "2023-01-01T12:00:00Z")
    with _au_travail(ici.reglages) as client:
        sql(
            ici.url,
            "INSERT INTO pgqueuer (priority, status, entrypoint, payload) "
            f"VALUES (0, 'queued', '{CONSERVER}', '{{}}')",
        )
        courriels: list[Any] = []
        for _ in range(5000):
            if courriels := client.get("/v1/bac-a-sable/courriels").json()["courriels"]:
                break
    assert [c["a"] for c in courriels] == ["jeanne@anct.gouv.fr"]
