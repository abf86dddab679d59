"""The act of taking back a published decision (T13): the candidature is under review again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.details import DetailDecision
from app.candidatures.etats import Acte
from app.candidatures.evenements_decides import EvenementReexamen
from app.candidatures.une_fois import Fait, une_fois
from app.decisions.gestes_demandes import ReexamenVoulu
from app.decisions.refus import DecisionRapportee
from app.decisions.tables import decision
from app.instruction.geste import Geste
from app.instruction.noter import noter
from app.instruction.proposition import Sens, exiger_le_pilote, reprendre_la_proposition
from app.instruction.queries import ouvrir
from app.instruction.version_lue import exiger_version
from app.kit.clock import mois_apres
from app.kit.glossary import decrit
from app.kit.services import Services
from app.kit.web.problems import Introuvable

# A decision that creates rights is withdrawn within these if it is unlawful (CRPA, art. L. 242-1).
_MOIS: Final = 4


@decrit("Ce qui est à savoir d'un réexamen.")
class AvertissementDeReexamen(StrEnum):
    """What is to be known of taking a decision back."""

    AU_DELA_DE_QUATRE_MOIS = "au_dela_de_quatre_mois"


@decrit("Une décision rapportée.")
@dataclass(frozen=True, slots=True)
class ReexamenOuvert:
    """A decision that was taken back, and what is to be known of that."""

    decision: Annotated[int, Field(description="Son rang, à partir de 1.")]
    rapportee_le: Annotated[datetime, Field(description="L'instant où elle l'a été.")]
    avertissements: Annotated[
        Sequence[AvertissementDeReexamen],
        Field(
            description="`au_dela_de_quatre_mois` : une acceptation crée des droits, qui ne se "
            "retirent plus après quatre mois (CRPA, art. L. 242-1)."
        ),
    ]


async def reexaminer(
    services: Services, id: UUID, rang: int, voulu: ReexamenVoulu, geste: Geste
) -> Fait:
    """Take it back, the former one stays readable; it gives the version that it makes of the
    dossier, and what is to be known.

    Raises `Introuvable`, `PreconditionRequise`, `InstructionPerimee`, `RegionNonPilote`,
    `DecisionRapportee`, and what `une_fois` raises.
    """
    async with services.base.transaction() as connexion:
        return await une_fois(
            *(connexion, geste.cle, id, geste.arrivee),
            lambda: _reexaminer(connexion, id, rang, voulu, geste),
        )


async def _reexaminer(
    connexion: AsyncConnection, id: UUID, rang: int, voulu: ReexamenVoulu, geste: Geste
) -> dict[str, Any]:
    lue = await ouvrir(connexion, id, geste.appelant, verrou=True)
    c, le = decision.c, geste.arrivee
    ici = c.candidature_id == id, c.rang == rang
    publiee: Any = (
        await connexion.execute(select(decision).where(*ici, c.publiee_le.is_not(None)))
    ).one_or_none()
    if publiee is None:
        raise Introuvable
    await exiger_version(connexion, lue, geste.si_version)
    exiger_le_pilote(lue, geste.appelant)
    if publiee.rapportee_le is not None or not lue.etat.permet(Acte.REEXAMINER):
        raise DecisionRapportee
    dit = voulu.model_dump(include={"raison", "fondement"})
    dit |= {"motif_du_rapport": voulu.motif.value, "rapportee_par": geste.agent}
    await connexion.execute(update(decision).where(*ici).values(rapportee_le=le, **dit))
    await reprendre_la_proposition(connexion, id, le)
    fait = EvenementReexamen(DetailDecision(rang))
    vers = Acte.REEXAMINER.vers
    hors = {"lot": None, "arretee_le": None}
    version = await noter(connexion, id, fait, geste.appelant, le, etat=vers and vers.value, **hors)
    tard = publiee.sens == Sens.ACCEPTEE.value and mois_apres(publiee.publiee_le, _MOIS) <= le
    avertissements = [AvertissementDeReexamen.AU_DELA_DE_QUATRE_MOIS] if tard else []
    ouvert = {"decision": rang, "rapportee_le": le, "avertissements": avertissements}
    return {"version": version, "reexamen": ouvert}
