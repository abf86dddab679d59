"""Who applies, as DS tells of them: what is not known is empty, and nothing is made up."""

from collections.abc import Mapping
from typing import Any, Final

from app.demarches_simplifiees.identifiants import encoder

Json = dict[str, Any]
_SANS_ADRESSE: Final = {
    **dict.fromkeys(("label", "cityName", "cityCode", "postalCode"), ""),
    "type": "municipality",
}
_SIREN: Final = 9


def demandeur(lui: Mapping[str, Any], numero: int) -> Json:
    """The legal person of the section `demandeur`, of the dossier of this number."""
    siret = lui["siret"]
    return {
        "__typename": "PersonneMorale",
        "id": encoder("PersonneMorale", numero),
        "siret": siret,
        "siegeSocial": False,
        "libelleNaf": "",
        "address": _SANS_ADRESSE,
        **dict.fromkeys(("adresse", "codeInseeLocalite", "codePostal", "localite"), ""),
        "entreprise": {
            "siren": siret[:_SIREN],
            "siretSiegeSocial": "",
            "raisonSociale": lui["denomination"],
            "nomCommercial": "",
            "formeJuridique": lui["forme_juridique"],
            "formeJuridiqueCode": lui.get("categorie_juridique"),
            "inlineAdresse": "",
        },
    }


def profil(courriel: str | None, numero: int) -> Json:
    """Who holds the dossier of this number, by their address."""
    return {"id": encoder("User", numero), "email": courriel or ""}
