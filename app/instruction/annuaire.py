"""The directory, as reviewers read it."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from app.acces.agents import ORDRE_DES_AGENTS, AgentDecrit, agents_de
from app.acces.appelant import Appelant
from app.instruction.curseur import Curseur
from app.kit.glossary import decrit
from app.kit.services import Services
from app.kit.web.problems import RequeteInvalide


@decrit("Les agents et les outils qui instruisent.")
@dataclass(frozen=True, slots=True)
class Annuaire:
    """Those who review, by their names."""

    agents: Annotated[list[AgentDecrit], Field(description="Les agents, par leur nom.")]
    suivant: Annotated[
        str | None, Field(description="Le curseur de la page suivante ; nul à la dernière.")
    ]


async def lire_annuaire(
    services: Services, appelant: Appelant, apres: str | None, limite: int
) -> Annuaire:
    """A page of those of the caller's regions; raises `RequeteInvalide` for another's cursor."""
    curseur, pour = None, b"annuaire" + appelant.empreinte
    if apres is not None:
        curseur = Curseur.lire(apres, services.secrets(), pour, ORDRE_DES_AGENTS)
        if curseur is None:
            raise RequeteInvalide("Ce curseur n'est celui d'aucune page de l'annuaire.")
    async with services.base.lecture() as connexion:
        ici = curseur.valeurs if curseur else None
        agents, fin = await agents_de(connexion, appelant.regions, ici, limite)
    suivant = Curseur(fin).ecrire(services.secrets()[0], pour) if fin else None
    return Annuaire(agents, suivant)
