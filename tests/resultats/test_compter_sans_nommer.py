"""How many were not retained, where nobody can be told from it."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formulaire.choix import Region
from app.resultats.compter_sans_nommer import SEUIL, compter_les_non_retenues

_CODES = st.sampled_from([r.value for r in Region if r.value.isdigit()]) | st.none()


@pytest.mark.parametrize(
    ("par_region", "total", "montres", "autres"),
    [
        ({}, 0, {}, 0),
        ({"28": 4}, None, {}, None),
        ({"28": 5}, 5, {"28": 5}, 0),
        ({"28": 9, "32": 3, "44": 2}, 14, {"28": 9}, 5),
        # Alone below the threshold, it would be what is left: the smallest other one joins it.
        ({"28": 9, "32": 6, "44": 2}, 17, {"28": 9}, 8),
        ({None: 1, "28": 6}, 7, {}, 7),
    ],
)
def test_de_une_a_quatre_un_nombre_ne_se_dit_ni_ne_se_retrouve(
    par_region: Mapping[str | None, int],
    total: int | None,
    montres: Mapping[str, int],
    autres: int | None,
) -> None:
    comptees = compter_les_non_retenues(par_region)
    assert {une.region.value: une.candidatures for une in comptees.par_region} == montres
    assert (comptees.total, comptees.autres_regions) == (total, autres)


@given(st.dictionaries(_CODES, st.integers(1, 12), max_size=18))
def test_tout_nombre_dit_est_nul_ou_d_au_moins_cinq(par_region: dict[str | None, int]) -> None:
    comptees = compter_les_non_retenues(par_region)
    dits = [une.candidatures for une in comptees.par_region]
    dits += [un for un in (comptees.total, comptees.autres_regions) if un is not None]
    assert all(un == 0 or un >= SEUIL for un in dits)
    if comptees.total is not None:
        regions = sum(une.candidatures for une in comptees.par_region)
        assert comptees.autres_regions is not None
        assert comptees.total == regions + comptees.autres_regions == sum(par_region.values())
