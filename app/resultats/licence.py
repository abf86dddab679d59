"""Under what anybody may use the results."""

from typing import Annotated, Final

from pydantic import Field

from app.kit.glossary import decrit
from app.kit.keys.documents import Fige


@decrit("La licence sous laquelle les résultats se réutilisent.")
class Licence(Fige):
    """A licence: what it is called, where it can be read."""

    nom: Annotated[str, Field(description="Son nom.")]
    adresse: Annotated[str, Field(description="Où la lire.")]


LICENCE: Final = Licence(
    nom="Licence Ouverte 2.0",
    adresse="https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
)
