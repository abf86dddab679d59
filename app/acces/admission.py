"""How a guard lets in whom a route is for; `app/acces/gardes.py` lists them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from fastapi import Request

from app.acces.agents import inscrire_agent
from app.acces.appelant import Appelant
from app.acces.droits import PAR_PORTEE, PORTEES, Droit, Habilitation, Portee, est_habilite
from app.acces.identite import identifier
from app.acces.jeton import lire_autorisation
from app.acces.refus import AccesInsuffisant, PorteeInsuffisante
from app.acces.tables import Preuve
from app.kit.web.call import appel_de
from app.kit.web.counters import Limite
from app.kit.web.http import services_de
from app.kit.web.problems import RouteInconnue

COMPTES: Final = frozenset({Preuve.AGENT, Preuve.CLE})
GESTES_D_AGENT: Final = Limite(
    "geste d'agent", lambda s: s.gestes_d_agent_par_minute, timedelta(minutes=1)
)


def compter_le_geste(requete: Request, appelant: Appelant) -> None:
    """Count what a reviewer does of the dossier of this request; raises `TropDeRequetes`."""
    # Written in capitals it is the same dossier.
    dossier = requete.path_params.get("id", "").lower()
    cle = f"{appelant.empreinte.hex()}{dossier}"
    services_de(requete).compteurs.compter(GESTES_D_AGENT, cle).exiger()


# Each is itself alone: FastAPI looks guards up at every request, by a hash that costs nothing so.
@dataclass(frozen=True, eq=False)
class Ouverte:
    """A route that anybody may call."""

    nom: str
    sens: str

    async def __call__(self, requete: Request) -> None:
        """Let in."""


@dataclass(frozen=True, eq=False)
class DuBacASable(Ouverte):
    """A route that exists in the sandbox only."""

    async def __call__(self, requete: Request) -> None:
        """Let in; raises `RouteInconnue` outside of the sandbox."""
        if not services_de(requete).settings.bac_a_sable:
            raise RouteInconnue


@dataclass(frozen=True, eq=False)
class Garde:
    """A route that takes a token.

    `genres`: the kinds of callers admitted. `droit_requis`: what opening a candidature will take of
    their role, and of a key the scope that goes with it. `habilitation`: what a reviewer must have.
    `a_defaut`: what lets a key in that lacks the scope. `lire`: how the token is spelled.
    """

    nom: str
    sens: str
    genres: frozenset[Preuve]
    droit_requis: Droit = Droit.LIRE
    habilitation: Habilitation | None = None
    a_defaut: Habilitation | None = None
    lire: Callable[[str | None], str] = lire_autorisation

    @property
    def portee(self) -> Portee | None:
        """The scope that a key needs; None where a key has no business."""
        if self.habilitation:
            return next(p for p, donnee in PAR_PORTEE.items() if donnee is self.habilitation)
        return PORTEES.get(self.droit_requis)

    async def admettre(self, requete: Request) -> Appelant:
        """The caller. Raises `JetonAbsent`, `AccesInsuffisant`, `PorteeInsuffisante`, and what
        `identifier` raises.
        """
        # Lines of one field are one value (RFC 9110, 5.3): two tokens are none.
        texte = self.lire(", ".join(requete.headers.getlist("authorization")))
        appelant = await identifier(requete, texte, self.droit_requis)
        # An account or a key is known by now: what it does not find is no token that it tries.
        appel_de(requete).reconnu = appelant.genre in COMPTES
        if appelant.genre not in self.genres:
            raise AccesInsuffisant("Un autre genre d'accès est attendu à cette adresse.")
        if self.habilitation:
            if not est_habilite(appelant.habilitations, self.habilitation):
                raise AccesInsuffisant(f"Habilitation requise : {self.habilitation}.")
            await inscrire_agent(services_de(requete), appelant, appel_de(requete).arrivee)
        elif appelant.genre is Preuve.CLE and not (
            self.a_defaut and est_habilite(appelant.habilitations, self.a_defaut)
        ):
            self._verifier_portee(appelant.portees)
        return appelant

    def _verifier_portee(self, portees: frozenset[Portee]) -> None:
        if self.portee is None:
            raise AccesInsuffisant("Aucune clé n'est admise à cette adresse.")
        if self.portee not in portees:
            raise PorteeInsuffisante(portee=self.portee)


class Obligatoire(Garde):
    """A route for those only who show a token."""

    async def __call__(self, requete: Request) -> Appelant:
        """The caller; raises what `admettre` raises."""
        return await self.admettre(requete)


class Comptee(Obligatoire):
    """A route by which reviewers write: what one of them does of one dossier is counted.

    Each act makes a version of it: without end, they would keep who decides from ever having read
    the last one.
    """

    async def __call__(self, requete: Request) -> Appelant:
        """The caller; raises what `admettre` raises, `TropDeRequetes`."""
        appelant = await self.admettre(requete)
        compter_le_geste(requete, appelant)
        return appelant


class Facultative(Garde):
    """A route that anybody may call; an account or a key, when shown, is taken into account."""

    async def __call__(self, requete: Request) -> Appelant | None:
        """The caller, if they say who they are; raises what `admettre` raises, absence apart."""
        if "authorization" not in requete.headers:
            return None
        return await self.admettre(requete)
