"""Limits on calls: a route declares its own beside its guard, `Depends` as well.

They hold for an address (of IPv6, for its /64) and, where a token is shown, for that token wherever
it comes from. Their time is the service's, whatever `X-Horloge` says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from fastapi import Depends, Request

from app.kit.web.call import appel_de
from app.kit.web.counters import HEURE, Limite
from app.kit.web.http import services_de
from app.kit.web.problems import Introuvable, Probleme
from app.kit.web.windows import Compte

_ECHECS: Final = Limite("echec", lambda settings: settings.echecs_par_heure, HEURE)


def _un(_: Request) -> int:
    return 1


# Itself alone, as guards are: FastAPI looks it up at every request.
@dataclass(frozen=True, eq=False)
class _Comptee:
    limite: Limite
    cout: Callable[[Request], int]

    async def __call__(self, requete: Request) -> None:
        compter(requete, self.limite, self.cout(requete))


def limiter(limite: Limite, cout: Callable[[Request], int] = _un) -> Any:
    """What a route depends on for its calls to be counted; `cout`: what one of them counts for."""
    return Depends(_Comptee(limite, cout))


def compter(requete: Request, limite: Limite, cout: int = 1) -> None:
    """Count this request; raises `TropDeRequetes`. The answer will tell what is left."""
    compteurs, comptes = services_de(requete).compteurs, list[Compte]()
    for cle in _cles(requete):
        comptes.append(compte := compteurs.compter(limite, cle, cout))
        compte.exiger()
    annoncer(requete, min(comptes, key=lambda compte: compte.reste))


def compter_sous(requete: Request, limite: Limite, cle: str, cout: int = 1) -> None:
    """Count this request under a key of the route's own, whatever its address or its token.

    Raises `TropDeRequetes`. The answer will tell what is left.
    """
    compte = services_de(requete).compteurs.compter(limite, cle, cout)
    compte.exiger()
    annoncer(requete, compte)


async def compter_echec(requete: Request, refus: Probleme) -> Probleme:
    """What to answer to a request that is refused: that, or `TropDeRequetes` after many failures.

    Only a token that is shown and not accepted is counted: a good one passes whatever its address
    has done before, so that nobody keeps an applicant out from behind the same proxy.
    """
    appel = appel_de(requete)
    reconnu = appel.reconnu or "authorization" not in requete.headers
    if not refus.echec or (reconnu and isinstance(refus, Introuvable)):
        return refus
    compteurs = services_de(requete).compteurs
    compte = await compteurs.compter_pour_tous(_ECHECS, appel.abonne)
    return compte.trop() if compte.depasse else refus


def exiger_peu_d_echecs(requete: Request) -> None:
    """Raise `TropDeRequetes` where this process knows that too many tokens have failed."""
    compte = services_de(requete).compteurs.plein(_ECHECS, appel_de(requete).abonne)
    if compte:
        raise compte.trop()


def annoncer(requete: Request, compte: Compte) -> None:
    """Have the answer to this request say where a counter stands."""
    entetes = compte.entetes().items()
    appel_de(requete).limites = {n.lower().encode(): v.encode() for n, v in entetes}


def _cles(requete: Request) -> list[str]:
    # Not as the header is written: more blanks, or another case, are the same token.
    jeton = requete.headers.get("authorization", "").strip().rpartition(" ")[2]
    jetons = [sha256(jeton.encode()).hexdigest()] if jeton else []
    return [appel_de(requete).abonne, *jetons]
