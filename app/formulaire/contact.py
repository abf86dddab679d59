"""Notre point de contact pour la suite du dossier."""

from typing import Annotated

from pydantic import Field

from app.formulaire.conditions import Si
from app.formulaire.section import Section
from app.formulaire.types import Courriel, Facultatif, OuiNon, Telephone, TexteCourt

AUTRE_CONTACT = Si("est_contact_suite", False)


class Contact(Section):
    """Whom to write to after the deposit."""

    titre = "Notre point de contact pour la suite du dossier"

    nom_prenom: TexteCourt = Field(title="Votre Nom et Prénom")
    fonction_organisation: TexteCourt = Field(title="Votre fonction et votre organisation")
    courriel: Courriel = Field(title="Votre courriel")
    telephone: Telephone = Field(title="Votre téléphone")
    est_contact_suite: OuiNon = Field(
        title="Êtes-vous le contact pour la suite de la candidature ?"
    )
    suite_nom_prenom: Annotated[Facultatif[TexteCourt], AUTRE_CONTACT] = Field(
        None, title="Prénom et nom du contact pour la suite de la candidature"
    )
    suite_fonction_organisation: Annotated[Facultatif[TexteCourt], AUTRE_CONTACT] = Field(
        None, title="Fonction et organisation du contact pour la suite de la candidature"
    )
    suite_courriel: Annotated[Facultatif[Courriel], AUTRE_CONTACT] = Field(
        None, title="Courriel du contact"
    )
    suite_telephone: Annotated[Facultatif[Telephone], AUTRE_CONTACT] = Field(
        None, title="Téléphone du contact"
    )
