"""Pages of DS: which arguments go together, and what they say."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.demarches_simplifiees.page_de_ds import PAGE_MAX, PageDeDs, Repere
from app.demarches_simplifiees.refus_de_ds import RefusDeDs

_REPERE = Repere(datetime(2023, 9, 22, 21, 59, 59, 999999, UTC), 12)


# A number that no column holds, an instant before all others.
_HORS_DE_TOUT = [
    b64encode(b"2023-09-22T00:00:00Z;9223372036854775808").decode(),
    b64encode(b"0001-01-01T00:00:00+05:00;1").decode(),
]


@given(st.datetimes(timezones=st.just(UTC)), st.integers(1, 2**31 - 1))
def test_un_curseur_se_relit(le: datetime, numero: int) -> None:
    assert Repere.lire(Repere(le, numero).ecrire()) == (le, numero)


@pytest.mark.parametrize(
    "texte", ["", "é", "MQ==", "MTI7MQ", "bm9uO25vbg==", "a" * 1_000, *_HORS_DE_TOUT]
)
def test_ce_qui_n_en_est_pas_un_se_refuse(texte: str) -> None:
    with pytest.raises(RefusDeDs, match="Curseur"):
        Repere.lire(texte)


@pytest.mark.parametrize(
    "arguments",
    [
        {"first": 1, "last": 1},
        {"first": 0},
        {"last": -1},
        {"before": _REPERE.ecrire(), "after": _REPERE.ecrire()},
    ],
)
def test_ce_qui_se_contredit_se_refuse(arguments: dict[str, int]) -> None:
    with pytest.raises(RefusDeDs) as refus:
        PageDeDs.voulue(**arguments)  # type: ignore[arg-type]
    assert refus.value.code == "bad_request"


def test_une_page_a_cent_dossiers_au_plus_quoi_qu_on_en_demande() -> None:
    assert [PageDeDs.voulue(first=n).nombre for n in (None, 3, 100, 500)] == [100, 3, 100, 100]
    assert PAGE_MAX == 100


@pytest.mark.parametrize(
    ("arguments", "descend"),
    [
        ({}, False),
        ({"order": "ASC", "after": _REPERE.ecrire()}, False),
        ({"order": "DESC"}, True),
        ({"last": 2}, True),
        ({"order": "DESC", "before": _REPERE.ecrire()}, False),
    ],
)
def test_on_lit_dans_le_sens_qui_y_mene(arguments: dict[str, str], descend: bool) -> None:
    assert PageDeDs.voulue(**arguments).descend is descend  # type: ignore[arg-type]


def test_une_page_vide_n_a_pas_de_fin_ou_repartir() -> None:
    suite = PageDeDs.voulue(after=_REPERE.ecrire(), first=2)
    assert suite.couper([], de_plus=False) == (
        [],
        {"startCursor": None, "endCursor": None, "hasNextPage": False, "hasPreviousPage": True},
    )


def test_une_page_dit_s_il_y_a_une_suite_et_ce_qui_la_precede() -> None:
    suite = PageDeDs.voulue(after=_REPERE.ecrire()).couper(_lues(1, 2), de_plus=True)
    assert [numero for numero, _ in suite.lignes] == [1, 2]
    assert (suite.infos["hasNextPage"], suite.infos["hasPreviousPage"]) == (True, True)
    assert suite.infos["endCursor"] == Repere(_REPERE.le, 2).ecrire()
    avant = PageDeDs.voulue(before=_REPERE.ecrire()).couper(_lues(11, 10), de_plus=True)
    assert [numero for numero, _ in avant.lignes] == [10, 11]
    assert (avant.infos["hasNextPage"], avant.infos["hasPreviousPage"]) == (True, True)
    premiere = PageDeDs.voulue(last=2).couper(_lues(2, 1), de_plus=False)
    assert (premiere.infos["hasNextPage"], premiere.infos["hasPreviousPage"]) == (False, False)


def _lues(*numeros: int) -> list[tuple[int, Repere]]:
    return [(numero, Repere(_REPERE.le, numero)) for numero in numeros]
