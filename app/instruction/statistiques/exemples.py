"""Statistics, as the examples of the contract show them."""

from datetime import date

from app.acces.exemples import LE
from app.formulaire.choix import Axe, Region, TypePerimetre
from app.instruction.statistiques.statistiques_decrites import (
    AvisDesDossiers,
    AxeMesure,
    GroupeCompte,
    JourCompte,
    PaysCompte,
    SensComptes,
    Statistiques,
)


def statistiques() -> Statistiques:
    """A region while it reviews."""
    groupe = GroupeCompte(
        cles=[Region.NORMANDIE.value, TypePerimetre.NOUVEAU.value],
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
    axe = AxeMesure(Axe.FONCIER.value, Region.NORMANDIE.value, 27, 19, 41_300_000)
    return Statistiques(
        au=LE,
        total=14,
        pays=PaysCompte(deposees=212, publiees=0, retirees=5),
        brouillons=31,
        groupes=[groupe],
        jours=[JourCompte(date(2023, 9, 22), 14, 3)],
        axes=[axe],
    )
