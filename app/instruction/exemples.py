"""What reviewers read, as the examples of the contract show it."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from app.acces.exemples import LE, agent
from app.candidatures import exemples_corrections
from app.candidatures.correction import MotifCorrection
from app.candidatures.exemples import ID
from app.depots.exemples import NUMERO
from app.formulaire.choix import Region
from app.formulaire.dossier import VERSION
from app.formulaire.exemples import examen
from app.instruction.affectations import Affectation, Affectations, Affecte, ListeAffectes
from app.instruction.annuaire import Annuaire
from app.instruction.avis_comptes import AvisComptes
from app.instruction.corrections_instruites import (
    CorrectionInstruite,
    CorrectionsInstruites,
    signee,
)
from app.instruction.demande_de_correction import Annulation, DemandeDeCorrection, Prolongation
from app.instruction.dossier_instruit import ActionPossible, DossierInstruit
from app.instruction.etapes import Etape, EtatDepose
from app.instruction.etiqueter import EtiquettesVoulues
from app.instruction.etiquettes import Couleur, EtiquetteDecrite, Etiquettes
from app.instruction.etiquettes_demandees import EtiquetteACreer
from app.instruction.liste_decrite import (
    CandidatureDeposee,
    CandidaturesDeposees,
    PiecesAnalysees,
)
from app.instruction.messages_instruits import MessageInstruit, MessagesInstruits
from app.instruction.notes import Note, NoteAPrendre, Notes
from app.instruction.piloter import ChoixDuPilote
from app.instruction.prendre_en_lot import LotPris, Mode, PriseEnLot
from app.instruction.proposition import Proposition, PropositionLue, Sens
from app.messages.cotes import Cote
from app.messages.exemples import echange

_NOTE: Final = UUID("018c2f75-7081-4293-a4b5-c6d7e8f90123")
_ETIQUETTE: Final = UUID("018c2f76-8192-4304-a5b6-c7d8e9f01234")
_AGENT: Final = agent()
_AVIS: Final = AvisComptes(attendus=1, rendus=1, favorables=1, defavorables=0)


def annuaire() -> Annuaire:
    """The directory."""
    return Annuaire([_AGENT], None)


def affectations() -> Affectations:
    """Who is to be in charge."""
    return Affectations(affectations=[Affectation(agent=_AGENT.id, responsable=True)])


def affectes() -> ListeAffectes:
    """Who is in charge."""
    return ListeAffectes([Affecte(_AGENT, True, LE)])


def prise_en_lot() -> PriseEnLot:
    """Candidatures to be taken together."""
    return PriseEnLot(candidatures=[ID], mode=Mode.TOUT)


def lot_pris() -> LotPris:
    """What was taken of them."""
    return LotPris([ID], [])


def pilote() -> ChoixDuPilote:
    """The region that is to lead."""
    return ChoixDuPilote(region=Region.NORMANDIE)


def etiquette() -> EtiquetteDecrite:
    """A label."""
    return EtiquetteDecrite(_ETIQUETTE, "À revoir", Couleur.TOURNESOL)


def etiquettes() -> Etiquettes:
    """The labels."""
    return Etiquettes([etiquette()])


def etiquette_a_creer() -> EtiquetteACreer:
    """A label to be made."""
    return EtiquetteACreer(nom=etiquette().nom, couleur=etiquette().couleur)


def etiquette_modifiee() -> dict[str, str]:
    """What changes of a label."""
    return {"couleur": Couleur.TOURNESOL.value}


def etiquettes_voulues() -> EtiquettesVoulues:
    """The labels that a dossier is to have."""
    return EtiquettesVoulues(etiquettes=[_ETIQUETTE])


def note_a_prendre() -> NoteAPrendre:
    """A note to be taken."""
    return NoteAPrendre(texte="Le calendrier est à préciser.", pointeur="/plan_action/actions")


def note() -> Note:
    """A note taken."""
    prise = note_a_prendre()
    return Note(_NOTE, prise.texte, prise.pointeur, _AGENT, LE)


def notes() -> Notes:
    """The notes of a dossier."""
    return Notes([note()])


def message() -> MessageInstruit:
    """A message to the applicant."""
    e = echange()
    return MessageInstruit(
        *(e.rang, Cote.INSTRUCTION, e.texte, e.le, e.lu_le, e.pieces),
        *(_AGENT, None, None),
    )


def messages() -> MessagesInstruits:
    """A page of a thread."""
    return MessagesInstruits([message()], None)


def proposition() -> Proposition:
    """A decision to be proposed."""
    return Proposition(
        sens=Sens.ACCEPTEE, motivation="Un périmètre cohérent, un plan concret sur les quatre axes."
    )


def proposition_lue() -> PropositionLue:
    """A decision proposed."""
    voulue = proposition()
    return PropositionLue(3, 1, _AGENT, LE, voulue.sens, voulue.motifs, voulue.motivation, None)


def dossier() -> DossierInstruit:
    """A dossier of which a decision is proposed."""
    ici = f"/v1/instruction/candidatures/{ID}"
    return DossierInstruit(
        id=ID,
        numero=NUMERO,
        etat=EtatDepose.EN_INSTRUCTION,
        etape=Etape.PROPOSEE,
        version=3,
        depot=1,
        regions=[Region.NORMANDIE],
        region_pilote=Region.NORMANDIE,
        affectations=affectes().affectations,
        etiquettes=etiquettes().etiquettes,
        proposition=proposition_lue(),
        correction=None,
        avis=_AVIS,
        actions=[ActionPossible("proposer", "PUT", f"{ici}/proposition", True, None)],
    )


def demande_de_correction() -> DemandeDeCorrection:
    """What is to be corrected."""
    return DemandeDeCorrection(
        motif=MotifCorrection.INCOMPLETE,
        message=exemples_corrections.MESSAGE,
        pointeurs=[*exemples_corrections.POINTEURS],
        jusqu_au=exemples_corrections.JUSQU_AU,
    )


def prolongation() -> Prolongation:
    """A later instant."""
    return Prolongation(jusqu_au=exemples_corrections.JUSQU_AU + timedelta(days=7))


def annulation() -> Annulation:
    """Why a correction is called off."""
    return Annulation(motif="Le demandeur nous a répondu de vive voix.")


def correction() -> CorrectionInstruite:
    """A correction that is open."""
    return signee(exemples_corrections.suivie(), _AGENT)


def corrections() -> CorrectionsInstruites:
    """All those of a dossier."""
    return CorrectionsInstruites([correction()])


def liste() -> CandidaturesDeposees:
    """A page of what was deposited."""
    instantane = examen().instantane()
    perimetre, demandeur = instantane["perimetre"], instantane["demandeur"]
    deposee = CandidatureDeposee(
        id=ID,
        numero=NUMERO,
        etat=EtatDepose.DEPOSEE,
        nom_territoire=perimetre["nom_territoire"],
        region=Region(perimetre["region"]),
        siret=demandeur["siret"],
        denomination=demandeur["denomination"],
        epci=[epci["siren"] for epci in perimetre["epci"]],
        recu_le=LE,
        depot=1,
        version_formulaire=VERSION,
        avertissements=0,
        pieces=PiecesAnalysees(en_attente=0, sain=2, infecte=0, non_analyse=0),
        signalements=[],
        etape=Etape.A_PRENDRE,
        regions=[Region(perimetre["region"])],
        region_pilote=Region(perimetre["region"]),
        affectations=affectes().affectations,
        etiquettes=etiquettes().etiquettes,
        proposition=None,
        avis=_AVIS,
        version=2,
        maj_le=LE,
        nouveautes=True,
        extrait=None,
    )
    return CandidaturesDeposees([deposee], None, None)
