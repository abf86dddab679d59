"""The act of counting what was deposited, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.instruction.criteres import Regard
from app.instruction.etapes import Etape
from app.instruction.proposition import Sens
from app.instruction.secret import decide
from app.instruction.statistiques.queries import ACompter, groupes, jours
from app.instruction.statistiques.statistiques_decrites import (
    AvisDesDossiers,
    GroupeCompte,
    JourCompte,
    SensComptes,
    Statistiques,
    StatistiquesVoulues,
)
from app.kit.services import Services


async def compter(
    services: Services, appelant: Appelant, voulues: StatistiquesVoulues, arrivee: datetime
) -> Statistiques:
    """What a caller's regions have of it, at this instant; of drafts, how many there are in all.

    A sealed decision is counted as such, whatever it says and whoever asks.
    """
    regard = Regard(agent_de(appelant), arrivee, decide(appelant))
    a_compter = ACompter(
        appelant.regions,
        [*voulues.cherchees(regard)],
        voulues.listees(),
        arrivee,
        brouillons=appelant.regions is None,
    )
    async with services.base.lecture() as connexion:
        lignes = (await connexion.execute(groupes(a_compter, voulues.par))).all()
        par_jour = await _jours(connexion, a_compter) if voulues.serie else None
    ensemble: Any = lignes[0]
    comptes = [_groupe(ligne) for ligne in lignes if ligne.deposees is not None]
    return Statistiques(arrivee, ensemble.total, ensemble.brouillons, comptes, par_jour)


async def _jours(connexion: AsyncConnection, voulus: ACompter) -> list[JourCompte]:
    lignes = await connexion.execute(jours(voulus))
    return [JourCompte(ligne.jour, ligne.depots, ligne.redepots) for ligne in lignes]


def _groupe(ligne: Any) -> GroupeCompte:
    def sens(genre: str) -> SensComptes:
        return SensComptes(*(getattr(ligne, f"{genre}_{un.value}") for un in Sens))

    def a_l_etape(etape: Etape) -> int:
        return getattr(ligne, etape.value)

    return GroupeCompte(
        cle=ligne.cle,
        deposees=ligne.deposees,
        a_prendre=a_l_etape(Etape.A_PRENDRE),
        en_cours=a_l_etape(Etape.EN_COURS),
        en_correction=a_l_etape(Etape.EN_CORRECTION),
        proposees=sens("propose"),
        arretees=a_l_etape(Etape.ARRETEE),
        publiees=sens("decide"),
        retirees=a_l_etape(Etape.RETIREE),
        avis=AvisDesDossiers(int(ligne.attendus), int(ligne.rendus), int(ligne.en_retard)),
        delai_median_jours=None if ligne.delai is None else round(float(ligne.delai), 1),
    )
