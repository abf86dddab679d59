"""The act of counting a link that is asked for."""

from typing import Final, Literal

from app.candidatures.partage.envois import DUREE_LIEN
from app.kit.web.counters import HEURE, Compteurs, Limite
from app.kit.web.windows import Compte

Envoi = Literal["lien", "invitation", "adresse", "avis"]
_LIENS: Final = Limite("lien", lambda settings: settings.liens_par_heure, HEURE)
# While a link lives: one of three reaches whoever really waits for it.
_PAR_COURRIEL: Final = Limite("courriel", lambda _: 3, DUREE_LIEN)


async def compter_lien(
    compteurs: Compteurs, abonne: str, courriel: str, quoi: Envoi = "lien"
) -> Compte:
    """Count a link asked for by who calls, for this e-mail (`boite_de`), whether known or not.

    An e-mail has as many of each kind: to invite people would else keep them from finding what is
    theirs. Raises `TropDeRequetes`; returns what is left to who calls.
    """
    compte = await compteurs.compter_pour_tous(_LIENS, abonne)
    compte.exiger()
    (await compteurs.compter_pour_tous(_PAR_COURRIEL, f"{quoi} {courriel}")).exiger()
    return compte
