"""Our client, against the clamd of Debian's package."""

import asyncio
import tracemalloc
from collections.abc import AsyncGenerator, Generator

import pytest

from app.kit.files.clamd import NonAnalyse, TropGrandPourAnalyse, analyser
from tests.clamd import EICAR, VIRUS_D_ESSAI, Clamd, clamd
from tests.pieces_jointes import echantillons as e
from tests.pieces_jointes.hostiles import pdf_avec_piece

pytestmark = pytest.mark.verify
MIO = 1024 * 1024
DELAI = 60


@pytest.fixture(scope="module")
def antivirus() -> Generator[Clamd]:
    with clamd() as lance:
        yield lance


async def flux(contenu: bytes) -> AsyncGenerator[bytes]:
    yield contenu


async def nuls(mio: int) -> AsyncGenerator[bytes]:
    for _ in range(mio * 16):
        yield bytes(65536)


ZIP = e.zipper({"note.txt": "bonjour", "eicar.com": EICAR})
INFECTES = {
    "nu": EICAR,
    "zip": ZIP,
    "zip_dans_un_zip": e.zipper({"a.zip": ZIP}),
    "xlsx": e.ajouter(e.xlsx(), {"xl/media/image1.png": EICAR}),
    "docx": e.ajouter(e.docx(), {"word/embeddings/objet.bin": EICAR}),
    "odt": e.ajouter(e.odt(), {"Pictures/image.png": EICAR}),
    "piece_d_un_pdf": pdf_avec_piece(EICAR),
    "zip_dans_un_pdf": pdf_avec_piece(ZIP),
}


@pytest.mark.parametrize("contenu", INFECTES.values(), ids=INFECTES.keys())
def test_eicar_est_trouve(antivirus: Clamd, contenu: bytes) -> None:
    trouve = asyncio.run(analyser(antivirus.adresse, flux(contenu), DELAI))
    assert trouve == "Eicar-Test-Signature.UNOFFICIAL"


def test_notre_signature_est_trouvee_n_importe_ou(antivirus: Clamd) -> None:
    contenu = e.png()[:33] + e.bloc_png(b"tEXt", b"a\0" + VIRUS_D_ESSAI) + e.png()[33:]
    assert asyncio.run(analyser(antivirus.adresse, flux(contenu), DELAI)) == "Essai.UNOFFICIAL"


@pytest.mark.parametrize("contenu", e.ACCEPTES.values(), ids=lambda c: repr(c[:4]))
def test_un_vrai_fichier_est_sain(antivirus: Clamd, contenu: bytes) -> None:
    assert asyncio.run(analyser(antivirus.adresse, flux(contenu), DELAI)) is None


def test_cinquante_mio_sans_les_tenir_en_memoire(antivirus: Clamd) -> None:
    tracemalloc.start()
    try:
        assert asyncio.run(analyser(antivirus.adresse, nuls(50), DELAI)) is None
        assert tracemalloc.get_traced_memory()[1] < 2 * MIO
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("mio", [2, 30])
def test_au_dela_de_la_longueur_maximale_rien_n_est_dit_sain(mio: int) -> None:
    """clamd answers and hangs up on a client that still writes: once in a while, all is lost."""
    with clamd(StreamMaxLength="1M") as petit:
        for _ in range(20):
            with pytest.raises(NonAnalyse):
                asyncio.run(analyser(petit.adresse, nuls(mio), DELAI))


def test_par_un_port_comme_par_une_prise() -> None:
    with clamd(port=True) as sur_un_port:
        assert sur_un_port.adresse.startswith("127.0.0.1:")
        assert asyncio.run(analyser(sur_un_port.adresse, flux(EICAR), DELAI))
        assert asyncio.run(analyser(sur_un_port.adresse, flux(b"bonjour"), DELAI)) is None


def test_ce_que_clamd_ne_lit_pas_en_entier_n_est_pas_sain() -> None:
    with clamd(MaxFileSize="1M") as petit, pytest.raises(TropGrandPourAnalyse):
        asyncio.run(analyser(petit.adresse, nuls(2), DELAI))


def test_un_clamd_tue_n_a_rien_analyse() -> None:
    with clamd() as bientot_mort:
        assert asyncio.run(analyser(bientot_mort.adresse, flux(b"bonjour"), DELAI)) is None
        bientot_mort.tuer()
        with pytest.raises(NonAnalyse):
            asyncio.run(analyser(bientot_mort.adresse, flux(b"bonjour"), DELAI))
