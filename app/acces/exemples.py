"""Keys as the examples of the contract show them."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from app.acces.agents import AgentDecrit
from app.acces.cles_decrites import CleCreee, CleDecrite, Cles, EtatDeCle
from app.acces.droits import Portee
from app.formulaire.choix import Region

Json = dict[str, Any]
LE: Final = datetime(2023, 9, 18, 7, 30, tzinfo=UTC)
"""When everything happens in the examples, of all rooms."""
JETON: Final = "tic_" + "A" * 43
SECRET: Final = "tip_" + "A" * 43


def demande() -> Json:
    """A key to be made, as it is asked for."""
    return {
        "nom": "Portail Normandie",
        "portees": ["candidatures:lire", "candidatures:ecrire", "candidatures:deposer"],
        "regions": None,
        "reseaux": ["192.0.2.0/24"],
        "expire_le": "2024-12-31T23:00:00Z",
    }


def fiche_d_agent() -> Json:
    """What the administration writes of an agent."""
    return {"qualite": "Chargée de mission industrie"}


def agent() -> AgentDecrit:
    """An agent, as the directory shows them."""
    return AgentDecrit(
        UUID("018c2f74-6f70-4182-93a4-b5c6d7e8f901"),
        "Jeanne Martin",
        "DREETS Normandie",
        "Chargée de mission industrie",
    )


def rotation() -> Json:
    """A rotation, as it is asked for."""
    return {"recouvrement": 86_400, "expire_le": None}


def cle() -> CleDecrite:
    """The key of a portal."""
    return CleDecrite(
        id=UUID("018c2f72-4d5e-4f6a-8b7c-9d0e1f2a3b4c"),
        titulaire=UUID("018c2f73-5e6f-4a7b-9c8d-0e1f2a3b4c5d"),
        nom="Portail Normandie",
        prefixe=SECRET[:12],
        etat=EtatDeCle.ACTIVE,
        portees=[
            Portee.CANDIDATURES_LIRE,
            Portee.CANDIDATURES_ECRIRE,
            Portee.CANDIDATURES_DEPOSER,
        ],
        regions=[Region.NORMANDIE],
        reseaux=["192.0.2.0/24"],
        creee_le=LE,
        creee_par="ti",
        expire_le=None,
        revoquee_le=None,
        revoquee_par=None,
        dernier_usage=LE,
    )


def cle_creee() -> CleCreee:
    """That key, just made."""
    return CleCreee(**asdict(cle()), secret=SECRET)


def cles() -> Cles:
    """A page of keys."""
    return Cles([cle()], None)
