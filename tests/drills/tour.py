"""One drill, from a whole installation to a whole one, and what it cost."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.drills.attente import TropTard
from tests.drills.controle import Bilan, candidatures, controler
from tests.drills.ecrivains import ecrivains
from tests.drills.installation import Installation
from tests.drills.pannes import Panne
from tests.drills.registre import Genre, Ligne, Registre, lire, plus_long_silence

_ECRIVAINS: Final = 4
_AVANT: Final = 20  # acknowledgements before the blow
_APRES: Final = 40  # the same after it, and again after the mending
_DELAI: Final = 90.0  # seconds after which these are not waited for any more
_TOUJOURS: Final = 10**9  # more than come while something lasts


@dataclass(frozen=True, slots=True)
class Tour:
    """One drill that was played. Durations in seconds.

    `silence`: the longest time without an acknowledgement; `refus`: answers that told writers to
    come back, or did not come.
    """

    panne: str
    bilan: Bilan
    silence: float
    refus: int


def jouer(ici: Installation, panne: Panne, fichier: Path) -> Tour:
    """Play it while writers write, mend it, and read everything back.

    Raises `TropTard` when writers are not answered again, or the installation is not whole again.
    """
    registre, deja = Registre(fichier), candidatures(ici.base)
    with ecrivains(ici.url, registre, _ECRIVAINS):
        _exiger(registre, _AVANT, panne)
        debut = time.monotonic()
        panne.frapper(ici)
        if panne.duree:
            registre.attendre(_TOUJOURS, panne.duree)
        else:
            _exiger(registre, _APRES, panne)
        panne.reparer(ici)
        _exiger(registre, _APRES, panne)
        fin = time.monotonic()
        ici.grappe.attendre_entiere()
    registre.fermer()
    lignes = list(lire(fichier))
    bilan = controler(ici.url, ici.base, lignes, ici.magasin.objet, deja)
    silence = plus_long_silence(lignes, debut, fin)
    return Tour(panne.nom, bilan, silence, _refus(lignes))


def _exiger(registre: Registre, autant: int, panne: Panne) -> None:
    if not registre.attendre(autant, _DELAI):
        raise TropTard(f"{panne.nom} : {autant} acquittements, après {_DELAI:.0f} s")


def _refus(lignes: list[Ligne]) -> int:
    return sum(ligne.genre is Genre.INCONNU for ligne in lignes)
