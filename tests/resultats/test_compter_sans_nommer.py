"""How many were not retained, where nobody can be told from it."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formulaire.choix import Region
from app.resultats.compter_sans_nommer import (
    SEUIL,
    compter_les_non_retenues,
    nombres_a_dire,
)

_CODES = st.sampled_from([r.value for r in Region if r.value.isdigit()]) | st.none()


@pytest.mark.parametrize(
    ("par_region", "total", "montres", "autres"),
    [
        ({}, None, {}, None),
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


@pytest.mark.parametrize(
    ("par_version", "dits"),
    [
        ([{"28": 5}, {"28": 1}], {"28": 5}),
        ([{"28": 5}, {"28": 1}, {"28": 4}], {"28": 10}),
        ([{"28": 4}, {"28": 1}], {"28": 5}),
        # Told by what is left, or by what is left no more.
        ([{"28": 5}, {"32": 1}], {"28": 5}),
        ([{"28": 9, "32": 4, "44": 4}, {"32": 1, "44": 4}], {"28": 9, "32": 4, "44": 4}),
    ],
)
def test_d_une_version_a_l_autre_un_nombre_bouge_de_cinq_ou_pas(
    par_version: list[Mapping[str | None, int]], dits: Mapping[str | None, int]
) -> None:
    assert nombres_a_dire(par_version) == dits


@given(st.lists(st.dictionaries(_CODES, st.integers(1, 6), max_size=4), max_size=8))
def test_de_deux_versions_aucune_difference_n_est_de_une_a_quatre(
    par_version: list[dict[str | None, int]],
) -> None:
    dites = [
        compter_les_non_retenues(nombres_a_dire(par_version[:n]))
        for n in range(len(par_version) + 1)
    ]
    for avant, apres in pairwise(dites):
        ecarts = [(apres.total or 0) - (avant.total or 0)]
        ici = {une.region: une.candidatures for une in avant.par_region}
        la = {une.region: une.candidatures for une in apres.par_region}
        ecarts += [la[region] - ici[region] for region in ici.keys() & la.keys()]
        assert all(un == 0 or un >= SEUIL for un in ecarts)
