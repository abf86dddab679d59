"""The service's side of the tests: its settings, a clock to set, and how to ask who a token is."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from app.acces.oidc.agent import Agent
from app.acces.oidc.fournisseur import PLACES, FournisseurOidc
from app.acces.refus import JetonRefuse
from app.config import Settings
from app.kit.clock import Horloge
from app.kit.web.problems import Probleme

Json = dict[str, Any]
CLIENT: Final = "api"
T = TypeVar("T")


class HorlogeReglable(Horloge):
    """The machine's clock, plus what a test adds to it."""

    def __init__(self) -> None:
        super().__init__()
        self._avance = timedelta()

    def maintenant(self) -> datetime:
        return datetime.now(UTC) + self._avance

    def avancer(self, secondes: float) -> None:
        self._avance += timedelta(seconds=secondes)


def reglages(emetteur: str, **autres: object) -> Settings:
    """Settings with an issuer; for introspection by default."""
    donnes: Json = {
        "oidc_emetteur": emetteur,
        "oidc_client": CLIENT,
        "oidc_secret": "secret",
        "oidc_audience": ["front"],
    }
    return Settings.model_validate(donnes | autres)


def avec(
    settings: Settings,
    suite: Callable[[FournisseurOidc], Awaitable[T]],
    *,
    horloge: Horloge | None = None,
    delai: float = 5,
    places: int = PLACES,
) -> T:
    """What `suite` makes of a service with these settings, in an event loop of its own."""

    async def jouer() -> T:
        fournisseur = FournisseurOidc(settings, horloge or Horloge(), delai, places)
        try:
            return await suite(fournisseur)
        finally:
            await fournisseur.fermer()

    return asyncio.run(jouer())


def identifier(settings: Settings, jeton: str) -> Agent:
    """Who a token stands for."""
    return avec(settings, lambda fournisseur: demander(fournisseur, jeton))


async def demander(fournisseur: FournisseurOidc, jeton: str) -> Agent:
    """Who a token stands for, shown by somebody who has shown no other."""
    return await fournisseur.identifier(jeton, "198.51.100.7/32", nullcontext)


async def verdict(fournisseur: FournisseurOidc, jeton: str) -> str:
    """How a token is answered: the subject, or the code of the refusal."""
    try:
        return (await demander(fournisseur, jeton)).sujet
    except Probleme as refus:
        return refus.code


def verdicts(settings: Settings, essais: Iterable[Callable[[], str]]) -> list[str]:
    """How the token of each essay is answered, by one service, one essay after the other."""

    async def jouer(fournisseur: FournisseurOidc) -> list[str]:
        return [await verdict(fournisseur, essai()) for essai in essais]

    return avec(settings, jouer)


def refuse(settings: Settings, *jetons: str) -> bool:
    """Whether each token is refused as one, with the challenge that RFC 6750 asks for."""

    async def jouer(fournisseur: FournisseurOidc) -> list[str]:
        return [jeton for jeton in jetons if not await _est_refuse(fournisseur, jeton)]

    acceptes = avec(settings, jouer)
    assert not acceptes, acceptes
    return True


async def _est_refuse(fournisseur: FournisseurOidc, jeton: str) -> bool:
    try:
        await demander(fournisseur, jeton)
    except JetonRefuse as refus:
        return refus.entetes == {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    return False
