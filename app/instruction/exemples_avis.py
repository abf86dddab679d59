"""Opinions as the examples of the contract show them to reviewers."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from app.acces.exemples import LE, agent
from app.avis.exemples import ECHEANCE, QUESTION, SECTIONS_MONTREES, envoyee
from app.avis.vocabulaire import Fonction, NomDeSection
from app.candidatures.exemples import ID
from app.formulaire.choix import Region
from app.instruction.avis_suivis import AvisDetaille, AvisSuivi, AvisSuivis, StatutAvis
from app.instruction.demande_d_avis import DemandeDAvis, NouvelleEcheance
from app.instruction.demander_en_lot import AvisDuLot, DemandeEnLot, LotDemande

_ID: Final = UUID("018c2f76-8192-43a4-b5c6-d7e8f9012345")
_COURRIEL: Final = "sgar@normandie.example.fr"
_SECTIONS: Final = [NomDeSection(nom) for nom in SECTIONS_MONTREES]


def demande() -> DemandeDAvis:
    """An opinion to be asked for."""
    return DemandeDAvis(
        courriel=_COURRIEL,
        fonction=Fonction.PREFET_REGION,
        question=QUESTION,
        echeance=ECHEANCE,
        sections=_SECTIONS,
    )


def echeance() -> NouvelleEcheance:
    """A later instant."""
    return NouvelleEcheance(echeance=ECHEANCE + timedelta(days=7))


def detaille() -> AvisDetaille:
    """One that was given."""
    return AvisDetaille(
        id=_ID,
        depot=1,
        courriel=_COURRIEL,
        fonction=Fonction.PREFET_REGION,
        question=QUESTION,
        sections=_SECTIONS,
        echeance=ECHEANCE,
        demande_le=LE,
        par=agent(),
        statut=StatutAvis.RENDU,
        revoque_le=None,
        reponse=envoyee(),
        reponses=[envoyee()],
    )


def liste() -> AvisSuivis:
    """All those of a dossier."""
    un = detaille()
    return AvisSuivis(
        [
            AvisSuivi(
                *(un.id, un.depot, un.courriel, un.fonction, un.question, un.sections),
                *(un.echeance, un.demande_le, un.par, un.statut, un.revoque_le, un.reponse),
            )
        ]
    )


def demande_en_lot() -> DemandeEnLot:
    """The same opinion, to be asked of all the dossiers of a region."""
    return DemandeEnLot(**demande().model_dump(), region=Region.NORMANDIE)


def lot_demande() -> LotDemande:
    """What was asked for."""
    return LotDemande([AvisDuLot(ID, _ID)], [], False)
