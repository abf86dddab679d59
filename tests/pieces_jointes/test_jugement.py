"""A file is judged in a process of its own, and the service outlives it."""

from pathlib import Path
from zlib import compress

import pytest

from app.kit.process import Issue
from app.pieces_jointes.jugement import DEMESURES, juger
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse, TypeFichier
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes import hostiles as h
from tests.pieces_jointes.test_documents import bombe_tardive
from tests.pouponniere import TRAVAUX, confier, fichier_de

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


def juge(contenu: bytes) -> TypeFichier:
    with fichier_de(contenu) as fichier:
        return confier(lambda pouponniere: juger(pouponniere, fichier))


def lance(code: str) -> Issue:
    with fichier_de(code.encode()) as entree:
        return confier(lambda p: p.faire(TRAVAUX, entree, secondes=30, sortie_max=100))


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


def test_un_programme_ne_se_cache_pas_derriere_ce_qui_epuise_la_memoire() -> None:
    """What could not be read for want of memory was taken for nothing."""
    zeros, programme = compress(bytes(70_000_000)), compress(b"MZ" + bytes(70_000_000))
    with pytest.raises(ContenuRefuse) as refus:
        juge(h.pdf_de_pieces(programme))
    assert refus.value.code is CodeRefus.CONTENU_ACTIF
    with pytest.raises(ContenuRefuse) as refus:
        juge(h.pdf_de_pieces(*[zeros] * 9, programme))
    assert refus.value.code is CodeRefus.ARCHIVE_BOMBE


@pytest.mark.parametrize(
    "geste",
    [
        "b''.join([bytes(2_000_000_000)])",
        "exec('while True: pass')",
        "Path(ICI, 'x').write_text('a')",
    ],
    ids=["memoire", "temps", "disque"],
)
def test_un_juge_a_bout_de_ressources_meurt_seul(tmp_path: Path, geste: str) -> None:
    assert lance(f"ICI = {str(tmp_path)!r}" + BORNE.format(geste)).statut in DEMESURES
