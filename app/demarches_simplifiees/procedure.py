"""The call for applications, as DS has a procedure: what it asks, in one revision."""

from collections.abc import Mapping
from typing import Any

from app.demarches_simplifiees.descripteurs import descripteurs
from app.demarches_simplifiees.groupes import NUMEROS_DES_GROUPES, groupe
from app.demarches_simplifiees.identifiants import encoder
from app.formulaire.description import formulaire_decrit

Json = dict[str, Any]


def revision(lue: Mapping[str, Any]) -> Json:
    """Its one revision, of a row of `lectures.demarche`."""
    return {
        "id": encoder("Revision", 1),
        "dateCreation": lue["ouverture"],
        "datePublication": lue["ouverture"],
        "champDescriptors": descripteurs(),
        "annotationDescriptors": [],
    }


def demarche(lue: Mapping[str, Any]) -> Json:
    """It as a `Demarche`, and as a `DemarcheDescriptor`."""
    forme, une = formulaire_decrit(), revision(lue)
    commun = {
        "id": encoder("Procedure", lue["numero"]),
        "number": lue["numero"],
        "title": forme.titre,
        "description": forme.introduction,
        "state": "close" if lue["close"] else "publiee",
        "dateCreation": lue["ouverture"],
        "datePublication": lue["ouverture"],
        "dateDerniereModification": lue["ouverture"],
        "dateFermeture": lue["cloture"],
    }
    revisions = dict.fromkeys(
        ("revision", "activeRevision", "publishedRevision", "draftRevision"), une
    )
    return {
        **commun,
        **revisions,
        "revisions": [une],
        "champDescriptors": une["champDescriptors"],
        "groupeInstructeurs": [groupe(region.value) for region in NUMEROS_DES_GROUPES],
        "forIndividual": False,
        "opendata": False,
        "dureeConservationDossiers": lue["conservation"],
        **{nom: [] for nom in ("annotationDescriptors", "administrateurs", "labels")},
        **{nom: [] for nom in ("tags", "zones")},
    }
