"""The groups of DS: our regions, each with the number that it is known by there."""

from typing import Any, Final

from app.demarches_simplifiees.identifiants import encoder
from app.formulaire.choix import Region

# What has no code of INSEE.
_A_PART: Final = {Region.COLLECTIVITES_OUTRE_MER: 998, Region.INTERREGIONAL: 999}
NUMEROS_DES_GROUPES: Final = {
    region: _A_PART[region] if region in _A_PART else int(region.value) for region in Region
}
_REGIONS: Final = {numero: region for region, numero in NUMEROS_DES_GROUPES.items()}


def region_du_groupe(numero: int) -> str | None:
    """The code of the region that this number is of; None for none."""
    region = _REGIONS.get(numero)
    return region and region.value


def groupe(code: str) -> dict[str, Any]:
    """The group of a region; who is in it is known by their keys, not by name."""
    region = Region(code)
    numero = NUMEROS_DES_GROUPES[region]
    return {
        "id": encoder("GroupeInstructeur", numero),
        "number": numero,
        "label": region.libelle,
        "closed": False,
        "instructeurs": [],
        "groupe": code,
    }
