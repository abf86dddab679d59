"""Limits on calls: a route declares its own beside its guard, `Depends` as well.

They hold for an address (of IPv6, for its /64) and, where a token is shown, for that token wherever
it comes from. Their time is the service's, whatever `X-Horloge` says.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
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
_ESSAIS: Final = Limite("essai", lambda settings: settings.echecs_par_heure, HEURE)


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


@contextmanager
def essai_de_jeton(requete: Request) -> Generator[None]:
    """Count a token that may be none before it is tried, and until it is known to be one.

    Raises `TropDeRequetes` where as many have failed, or are being tried, as may fail: however many
    wait at once, no more than that are.
    """
    compteurs, abonne = services_de(requete).compteurs, appel_de(requete).abonne
    if compte := compteurs.plein(_ECHECS, abonne):
        raise compte.trop()
    compteurs.compter(_ESSAIS, abonne).exiger()
    try:
        yield
    except Probleme as refus:
        if not refus.echec:
            compteurs.rendre(_ESSAIS, abonne)
        raise
    compteurs.rendre(_ESSAIS, abonne)


def annoncer(requete: Request, compte: Compte) -> None:
    """Have the answer to this request say where a counter stands."""
    entetes = compte.entetes().items()
    appel_de(requete).limites = {n.lower().encode(): v.encode() for n, v in entetes}


def _cles(requete: Request) -> list[str]:
    # Not as the header is written: more blanks, or another case, are the same token.
    jeton = requete.headers.get("authorization", "").strip().rpartition(" ")[2]
    jetons = [sha256(jeton.encode()).hexdigest()] if jeton else []
    return [appel_de(requete).abonne, *jetons]
