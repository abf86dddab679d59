"""Lots of decisions, as the examples of the contract show them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from app.acces.exemples import LE, agent
from app.decisions.essayer import VerificationDuLot
from app.decisions.gestes_demandes import (
    MotifDeReexamen,
    PublicationVoulue,
    RaisonDite,
    ReexamenVoulu,
)
from app.decisions.ligne import Inscription, LigneAInscrire
from app.decisions.lignes_csv import ecrire_csv
from app.decisions.lignes_decrites import LigneDecrite, Lignes
from app.decisions.lot_demande import LotACreer, ModificationDeLot
from app.decisions.lots_decrits import ActeDeLot, EtatDeLot, GenreDActe, LotDecrit, Lots
from app.decisions.reexaminer import AvertissementDeReexamen, ReexamenOuvert
from app.decisions.refus_de_ligne import refus_d_exemple
from app.decisions.signataire import Signataire
from app.instruction.etapes import EtatDepose
from app.instruction.exemples import ID, NUMERO
from app.instruction.proposition import Motif, Proposition, Sens

LOT: Final = UUID("018c2f78-a3b4-4526-87d8-e9f012345678")
_PUBLIER_LE: Final = datetime(2023, 11, 9, 10, 0, tzinfo=UTC)
_ARRETE_LE: Final = datetime(2023, 11, 8, 16, 30, tzinfo=UTC)


def signataire() -> Signataire:
    """Who signs."""
    return Signataire(
        prenom="Dominique",
        nom="Faure",
        qualite="Déléguée aux Territoires d'industrie",
        service="Agence nationale de la cohésion des territoires",
    )


def lot_a_creer() -> LotACreer:
    """A lot to be made."""
    return LotACreer(
        nom="Première sélection", publier_le=_PUBLIER_LE, secret=True, signataire=signataire()
    )


def lot_modifie() -> ModificationDeLot:
    """What changes of a lot."""
    return ModificationDeLot.model_validate({"nom": "Sélection du 9 novembre"})


def lot() -> LotDecrit:
    """A lot that is being prepared."""
    return LotDecrit(
        id=LOT,
        nom="Première sélection",
        etat=EtatDeLot.BROUILLON,
        version=1,
        publier_le=_PUBLIER_LE,
        secret=True,
        signataire=signataire(),
        lignes=0,
        cree_le=LE,
        par=agent(),
        arrete_le=None,
        publie_le=None,
        actes=[],
    )


def lots() -> Lots:
    """A page of lots."""
    return Lots([lot()], None)


def inscription() -> Inscription:
    """Lines to be written."""
    refus = Proposition(
        sens=Sens.REFUSEE,
        motifs=[Motif.PLAN_ACTION],
        motivation="Le plan ne dit pas qui porte chacune de ses actions.",
    )
    return Inscription(lignes=[LigneAInscrire(candidature=ID, decision=refus)])


def ligne() -> LigneDecrite:
    """A line."""
    (voulue,) = inscription().lignes
    decision = voulue.decision or Proposition(sens=Sens.ACCEPTEE)
    return LigneDecrite(
        *(ID, NUMERO, EtatDepose.EN_INSTRUCTION, "Vallée de la Bresle", 1),
        *(decision.sens, decision.motifs, decision.motivation, None, None, None),
    )


def lignes() -> Lignes:
    """A page of lines."""
    return Lignes([ligne()], None)


def feuille() -> str:
    """The same as a sheet."""
    return ecrire_csv([ligne()]).decode()


def verification() -> VerificationDuLot:
    """What stands in the way of sealing a lot."""
    return VerificationDuLot(False, 1, [refus_d_exemple("correction-ouverte")])


def raison() -> RaisonDite:
    """Why."""
    return RaisonDite(raison="Les deux intercommunalités en sont convenues.")


def publication() -> PublicationVoulue:
    """When a lot is to be published."""
    return PublicationVoulue(maintenant=True)


def lot_arrete() -> LotDecrit:
    """A lot that is sealed."""
    arret = ActeDeLot(3, GenreDActe.ARRET, _ARRETE_LE, agent(), raison().raison)
    etat = EtatDeLot.ARRETE
    return replace(lot(), etat=etat, version=3, lignes=1, arrete_le=_ARRETE_LE, actes=[arret])


def lot_publie() -> LotDecrit:
    """A lot that is published."""
    arrete = lot_arrete()
    actes = [*arrete.actes, ActeDeLot(4, GenreDActe.PUBLICATION, _PUBLIER_LE, None, None)]
    return replace(arrete, etat=EtatDeLot.PUBLIE, version=4, publie_le=_PUBLIER_LE, actes=actes)


def reexamen_voulu() -> ReexamenVoulu:
    """Why a decision is taken back."""
    return ReexamenVoulu(
        motif=MotifDeReexamen.RETRAIT,
        raison="Le périmètre accepté compte une intercommunalité qui n'existe plus.",
        fondement="CRPA, art. L. 242-1",
    )


def reexamen() -> ReexamenOuvert:
    """A decision that was taken back."""
    tard = [AvertissementDeReexamen.AU_DELA_DE_QUATRE_MOIS]
    return ReexamenOuvert(1, datetime(2024, 3, 12, 9, 0, tzinfo=UTC), tard)
