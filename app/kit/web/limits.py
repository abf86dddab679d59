"""Limits: a route declares its own beside its guard, `Depends` as well.

They hold for an address (of IPv6, for its /64) and, where a token is shown, for that token wherever
it comes from. Their time is the service's, whatever `X-Horloge` says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from fastapi import Depends, Request

from app.kit.services import Services
from app.kit.web.addresses import abonne
from app.kit.web.call import appel_de
from app.kit.web.counters import Compteurs
from app.kit.web.http import services_de
from app.kit.web.problems import Introuvable, Probleme, TropDeRequetes
from app.kit.web.windows import Compte, Fenetres

# What a dry run costs grows with the dossier: it counts for one more at each of these.
_MORCEAU: Final = 64 * 1024


def _un(_: Request) -> int:
    return 1


def _poids(requete: Request) -> int:
    annonce = requete.headers.get("content-length", "")
    taille = int(annonce) if annonce.isdigit() else services_de(requete).settings.corps_max
    return 1 + taille // _MORCEAU


@dataclass(frozen=True)
class Limite:
    """How often an act may be asked for: by which counter, and what one request counts for."""

    fenetres: Callable[[Compteurs], Fenetres]
    cout: Callable[[Request], int] = _un

    async def __call__(self, requete: Request) -> None:
        """Count this request; raises `TropDeRequetes`. The answer will tell what is left."""
        compteurs = services_de(requete).compteurs
        fenetres, cout = self.fenetres(compteurs), self.cout(requete)
        maintenant, comptes = compteurs.horloge.maintenant(), list[Compte]()
        for cle in _cles(requete):
            comptes.append(compte := fenetres.compter(cle, maintenant, cout))
            _verifier(compte)
        annoncer(requete, min(comptes, key=lambda compte: compte.reste))


CREATIONS: Final = Limite(lambda compteurs: compteurs.creations)
TELEVERSEMENTS: Final = Limite(lambda compteurs: compteurs.televersements)
VALIDATIONS: Final = Limite(lambda compteurs: compteurs.validations, _poids)
LIMITE_CREATIONS: Final = Depends(CREATIONS)
LIMITE_TELEVERSEMENTS: Final = Depends(TELEVERSEMENTS)
LIMITE_VALIDATIONS: Final = Depends(VALIDATIONS)


async def compter_lien(
    services: Services, requete: Request, courriel: str, *, invitation: bool = False
) -> None:
    """Count a link asked for by this address, for this e-mail, whether it is known or not.

    An e-mail has as many invitations besides: to invite people would else keep them from finding
    what is theirs. Raises `TropDeRequetes`; the answer will tell what is left to the address.
    """
    compteurs = services.compteurs
    maintenant = compteurs.horloge.maintenant()
    compte = await compteurs.liens.compter(_adresse(requete), maintenant)
    _verifier(compte)
    cle = f"{'invitation' if invitation else 'lien'} {courriel.lower()}"
    _verifier(await compteurs.courriels.compter(cle, maintenant))
    annoncer(requete, compte)


async def compter_echec(requete: Request, refus: Probleme) -> Probleme:
    """What to answer to a request that is refused: that, or `TropDeRequetes` after many failures.

    Only a token that is shown and not accepted is counted: a good one passes whatever its address
    has done before, so that nobody keeps an applicant out from behind the same proxy.
    """
    reconnu = appel_de(requete).reconnu or "authorization" not in requete.headers
    if not refus.echec or (reconnu and isinstance(refus, Introuvable)):
        return refus
    compteurs = services_de(requete).compteurs
    compte = await compteurs.echecs.compter(_adresse(requete), compteurs.horloge.maintenant())
    return trop(compte) if compte.depasse else refus


def annoncer(requete: Request, compte: Compte) -> None:
    """Have the answer to this request say where a counter stands."""
    entetes = compte.entetes().items()
    appel_de(requete).limites = {n.lower().encode(): v.encode() for n, v in entetes}


def _verifier(compte: Compte) -> None:
    if compte.depasse:
        raise trop(compte)


def trop(compte: Compte) -> TropDeRequetes:
    """The refusal of what goes beyond a quota."""
    return TropDeRequetes(
        f"Réessayez dans {compte.attente} s.",
        entetes={**compte.entetes(), "Retry-After": str(compte.attente)},
    )


def _cles(requete: Request) -> list[str]:
    # Not as the header is written: more blanks, or another case, are the same token.
    jeton = requete.headers.get("authorization", "").strip().rpartition(" ")[2]
    jetons = [sha256(jeton.encode()).hexdigest()] if jeton else []
    return [_adresse(requete), *jetons]


def _adresse(requete: Request) -> str:
    return abonne(appel_de(requete).adresse)
