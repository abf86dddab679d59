"""Accesses and links as the examples of the contract show them."""

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from app.acces.droits import Role
from app.acces.exemples import JETON, LE
from app.candidatures.exemples import ID
from app.candidatures.partage.liste import Acces, EtatAcces, ListeAcces, PreuveDAcces
from app.candidatures.partage.remise import AdresseConfirmee, JetonRemis, LienEchange

Json = dict[str, Any]
_COURRIEL: Final = "jeanne.martin@example.fr"
_INVITEE: Final = "ali.durand@example.fr"


def invitation() -> Json:
    """Whom to invite, and what for."""
    return {"courriel": _INVITEE, "role": "edition"}


def demande() -> Json:
    """Whose secret is lost."""
    return {"courriel": _COURRIEL}


def lien() -> Json:
    """The link that was received."""
    return {"lien": "til_" + "A" * 43}


def _sien() -> Acces:
    return Acces(
        id=UUID("018c2f70-1a2b-4c3d-8e4f-5a6b7c8d9e0f"),
        genre=PreuveDAcces.JETON,
        role=Role.PROPRIETAIRE,
        courriel=_COURRIEL,
        cree_le=LE,
        revoque_le=None,
        etat=EtatAcces.ACTIF,
        le_votre=True,
    )


def invite() -> Acces:
    """The access of a person just invited."""
    return replace(
        _sien(),
        id=UUID("018c2f71-2b3c-4d4e-9f60-6b7c8d9e0f1a"),
        role=Role.EDITION,
        courriel=_INVITEE,
        etat=EtatAcces.INVITE,
        le_votre=False,
    )


def liste() -> ListeAcces:
    """The owner's access, and that one."""
    return ListeAcces([_sien(), invite()])


def renouvele() -> JetonRemis:
    """The owner's new secret."""
    return JetonRemis(ID, Role.PROPRIETAIRE, JETON)


def echange() -> LienEchange:
    """The secret of the owner, and who was invited."""
    return LienEchange(ID, Role.PROPRIETAIRE, JETON, [invite()])


def lien_d_adresse() -> Json:
    """The link received at a new address."""
    return {"lien": "tia_" + "A" * 43}


def adresse_confirmee() -> AdresseConfirmee:
    """The address that opens it now."""
    return AdresseConfirmee(ID, _COURRIEL)
