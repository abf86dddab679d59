"""Who may call a route: each declares exactly one of these guards."""

from typing import Annotated

from fastapi import Depends, Request

from app.acces.jeton import Jeton, lire_autorisation
from app.kit.http import services_de
from app.kit.problems import RouteInconnue


async def tout_public() -> None:
    """Anybody may call."""


async def porteur_de_jeton(requete: Request) -> Jeton:
    """The caller shows the secret of a candidature; the act checks that it opens this one."""
    return lire_autorisation(requete.headers.get("authorization"))


async def bac_a_sable(requete: Request) -> None:
    """Anybody, in the sandbox; elsewhere the route does not exist."""
    if not services_de(requete).settings.bac_a_sable:
        raise RouteInconnue


GARDES = (tout_public, porteur_de_jeton, bac_a_sable)

PUBLIC = Depends(tout_public)
BAC_A_SABLE = Depends(bac_a_sable)
JetonPresente = Annotated[Jeton, Depends(porteur_de_jeton)]
