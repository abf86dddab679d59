"""The acts of asking for a correction (T3), of prolonging it or calling it off (T6)."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import agent_de
from app.candidatures.correction import IssueCorrection
from app.candidatures.corrections import CorrectionSuivie, demandees
from app.candidatures.details import DetailCorrection
from app.candidatures.etats import Acte
from app.candidatures.evenements_instruits import (
    EvenementCorrectionAnnulee,
    EvenementCorrectionDemandee,
    EvenementCorrectionProlongee,
)
from app.candidatures.genres import Genre
from app.candidatures.refus import CorrectionClose, EtatIncompatible
from app.candidatures.tables import correction
from app.candidatures.une_fois import Fait, une_fois
from app.instruction.demande_de_correction import (
    DemandeDeCorrection,
    fautes_du_delai,
    verifier_demande,
)
from app.instruction.geste import Geste
from app.instruction.information import Information, Nouvelle
from app.instruction.informer import APRES_COUP, prevoir
from app.instruction.noter import noter
from app.instruction.proposition import exiger_le_pilote, reprendre_la_proposition
from app.instruction.queries import Instruite, ouvrir
from app.instruction.refus import (
    CorrectionAbsente,
    CorrectionAchevee,
    CorrectionOuverte,
    TropDeCorrections,
)
from app.instruction.refus_de_l_arrete import LotArrete
from app.instruction.version_lue import exiger_version
from app.kit.services import Services
from app.kit.web.problems import RequeteInvalide
from app.kit.web.tickets import VALIDITE

_INSTANT: Final = timedelta(microseconds=1)
_LIGNE: Final = (
    correction.c.candidature_id == bindparam("ici"),
    correction.c.rang == bindparam("du_rang"),
)


async def demander_une_correction(
    services: Services, id: UUID, voulue: DemandeDeCorrection, qui: Geste
) -> Fait:
    """Open what is named, for the applicant, until then.

    It gives the rank of the correction, and the version that it makes of the dossier. Raises
    `RequeteInvalide`, `Introuvable`, `PreconditionRequise`, `InstructionPerimee`,
    `RegionNonPilote`, `EtatIncompatible`, `LotArrete`, `CorrectionOuverte`, `TropDeCorrections`,
    and what `une_fois` raises.
    """
    verifier_demande(voulue, services.settings, qui.arrivee)
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, qui.appelant, verrou=True)
        return await une_fois(
            *(connexion, qui.cle, id, qui.arrivee),
            lambda: _demander(services, connexion, lue, voulue, qui),
        )


async def _demander(
    services: Services,
    connexion: AsyncConnection,
    lue: Instruite,
    voulue: DemandeDeCorrection,
    qui: Geste,
) -> tuple[int, int]:
    await _verifier(connexion, lue, qui)
    rang = await _rang_suivant(services, connexion, lue.id, qui)
    # What is proposed was of the deposit that is to be corrected.
    await reprendre_la_proposition(connexion, lue.id, qui.arrivee)
    await connexion.execute(
        insert(correction).values(
            candidature_id=lue.id,
            rang=rang,
            depot=lue.rang,
            motif=voulue.motif.value,
            message=voulue.message,
            pointeurs=[*dict.fromkeys(voulue.pointeurs)],
            rubriques=[rubrique.value for rubrique in dict.fromkeys(voulue.rubriques)],
            jusqu_au=voulue.jusqu_au,
            demandee_le=qui.arrivee,
            agent=agent_de(qui.appelant),
        )
    )
    fait = EvenementCorrectionDemandee(DetailCorrection(rang, voulue.jusqu_au))
    version = await _noter(connexion, lue.id, fait, qui, voulue.jusqu_au)
    nouvelle = Information(lue.id, Nouvelle.CORRECTION, rang, voulue.jusqu_au)
    await prevoir(services, connexion, [nouvelle])
    return rang, version


async def _rang_suivant(
    services: Services, connexion: AsyncConnection, id: UUID, qui: Geste
) -> int:
    # An answer in time may still come back: until then the last one is as good as open.
    anciennes = await demandees(connexion, id, qui.arrivee - VALIDITE)
    if (maximum := services.settings.corrections_max) <= len(anciennes):
        raise TropDeCorrections(maximum=maximum)
    if anciennes and (derniere := anciennes[-1].suivie).issue is None:
        raise CorrectionOuverte(correction=derniere.rang, jusqu_au=derniere.jusqu_au)
    return len(anciennes) + 1


async def prolonger(services: Services, id: UUID, rang: int, jusqu_au: datetime, qui: Geste) -> int:
    """Leave an open one open until later; the version that it makes.

    Raises what `demander_une_correction` raises of a dossier, `CorrectionClose`,
    `CorrectionAchevee`.
    """
    async with services.base.transaction() as connexion:
        await _ouvrir(connexion, id, qui)
        ouverte = await _ouverte(connexion, id, rang, qui)
        plus_tard = ouverte.jusqu_au + _INSTANT
        if fautes := fautes_du_delai(jusqu_au, plus_tard, services.settings, qui.arrivee):
            raise RequeteInvalide("Le nouveau délai ne convient pas.", parametres=fautes)
        vers = {"jusqu_au": jusqu_au, "issue": None, "close_le": None, "rappelee_le": None}
        await _ecrire(connexion, id, rang, vers)
        fait = EvenementCorrectionProlongee(DetailCorrection(rang, jusqu_au))
        nouvelle = Information(id, Nouvelle.PROLONGEE, rang, jusqu_au)
        await prevoir(services, connexion, [nouvelle], APRES_COUP)
        return await _noter(connexion, id, fait, qui, jusqu_au)


async def annuler(services: Services, id: UUID, rang: int, motif: str, qui: Geste) -> int:
    """Call an open one off; what it asked for stays on record. The version that it makes.

    Raises what `prolonger` raises.
    """
    async with services.base.transaction() as connexion:
        await _ouvrir(connexion, id, qui)
        ouverte = await _ouverte(connexion, id, rang, qui)
        vers = {
            "issue": IssueCorrection.ANNULEE.value,
            "close_le": qui.arrivee,
            "motif_annulation": motif,
        }
        await _ecrire(connexion, id, rang, vers)
        fait = EvenementCorrectionAnnulee(DetailCorrection(rang, ouverte.jusqu_au))
        await prevoir(services, connexion, [Information(id, Nouvelle.ANNULEE, rang)])
        return await _noter(connexion, id, fait, qui, None)


async def _ouvrir(connexion: AsyncConnection, id: UUID, qui: Geste) -> None:
    """Lock a dossier of which a correction may be decided."""
    lue = await ouvrir(connexion, id, qui.appelant, verrou=True)
    await _verifier(connexion, lue, qui)


async def _verifier(connexion: AsyncConnection, lue: Instruite, qui: Geste) -> None:
    await exiger_version(connexion, lue, qui.si_version)
    exiger_le_pilote(lue, qui.appelant)
    if not lue.etat.permet(Acte.CORRIGER):
        raise EtatIncompatible(
            f"La candidature est à l'état « {lue.etat.mots} » : une correction se demande pendant "
            "l'instruction.",
            etat=lue.etat,
        )
    if lue.arretee:
        raise LotArrete


async def _ouverte(connexion: AsyncConnection, id: UUID, rang: int, qui: Geste) -> CorrectionSuivie:
    siennes = await demandees(connexion, id, qui.arrivee)
    trouvee = next((une.suivie for une in siennes if une.suivie.rang == rang), None)
    if trouvee is None:
        raise CorrectionAbsente
    if trouvee.issue not in (None, IssueCorrection.EXPIREE):
        raise CorrectionAchevee(issue=trouvee.issue)
    if trouvee.issue or trouvee is not siennes[-1].suivie:
        raise CorrectionClose(arrivee=qui.arrivee, jusqu_au=trouvee.jusqu_au)
    return trouvee


async def _ecrire(connexion: AsyncConnection, id: UUID, rang: int, vers: dict[str, Any]) -> None:
    enonce = update(correction).where(*_LIGNE).values(**vers)
    await connexion.execute(enonce, {"ici": id, "du_rang": rang})


async def _noter(
    connexion: AsyncConnection, id: UUID, fait: Genre, qui: Geste, jusqu_au: datetime | None
) -> int:
    ecrit = {"correction_jusqu_au": jusqu_au}
    return await noter(connexion, id, fait, qui.appelant, qui.arrivee, de_la_candidature=ecrit)
