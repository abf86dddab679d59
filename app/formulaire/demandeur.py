"""Identité du demandeur."""

from pydantic import Field

from app.formulaire.section import Section
from app.formulaire.types import CategorieJuridique, Courriel, Facultatif, Siret, TexteCourt


class Demandeur(Section):
    """Who applies: any establishment, not an EPCI only."""

    titre = "Identité du demandeur"

    courriel: Courriel = Field(title="Email")
    siret: Siret = Field(title="Etablissement SIRET")
    denomination: TexteCourt = Field(title="Dénomination")
    forme_juridique: TexteCourt = Field(title="Forme juridique")
    categorie_juridique: Facultatif[CategorieJuridique] = Field(
        None,
        title="Catégorie juridique",
        description="Code INSEE à quatre chiffres de la forme juridique.",
    )
