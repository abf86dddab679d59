"""`ti journal verifier`, and the witness that it gives to be kept elsewhere."""

import asyncio
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import make_url

from app.candidatures.controle import Temoin, TemoinIllisible, controler
from app.kit.postgres.embedded import PostgresEmbarque
from tests.bases import base_migree, base_neuve, migrer_pour_servir, sql
from tests.conftest import reglages_pour, servir
from tests.exploitation.commandes import echoue_sans_trace, ti, ti_seul

_SANS_GARDE: Final = "ALTER TABLE evenement DISABLE TRIGGER ALL"
# What somebody who may do anything would do: alter the events, then seal each chain anew.
_REECRIRE: Final = """DO $$
DECLARE ligne record; tete bytea; de uuid;
BEGIN
    FOR ligne IN SELECT * FROM evenement ORDER BY candidature_id, id LOOP
        IF de IS DISTINCT FROM ligne.candidature_id THEN
            de := ligne.candidature_id;
            tete := '';
        END IF;
        tete := sceau(tete, de, ligne.genre, ligne.le, ligne.acces_id, 'lecture', ligne.origine,
            ligne.version, ligne.details);
        UPDATE evenement SET empreinte = tete, auteur = 'lecture' WHERE id = ligne.id;
        UPDATE candidature SET chaine = tete WHERE id = de;
    END LOOP;
END $$"""


@pytest.fixture(scope="module")
def ecrite(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The name of a database with two candidatures, three events in all."""
    with base_migree(postgres) as url:
        _vivre(url, tmp_path_factory.mktemp("temoin"))
        yield str(make_url(url).database)


@pytest.fixture
def copie(postgres: str, ecrite: str) -> Generator[str]:
    with base_neuve(postgres, ecrite) as url:
        yield url


def _vivre(url: str, dossier: Path) -> None:
    """Two candidatures and three events more."""
    with servir(reglages_pour(url, dossier, cloture=datetime(2100, 1, 1, tzinfo=UTC))) as client:
        client.creer()
        client.creer().modifier({"contact": {"courriel": "jeanne@"}}).raise_for_status()


def _temoin(url: str) -> Temoin:
    return asyncio.run(controler(url)).temoin


def test_seul_un_temoin_montre_un_journal_tout_recrit(copie: str) -> None:
    temoin = _temoin(copie)
    sql(copie, _SANS_GARDE, _REECRIRE)
    lu = asyncio.run(controler(copie, temoin))
    assert (lu.ruptures, lu.conforme, lu.intact) == ([], False, False)
    assert lu.temoin != temoin


def test_seul_un_temoin_montre_une_candidature_disparue_tout_entiere(copie: str) -> None:
    temoin = _temoin(copie)
    ((id,),) = sql(copie, "SELECT min(candidature_id::text) FROM evenement")
    sql(
        copie,
        _SANS_GARDE,
        f"DELETE FROM evenement WHERE candidature_id = '{id}'",
        f"DELETE FROM acces WHERE candidature_id = '{id}'",
        f"DELETE FROM candidature WHERE id = '{id}'",
    )
    lu = asyncio.run(controler(copie, temoin))
    assert (lu.ruptures, lu.conforme) == ([], False)


def test_un_temoin_reste_vrai_quand_le_journal_grandit(copie: str, tmp_path: Path) -> None:
    temoin = _temoin(copie)
    _vivre(copie, tmp_path)
    lu = asyncio.run(controler(copie, Temoin.lire(str(temoin))))
    assert (lu.evenements, lu.conforme, lu.intact) == (6, True, True)
    assert lu.temoin.dernier > temoin.dernier


@pytest.mark.parametrize("texte", ["", "12", "a-" + "0" * 64, "1-" + "0" * 63, "1-" + "G" * 64])
def test_un_temoin_mal_ecrit_est_refuse(texte: str) -> None:
    with pytest.raises(TemoinIllisible):
        Temoin.lire(texte)


# --- The command ---


def _verifier(url: str, *arguments: str) -> str:
    """What the command tells of a record that is right."""
    resultat = ti("journal", "verifier", *arguments, TI_DATABASE_URL=url)
    assert (resultat.returncode, resultat.stderr) == (0, "")
    return resultat.stdout


def test_la_commande_dit_ce_qu_elle_a_lu_et_un_temoin_qu_elle_sait_relire(copie: str) -> None:
    dit = _verifier(copie)
    assert "3 événements, 2 candidatures." in dit
    temoin = str(_temoin(copie))
    assert dit.endswith(f"{temoin}\n")
    assert _verifier(copie, "--temoin", temoin) == dit


def test_la_commande_nomme_ce_qui_ne_suit_pas_et_echoue(copie: str) -> None:
    temoin = str(_temoin(copie))
    ((id, candidature),) = sql(
        copie,
        _SANS_GARDE,
        "UPDATE evenement SET auteur = 'service' WHERE genre = 'creee' "
        "AND id = (SELECT max(id) FROM evenement WHERE genre = 'creee') "
        "RETURNING id, candidature_id",
    )
    resultat = ti("journal", "verifier", TI_DATABASE_URL=copie)
    assert resultat.returncode == 1
    assert resultat.stderr.splitlines() == [
        f"REFUSÉ : candidature {candidature}, événement {id} : il ne suit pas celui qui le précède."
    ]
    sql(copie, _REECRIRE)
    resultat = ti("journal", "verifier", "--temoin", temoin, TI_DATABASE_URL=copie)
    assert (resultat.returncode, resultat.stderr.count("REFUSÉ")) == (1, 1)
    assert "témoin" in resultat.stderr


def test_la_commande_refuse_un_temoin_mal_ecrit(copie: str) -> None:
    resultat = ti("journal", "verifier", "--temoin", "non", TI_DATABASE_URL=copie)
    assert "--temoin" in echoue_sans_trace(resultat, statut=2)


def test_la_commande_trouve_la_base_embarquee_en_marche_ou_arretee(tmp_path: Path) -> None:
    ici = {"TI_DONNEES": str(tmp_path)}
    resultat = ti("journal", "verifier", **ici)
    assert "Il n'y a pas de base" in echoue_sans_trace(resultat, statut=2)
    assert list(tmp_path.iterdir()) == []
    with PostgresEmbarque(tmp_path) as postgres:
        migrer_pour_servir(postgres.url)
        _vivre(postgres.url, tmp_path)
        en_marche = ti_seul("journal", "verifier", **ici)
    arretee = ti("journal", "verifier", **ici)
    assert en_marche.stdout == arretee.stdout
    assert (en_marche.returncode, arretee.returncode) == (0, 0), arretee.stderr
    assert not (tmp_path / "postgresql" / "postmaster.pid").exists()
