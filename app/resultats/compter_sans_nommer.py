"""Numbers of those that were not retained, none of which tells who."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from app.formulaire.choix import Region
from app.resultats.resultats_publies import NonRetenues, RegionNonRetenue

SEUIL: Final = 5

Nombres = Mapping[str | None, int]
"""How many, by region (INSEE codes; None for none)."""


def nombres_a_dire(par_version: Iterable[Nombres]) -> Nombres:
    """What the last version counts, of those that each version adds.

    Numbers stay those of a former one while any that is told, or what is left beside, would move
    by less than `SEUIL`: nobody is found by the difference of two versions.
    """
    dits, tous = Counter[str | None](), Counter[str | None]()
    for ajoutees in par_version:
        tous.update(ajoutees)
        if _bougent_assez(dits, tous):
            dits = tous.copy()
    return dits


def _bougent_assez(avant: Nombres, apres: Nombres) -> bool:
    ecarts = {code: n - avant.get(code, 0) for code, n in apres.items()}
    des_deux = _montrees(avant), _montrees(apres)
    seules = [ecarts[code] for code in des_deux[0].union(des_deux[1])]
    restes = [sum(n for code, n in ecarts.items() if code not in les) for les in des_deux]
    return all(n == 0 or n >= SEUIL for n in [*seules, *restes])


def _montrees(par_region: Nombres) -> set[str]:
    """The regions whose numbers are told: from `SEUIL` on. What is put together is `SEUIL` at
    least: the smallest of the other regions joins it where it has to, for nobody to find it by a
    subtraction.
    """
    montres = {code: n for code, n in par_region.items() if code is not None and n >= SEUIL}
    autres = sum(par_region.values()) - sum(montres.values())
    while 0 < autres < SEUIL and montres:
        autres += montres.pop(min(montres, key=lambda code: (montres[code], code)))
    return {*montres}


def compter_les_non_retenues(par_region: Nombres) -> NonRetenues:
    """Their numbers by region, from `SEUIL` on; the others together."""
    montrees, total = _montrees(par_region), sum(par_region.values())
    regions = sorted(map(Region, montrees), key=lambda une: une.libelle)
    autres = total - sum(par_region[code] for code in montrees)
    return NonRetenues(
        total=None if total < SEUIL else total,
        par_region=tuple(
            RegionNonRetenue(region=une, nom=une.libelle, candidatures=par_region[une.value])
            for une in regions
        ),
        autres_regions=None if total < SEUIL else autres,
    )
