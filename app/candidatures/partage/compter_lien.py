"""The act of counting a link that is asked for."""

from typing import Final

from app.candidatures.partage.envois import DUREE_LIEN
from app.kit.web.counters import HEURE, Compteurs, Limite
from app.kit.web.windows import Compte

_LIENS: Final = Limite("lien", lambda settings: settings.liens_par_heure, HEURE)
# While a link lives: one of three reaches whoever really waits for it.
_PAR_COURRIEL: Final = Limite("courriel", lambda _: 3, DUREE_LIEN)


async def compter_lien(
    compteurs: Compteurs, abonne: str, courriel: str, *, invitation: bool = False
) -> Compte:
    """Count a link asked for by who calls, for this e-mail, whether it is known or not.

    An e-mail has as many invitations besides: to invite people would else keep them from finding
    what is theirs. Raises `TropDeRequetes`; returns what is left to who calls.
    """
    compte = await compteurs.compter_pour_tous(_LIENS, abonne)
    compte.exiger()
    cle = f"{'invitation' if invitation else 'lien'} {courriel.lower()}"
    (await compteurs.compter_pour_tous(_PAR_COURRIEL, cle)).exiger()
    return compte
