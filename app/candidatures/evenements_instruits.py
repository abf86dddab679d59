"""The kinds of event that reviewers make, and what an applicant's act does to their work."""

from dataclasses import dataclass
from typing import Final

from app.candidatures.details import (
    SANS_DETAIL,
    DetailCorrection,
    DetailPilote,
    DetailProposition,
    DetailRegions,
    SansDetail,
)
from app.candidatures.genres import Genre, Public

_ENTRE_AGENTS: Final = (Public.INSTRUCTION,)
_TOUS: Final = (Public.DEMANDEUR, Public.PORTAIL, *_ENTRE_AGENTS)


@dataclass(frozen=True)
class EvenementPrise(
    Genre, genre="prise_en_instruction", vu_par=_TOUS, publie="candidature.en_instruction"
):
    """La candidature est prise en instruction."""

    details: SansDetail = SANS_DETAIL


@dataclass(frozen=True)
class EvenementRendue(Genre, genre="rendue", vu_par=_TOUS, publie="candidature.rendue"):
    """La candidature, prise en instruction, a été rendue."""

    details: SansDetail = SANS_DETAIL


@dataclass(frozen=True)
class EvenementAffectation(Genre, genre="affectee", vu_par=_ENTRE_AGENTS):
    """Les agents chargés du dossier ont changé."""

    details: SansDetail = SANS_DETAIL


@dataclass(frozen=True)
class EvenementEtiquettes(Genre, genre="etiquetee", vu_par=_ENTRE_AGENTS):
    """Les étiquettes du dossier ont changé."""

    details: SansDetail = SANS_DETAIL


@dataclass(frozen=True)
class EvenementRegionsChangees(Genre, genre="regions_changees", vu_par=_ENTRE_AGENTS):
    """Un dépôt a changé les régions que le dossier concerne."""

    details: DetailRegions


@dataclass(frozen=True)
class EvenementPilote(Genre, genre="pilote_choisi", vu_par=_ENTRE_AGENTS):
    """La région qui pilote a été choisie."""

    details: DetailPilote


@dataclass(frozen=True)
class EvenementCorrectionDemandee(
    Genre, genre="correction_demandee", vu_par=_TOUS, publie="candidature.correction_demandee"
):
    """Une correction est demandée au demandeur."""

    details: DetailCorrection


@dataclass(frozen=True)
class EvenementCorrectionProlongee(
    Genre, genre="correction_prolongee", vu_par=_TOUS, publie="candidature.correction_prolongee"
):
    """Le délai d'une correction est prolongé."""

    details: DetailCorrection


@dataclass(frozen=True)
class EvenementCorrectionAnnulee(
    Genre, genre="correction_annulee", vu_par=_TOUS, publie="candidature.correction_annulee"
):
    """Une correction n'est plus demandée."""

    details: DetailCorrection


@dataclass(frozen=True)
class EvenementCorrectionRepondue(
    Genre, genre="correction_repondue", vu_par=_TOUS, publie="candidature.correction_repondue"
):
    """Le demandeur a répondu à une correction par un dépôt."""

    details: DetailCorrection


@dataclass(frozen=True)
class EvenementCorrectionExpiree(
    Genre, genre="correction_expiree", vu_par=_TOUS, publie="candidature.correction_expiree"
):
    """Le délai d'une correction est passé sans réponse : le dernier dépôt compte."""

    details: DetailCorrection


@dataclass(frozen=True)
class EvenementNote(Genre, genre="note", vu_par=_ENTRE_AGENTS):
    """Une note a été prise sur le dossier."""

    details: SansDetail = SANS_DETAIL


@dataclass(frozen=True)
class EvenementProposition(Genre, genre="proposition", vu_par=_ENTRE_AGENTS):
    """Une décision a été proposée."""

    details: DetailProposition


@dataclass(frozen=True)
class EvenementPropositionRetiree(Genre, genre="proposition_retiree", vu_par=_ENTRE_AGENTS):
    """La proposition de décision a été retirée."""

    details: SansDetail = SANS_DETAIL
