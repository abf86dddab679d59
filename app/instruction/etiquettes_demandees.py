"""A label as it is asked for."""

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.acces.cles_decrites import LISIBLE
from app.instruction.etiquettes import Couleur
from app.kit.glossary import decrit
from app.kit.web.problems import ParametreRefuse, RequeteInvalide
from app.publication.referentiels import simplifier

NOM_MAX: Final = 30

_Nom = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=NOM_MAX, pattern=LISIBLE),
    Field(description="Ce qu'elle dit : aucune autre ne se lit de même."),
]


@decrit("Une étiquette à créer.")
class EtiquetteACreer(BaseModel):
    """A label to be made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nom: _Nom
    couleur: Annotated[Couleur, Field(strict=False)]


@decrit("Ce qui change d'une étiquette (RFC 7396) : ce qui n'y est pas reste.")
class ModificationDEtiquette(BaseModel):
    """What changes of a label; what is left out stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nom: Annotated[_Nom, Field(default_factory=str)]
    couleur: Annotated[Couleur, Field(strict=False, default_factory=lambda: Couleur.EMERAUDE)]

    def dites(self) -> dict[str, Any]:
        """What was said, by column."""
        dites = {nom: getattr(self, nom) for nom in sorted(self.model_fields_set)}
        return dites | ({"nom_simplifie": simplifie(self.nom)} if "nom" in dites else {})


def simplifie(nom: str) -> str:
    """A name as no other may read. Raises `RequeteInvalide` without a letter or a digit."""
    if not (mots := simplifier(nom)):
        faute = ParametreRefuse("body", "/nom", "nom_sans_lettre")
        raise RequeteInvalide("Une lettre ou un chiffre est attendu.", parametres=[faute])
    return mots
