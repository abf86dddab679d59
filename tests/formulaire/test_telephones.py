"""Telephones of the mainland have a way of their own, sooner at the same end as the others."""

import phonenumbers
import pytest

from app.formulaire.telephones import doute, lire_telephone

_OUTRE_MER = (
    *("262", "269", "590", "594", "596", "639"),
    *("690", "691", "692", "693", "694", "696", "697"),
)


def _lu(ecrit: str) -> str:
    try:
        return lire_telephone(ecrit)
    except ValueError as refus:
        return str(refus)


@pytest.mark.parametrize("suite", ["123456", "000000"])
def test_un_numero_de_metropole_se_lit_de_meme_sous_00_33(suite: str) -> None:
    for tranche in range(100, 1_000):
        numero = f"{tranche}{suite}"
        attendu = _lu(f"0033{numero}")
        assert _lu(f"+33{numero}") == attendu
        if not _d_outre_mer(numero):
            assert _lu(f"0{numero}") == attendu


def _d_outre_mer(numero: str) -> bool:
    """Of an overseas plan, or of none of the mainland, and tried by these."""
    return numero[:3] in _OUTRE_MER or doute(f"+33{numero}") is not None


@pytest.mark.parametrize("tranche", _OUTRE_MER)
def test_un_numero_d_outre_mer_se_lit_par_son_plan(tranche: str) -> None:
    assert _lu(f"0{tranche}123456")[:4] in {"+262", "+590", "+594", "+596"}


def test_un_numero_de_nulle_part_en_metropole_se_lit_par_un_autre_plan() -> None:
    assert _lu("0709123456") == "+596709123456"


def test_une_tranche_est_douteuse_quand_aucun_plan_ne_l_a() -> None:
    for tranche in range(100, 1_000):
        lu = f"+33{tranche}123456"
        attribue = phonenumbers.is_valid_number(phonenumbers.parse(lu))
        assert (doute(lu) is None) is attribue
