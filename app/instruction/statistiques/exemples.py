"""Statistics, as the examples of the contract show them."""

from datetime import date

from app.acces.exemples import LE
from app.formulaire.choix import Region
from app.instruction.statistiques.statistiques_decrites import (
    AvisDesDossiers,
    GroupeCompte,
    JourCompte,
    SensComptes,
    Statistiques,
)


def statistiques() -> Statistiques:
    """A region while it reviews."""
    groupe = GroupeCompte(
        cle=Region.NORMANDIE.value,
        deposees=14,
        a_prendre=2,
        en_cours=6,
        en_correction=1,
        proposees=SensComptes(acceptee=3, refusee=1, sans_suite=0),
        arretees=1,
        publiees=SensComptes(acceptee=0, refusee=0, sans_suite=0),
        retirees=1,
        avis=AvisDesDossiers(attendus=9, rendus=17, en_retard=2),
        delai_median_jours=None,
    )
    return Statistiques(LE, 14, 31, [groupe], [JourCompte(date(2023, 9, 22), 14, 3)])
