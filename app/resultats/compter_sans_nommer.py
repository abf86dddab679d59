"""Numbers of those that were not retained, none of which tells who."""

from collections.abc import Mapping
from typing import Final

from app.formulaire.choix import Region
from app.resultats.resultats_publies import NonRetenues, RegionNonRetenue

SEUIL: Final = 5


def compter_les_non_retenues(par_region: Mapping[str | None, int]) -> NonRetenues:
    """Their numbers by region (INSEE codes; None for none), from `SEUIL` on; the others together.

    What is put together is `SEUIL` at least: the smallest of the other regions joins it where it
    has to, for nobody to find it by a subtraction.
    """
    montres = {code: n for code, n in par_region.items() if code is not None and n >= SEUIL}
    total = sum(par_region.values())
    autres = total - sum(montres.values())
    while 0 < autres < SEUIL and montres:
        autres += montres.pop(min(montres, key=lambda code: (montres[code], code)))
    regions = sorted((Region(code) for code in montres), key=lambda une: une.libelle)
    return NonRetenues(
        total=None if 0 < total < SEUIL else total,
        par_region=tuple(
            RegionNonRetenue(region=une, nom=une.libelle, candidatures=montres[une.value])
            for une in regions
        ),
        autres_regions=None if 0 < autres < SEUIL else autres,
    )
