"""Deliveries as the examples of the contract show them."""

from datetime import timedelta
from typing import Any, Final

from app.acces.exemples import LE
from app.flux.crochets.livraisons_decrites import (
    EnTete,
    LivraisonDecrite,
    Livraisons,
    Rejeu,
    TentativeDecrite,
)
from app.flux.crochets.tables import EtatLivraison
from app.flux.exemples import evenement
from app.kit.egress.post import Issue

EVENEMENT: Final = "evt_7b0c1f5e2a6d4e0f9c3b8a1d2e4f6071"


def tentative() -> TentativeDecrite:
    """One that the receiver could not take."""
    return TentativeDecrite(
        le=LE,
        duree_ms=84,
        issue=Issue.STATUT,
        statut=503,
        envoyes=[
            EnTete("content-type", "application/json"),
            EnTete("webhook-id", EVENEMENT),
            EnTete("webhook-timestamp", "1695028324"),
            EnTete("webhook-signature", "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="),
        ],
        recus=[EnTete("content-type", "text/plain"), EnTete("retry-after", "60")],
        corps="En maintenance.",
    )


def livraison() -> LivraisonDecrite:
    """A delivery that is tried again."""
    publie = evenement()
    return LivraisonDecrite(
        evenement=EVENEMENT,
        type=publie.type,
        position=publie.data.position,
        candidature=publie.data.candidature.id,
        etat=EtatLivraison.EN_ATTENTE,
        essais=1,
        prochaine=LE + timedelta(minutes=1),
        finie_le=None,
        tentatives=[tentative()],
    )


def livraisons() -> Livraisons:
    """A page of one."""
    return Livraisons([livraison()], None)


def demande_de_rejeu() -> dict[str, Any]:
    """What a receiver that was restored to an older state asks for."""
    return {"depuis": "2023-09-18T00:00:00+02:00", "types": ["candidature.deposee"]}


def rejeu() -> Rejeu:
    """What goes out again."""
    return Rejeu(12, 4711, complet=True)
