"""A file is judged in a process of its own, and the service outlives it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.kit.process import Issue, lancer
from app.pieces_jointes.jugement import DEMESURES, juger
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse, TypeFichier
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.test_documents import bombe_tardive

BORNE = """
import sys
from pathlib import Path
from app.kit.confine import MEMOIRE_EPUISEE, se_limiter
se_limiter(640 * 1024 * 1024, 1)
try:
    {}
except (MemoryError, OSError):
    sys.exit(MEMOIRE_EPUISEE)
"""


async def _morceaux(contenu: bytes) -> AsyncIterator[bytes]:
    for debut in range(0, len(contenu), 100_000):
        yield contenu[debut : debut + 100_000]


def juge(contenu: bytes) -> TypeFichier:
    return asyncio.run(juger(_morceaux(contenu)))


def lance(code: str, secondes: float = 30) -> Issue:
    return asyncio.run(lancer("-c", code, secondes=secondes, sortie_max=100))


@pytest.mark.parametrize("type_", TypeFichier)
def test_juge_chaque_type_dans_un_autre_processus(type_: TypeFichier) -> None:
    assert juge(e.ACCEPTES[type_]) is type_


def test_rend_le_refus_et_son_message() -> None:
    with pytest.raises(ContenuRefuse) as refus:
        juge(e.ole("WordDocument"))
    assert refus.value.code is CodeRefus.TYPE_REFUSE
    assert "Word (.doc)" in refus.value.message


def test_une_bombe_de_trois_gigaoctets_est_refusee() -> None:
    """3 MB, whose picture says 20 KB."""
    contenu = bombe_tardive(3_000_000_000, 20_000)
    assert len(contenu) < 4_000_000
    with pytest.raises(ContenuRefuse) as refus:
        juge(contenu)
    assert refus.value.code is CodeRefus.ARCHIVE_BOMBE


@pytest.mark.verify  # ten seconds of a processor
def test_un_fichier_trop_couteux_est_refuse() -> None:
    """Its declarations hold: reading it takes more time than the judge has."""
    lien = '<Relationship Id="r" Type="/hyperlink" Target="a" TargetMode="External"/>'
    xml = f"<Relationships>{lien * 700_000}</Relationships>"
    contenu = e.zipper(e.parties_docx() | {f"word/_rels/{rang}.xml.rels": xml for rang in range(9)})
    with pytest.raises(ContenuRefuse) as refus:
        juge(contenu)
    assert refus.value.code is CodeRefus.ARCHIVE_BOMBE
    assert "imprimez-le dans un nouveau PDF" in refus.value.message


@pytest.mark.parametrize(
    "geste",
    ["b''.join([bytes(2_000_000_000)])", "exec('while True: pass')", "Path('x').write_text('a')"],
    ids=["memoire", "temps", "disque"],
)
def test_un_juge_a_bout_de_ressources_meurt_seul(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, geste: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert lance(BORNE.format(geste)).statut in DEMESURES


def test_un_processus_trop_lent_ou_bavard_est_tue() -> None:
    assert lance("import time; time.sleep(60)", 0.2).statut is None
    assert lance("print('a' * 1000)").statut is None


def test_le_juge_n_herite_d_aucun_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TI_SECRET", "a")
    assert b"TI_SECRET" not in lance("import os; print(list(os.environ))").sortie
