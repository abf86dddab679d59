"""The checker finds nothing where nothing is wrong, and names what is."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

from app.config import Settings
from tests.bases import base_neuve, migrer_pour_servir, sql
from tests.conftest import reglages_pour, servir
from tests.drills.controle import Bilan, controler
from tests.drills.ecrivains import ecrivains
from tests.drills.registre import ACQUITTES, Genre, Ligne, Registre, lire, plus_long_silence

pytestmark = pytest.mark.verify
_DELAI: Final = 60.0


@dataclass(frozen=True)
class Ecrit:
    """What one writer was told, and where it wrote."""

    reglages: Settings
    url: str
    base: str
    lignes: list[Ligne]

    def fichier(self, piece: str) -> Path:
        return self.reglages.donnees / "fichiers" / "pieces" / piece

    def objet(self, piece: str) -> bytes | None:
        fichier = self.fichier(piece)
        return fichier.read_bytes() if fichier.exists() else None

    def controler(self, lignes: list[Ligne] | None = None) -> Bilan:
        return controler(
            self.url, self.base, self.lignes if lignes is None else lignes, self.objet, set()
        )

    def une(self, genre: Genre) -> Ligne:
        return next(ligne for ligne in self.lignes if ligne.genre is genre)


@pytest.fixture(scope="module")
def ecrit(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> Generator[Ecrit]:
    tmp_path = tmp_path_factory.mktemp("ecrit")
    with base_neuve(postgres) as base:
        migrer_pour_servir(base)
        reglages = reglages_pour(base, tmp_path, cloture="2099-01-01T00:00:00Z")
        with servir(reglages) as client:
            registre = Registre(tmp_path / "registre")
            url = str(client.base_url)
            with ecrivains(url, registre, 1):
                assert registre.attendre(1, _DELAI)
            registre.fermer()
            yield Ecrit(reglages, url, base, list(lire(registre.fichier)))


def test_ce_qui_est_entier_est_dit_entier(ecrit: Ecrit) -> None:
    bilan = ecrit.controler()
    assert bilan.intact, bilan
    assert bilan.acquittes == sum(ligne.genre in ACQUITTES for ligne in ecrit.lignes)
    assert {ligne.genre for ligne in ecrit.lignes} == ACQUITTES


def test_un_fichier_altere_ou_absent_est_perdu(ecrit: Ecrit) -> None:
    piece = ecrit.une(Genre.PIECE).valeur.split()[0]
    fichier = ecrit.fichier(piece)
    entier = fichier.read_bytes()
    try:
        fichier.write_bytes(b"autre chose")
        assert f"magasin : pièce {piece}" in ecrit.controler().perdus
        fichier.unlink()
        assert f"magasin : pièce {piece}" in ecrit.controler().perdus
    finally:
        fichier.write_bytes(entier)


@pytest.mark.parametrize(
    ("genre", "valeur"),
    [
        (Genre.ENREGISTREMENT, "99"),
        (Genre.PIECE, f"{uuid4()} {'0' * 64}"),
        (Genre.DEPOT, "3 TI-2023-AAAA-AAAA"),
        (Genre.DEPOT, "1 TI-2023-AAAA-AAAA"),
    ],
)
def test_ce_qui_fut_dit_et_ne_se_retrouve_pas_est_perdu(
    ecrit: Ecrit, genre: Genre, valeur: str
) -> None:
    jamais = replace(ecrit.lignes[-1], genre=genre, valeur=valeur)
    assert ecrit.controler([*ecrit.lignes, jamais]).perdus


def test_une_candidature_que_nul_ne_connait_est_double_sauf_abandon(ecrit: Ecrit) -> None:
    seule = [ligne for ligne in ecrit.lignes if not ligne.candidature]
    assert ecrit.controler(seule).doubles == ["candidature"]
    abandon = Ligne(0.0, Genre.ABANDON, "", Genre.CREATION)
    assert ecrit.controler([*seule, abandon]).doubles == []


def test_un_depot_de_plus_que_ce_qui_fut_dit_est_double(ecrit: Ecrit) -> None:
    dernier = [ligne for ligne in ecrit.lignes if ligne.genre is Genre.DEPOT][-1]
    sans = [ligne for ligne in ecrit.lignes if ligne is not dernier]
    assert len(ecrit.controler(sans).doubles) == 1


def test_un_journal_retouche_est_rompu(ecrit: Ecrit) -> None:
    assert not ecrit.controler().ruptures
    sql(
        ecrit.base,
        "ALTER TABLE evenement DISABLE TRIGGER ALL",
        "UPDATE evenement SET auteur = 'autre' WHERE version = 2",
    )
    assert "REFUSÉ" in ecrit.controler().ruptures


def test_le_plus_long_silence_compte_ses_bornes() -> None:
    lignes = [Ligne(le, Genre.DEPOT, "", "") for le in (1.0, 2.0, 5.0)]
    assert plus_long_silence(lignes, 0.0, 6.0) == 3.0
    assert plus_long_silence(lignes, 0.0, 10.0) == 5.0
    assert plus_long_silence([], 2.0, 4.0) == 2.0
