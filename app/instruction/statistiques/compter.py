"""The act of counting what was deposited, and what became of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter
from pydantic_core import from_json

from app.acces.agents import agent_de
from app.acces.appelant import Appelant
from app.instruction.criteres import Regard
from app.instruction.etapes import Etape
from app.instruction.proposition import Sens
from app.instruction.secret import decide
from app.instruction.statistiques.queries import ACompter, comptes
from app.instruction.statistiques.statistiques_decrites import (
    AvisDesDossiers,
    AxeMesure,
    GroupeCompte,
    JourCompte,
    PaysCompte,
    SensComptes,
    Statistiques,
    StatistiquesVoulues,
)
from app.kit.services import Services

_JOURS: Final = TypeAdapter(list[JourCompte])
_AXES: Final = TypeAdapter(list[AxeMesure])


async def compter(
    services: Services, appelant: Appelant, voulues: StatistiquesVoulues, arrivee: datetime
) -> Statistiques:
    """What a caller's regions have of it, at this instant; of drafts, how many there are in all.

    A sealed decision is counted as such, whatever it says and whoever asks.
    """
    regard = Regard(agent_de(appelant), arrivee, decide(appelant))
    a_compter = ACompter(
        regions=appelant.regions,
        conditions=[*voulues.cherchees(regard)],
        listees=voulues.listees(),
        le=arrivee,
        par=[*dict.fromkeys(voulues.par)],
        jours=voulues.serie is not None,
        axes=voulues.mesure is not None,
        brouillons=appelant.regions is None,
    )
    async with services.base.lecture() as connexion:
        lu = (await connexion.execute(comptes(a_compter))).one()
    return Statistiques(
        au=arrivee,
        total=lu.total,
        pays=PaysCompte(lu.pays_deposees, lu.pays_publiees, lu.pays_retirees),
        brouillons=lu.brouillons,
        groupes=[_groupe(un) for un in from_json(lu.groupes)],
        jours=lu.jours and _JOURS.validate_json(lu.jours),
        axes=lu.axes and _AXES.validate_json(lu.axes),
    )


def _groupe(lu: Mapping[str, Any]) -> GroupeCompte:
    def sens(genre: str) -> SensComptes:
        return SensComptes(*(lu[f"{genre}_{un.value}"] for un in Sens))

    def a_l_etape(etape: Etape) -> int:
        return lu[etape.value]

    return GroupeCompte(
        cles=[cle or "" for cle in lu["cles"]],
        deposees=lu["deposees"],
        a_prendre=a_l_etape(Etape.A_PRENDRE),
        en_cours=a_l_etape(Etape.EN_COURS),
        en_correction=a_l_etape(Etape.EN_CORRECTION),
        proposees=sens("propose"),
        arretees=a_l_etape(Etape.ARRETEE),
        publiees=sens("decide"),
        retirees=a_l_etape(Etape.RETIREE),
        avis=AvisDesDossiers(lu["attendus"], lu["rendus"], lu["en_retard"]),
        delai_median_jours=None if lu["delai"] is None else round(lu["delai"], 1),
    )
