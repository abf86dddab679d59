"""XML that costs more than its size to whoever reads it carelessly."""

import tracemalloc

import pytest

from tests.pieces_jointes import echantillons as e

MIO = 1024 * 1024


def _docx(types: str) -> bytes:
    return e.zipper(e.parties_docx() | {e.TYPES_CONTENU: types})


def _espace_de_noms() -> str:
    """A namespace of 50 KB, two thousand attributes that name it: 100 MB once resolved."""
    lignes = "".join(f'<a n:b{rang}=""/>' for rang in range(2000))
    return f'<Types xmlns:n="{"u" * 50_000}">{lignes}</Types>'


COUTEUX = {
    "noms_immenses": (_espace_de_noms(), "type_refuse"),
    "elements_sans_nombre": (f"<Types>{'<a/>' * 250_000}</Types>", "archive_bombe"),
    "elements_sans_fond": (f"{'<a>' * 140_000}{'</a>' * 140_000}", "archive_bombe"),
}


@pytest.mark.parametrize(("types", "refus"), COUTEUX.values(), ids=COUTEUX.keys())
def test_un_xml_couteux_est_refuse_sans_etre_paye(types: str, refus: str) -> None:
    contenu = _docx(types)
    tracemalloc.start()
    try:
        assert e.verdict(contenu) == refus
        assert tracemalloc.get_traced_memory()[1] < 16 * MIO
    finally:
        tracemalloc.stop()


def test_un_prefixe_d_espace_de_noms_est_permis() -> None:
    """As `<ct:Override>`: rare, and correct (ECMA-376 part 2, 6.2.3)."""
    types = e.parties_docx()[e.TYPES_CONTENU]
    assert isinstance(types, str)
    prefixes = types.replace("<Types xmlns=", "<ct:Types xmlns:ct=").replace(
        "</Types>", "</ct:Types>"
    )
    for nom in ("Default", "Override"):
        prefixes = prefixes.replace(f"<{nom} ", f"<ct:{nom} ")
    assert e.verdict(_docx(prefixes)) == e.verdict(e.docx())
