"""Lots of decisions, as the examples of the contract show them."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from app.acces.exemples import LE, agent
from app.decisions.lots_decrits import EtatDeLot, LotACreer, LotDecrit, Lots, ModificationDeLot
from app.decisions.signataire import Signataire

LOT: Final = UUID("018c2f78-a3b4-4526-87d8-e9f012345678")
_PUBLIER_LE: Final = datetime(2023, 11, 9, 10, 0, tzinfo=UTC)


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
    )


def lots() -> Lots:
    """A page of lots."""
    return Lots([lot()], None)
