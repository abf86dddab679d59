"""What who decides for some regions may decide: of what these lead, and grant what is theirs.

Else a dry run would tell them what is sealed elsewhere, place by place, code by code.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from app.formulaire.referentiels import EPCI_ET_EPT
from app.formulaire.referentiels.departements import departement_de
from app.instruction.proposition import Proposition, TerritoireRetenu

# Of an EPCI that lies in one region alone, all its départements are of it.
REGION_DU_DEPARTEMENT: Final = {
    departement: une.regions[0]
    for une in EPCI_ET_EPT.values()
    if len(une.regions) == 1
    for departement in une.departements
}
"""The INSEE code of the region of each département."""


def incompetences(
    regions: Collection[str] | None,
    pilote: str | None,
    demandes: Collection[str],
    decidee: Proposition,
    code: str | None,
) -> Iterator[str]:
    """Why a lot of these regions (None for all) may not decide that.

    `pilote` leads the candidature, which asked for the EPCI `demandes`; `code`: the one said.
    """
    if regions is None:
        return
    retenu = decidee.territoire_retenu
    pilotes = [pilote, retenu and retenu.region_pilote, code and code[3:5]]
    if pilote is None or any(une not in regions for une in pilotes if une):
        yield "region-non-pilote"
    if retenu and not all(_est_sien(regions, demandes, lieu) for lieu in _lieux(retenu)):
        yield "lieu-hors-regions"


def _lieux(retenu: TerritoireRetenu) -> Sequence[str]:
    return [*retenu.epci, *retenu.communes]


def _est_sien(regions: Collection[str], demandes: Collection[str], lieu: str) -> bool:
    if lieu in demandes:
        return True
    if epci := EPCI_ET_EPT.get(lieu):
        return not set(epci.regions).isdisjoint(regions)
    return REGION_DU_DEPARTEMENT.get(departement_de(lieu)) in regions
