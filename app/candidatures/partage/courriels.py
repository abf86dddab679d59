"""What is written to applicants and to those they invite.

Nothing that somebody typed goes into it, but the confirmed address of who invites: whoever opens a
draft could else have the service send any text to anybody, in anybody's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from app.acces.droits import Role
from app.candidatures.etats import Etat
from app.kit.clock import PARIS
from app.kit.jobs.mail import Courriel

ENTREES_MAX: Final = 100  # in one mail

_ROLES: Final = {
    Role.PROPRIETAIRE: "vous en êtes propriétaire",
    Role.EDITION: "vous pouvez la modifier",
    Role.LECTURE: "vous pouvez la lire",
}
_POUVOIRS: Final = {
    Role.EDITION: "de lire et de modifier le dossier et ses fichiers,\nsans pouvoir le déposer",
    Role.LECTURE: "de lire le dossier et ses fichiers,\nsans pouvoir rien y changer",
}
_INVITATION: Final = """Bonjour,

{qui} vous donne accès à une
candidature au programme Territoires d'industrie.

Ce lien vous permettra {pouvoirs} :

{adresse}

Il ne sert qu'une fois, pendant 7 jours. Il est fait pour vous : ne le
transmettez à personne.

Vous n'attendiez pas ce message ? Ne faites rien : sans ce lien, rien ne
s'ouvre.

{signature}
"""
_RETROUVAILLES: Final = """Bonjour,

Quelqu'un, vous sans doute, a demandé à retrouver les candidatures au
programme Territoires d'industrie qui s'ouvrent avec cette adresse :

{entrees}

Chaque lien ne sert qu'une fois, pendant 15 minutes. Il donne un nouveau
jeton, et le précédent cesse aussitôt de fonctionner.{suite}

Vous n'avez rien demandé ? Ne faites rien : vos jetons restent bons, et
personne d'autre n'a reçu ces liens.

{signature}
"""
_APART: Final = """Les brouillons qui suivent donnent cette adresse, sans que personne l'ait
encore confirmée. Le vôtre peut en être. N'ouvrez pas ceux que vous n'avez
pas commencés : qui les a créés pourrait lire ce que vous y écririez."""
_SUITE: Final = "\n\nMessage {rang} sur {nombre}."
_ADRESSE: Final = """Bonjour,

Qui prépare une candidature au programme Territoires d'industrie demande
que cette adresse serve désormais à la retrouver :

{quoi}

Pour l'accepter :

{adresse}

Ce lien ne sert qu'une fois, pendant 24 heures.

Vous n'attendiez pas ce message ? Ne faites rien : sans ce lien, rien ne
change.

{signature}
"""
_CHANGEE: Final = """Bonjour,

Votre adresse n'ouvre plus la candidature {id}
au programme Territoires d'industrie : son propriétaire en a donné une
autre, qui vient d'être confirmée.

Ce n'est pas vous ? Écrivez au service chargé du dossier, en citant ce
numéro.

{signature}
"""
_SIGNATURE: Final = "Territoires d'industrie\nMessage automatique : n'y répondez pas."


@dataclass(frozen=True, slots=True)
class Entree:
    """A candidature to find again, and the address of the link that opens it.

    `sienne`: deposited, or of a confirmed address; `autres`: how many others get in.
    """

    role: Role
    numero: str | None
    etat: Etat
    creee_le: datetime
    sienne: bool
    autres: int
    adresse: str = field(repr=False)


def invitation(a: str, role: Role, demandeur: str | None, adresse: str) -> Courriel:
    """The mail to somebody invited; `demandeur` is the applicant's address, once confirmed."""
    texte = _INVITATION.format(
        qui=_nommer(demandeur), pouvoirs=_POUVOIRS[role], adresse=adresse, signature=_SIGNATURE
    )
    return Courriel(a, "Une candidature Territoires d'industrie vous est ouverte", texte)


def retrouvailles(a: str, entrees: Sequence[Entree]) -> list[Courriel]:
    """The mails to somebody who has lost the secrets of these candidatures, as many as it takes.

    What is theirs for sure comes first; what only gives their address, apart and last.
    """
    rangees = sorted(entrees, key=lambda entree: not entree.sienne)
    lots = [rangees[i : i + ENTREES_MAX] for i in range(0, len(rangees), ENTREES_MAX)]
    return [_retrouvailles(a, lot, rang, len(lots)) for rang, lot in enumerate(lots, 1)]


def _retrouvailles(a: str, lot: Sequence[Entree], rang: int, nombre: int) -> Courriel:
    siennes = [_presenter(entree) for entree in lot if entree.sienne]
    autres = [_presenter(entree) for entree in lot if not entree.sienne]
    texte = _RETROUVAILLES.format(
        entrees="\n\n".join([*siennes, *([_APART, *autres] if autres else [])]),
        suite=_SUITE.format(rang=rang, nombre=nombre) if nombre > 1 else "",
        signature=_SIGNATURE,
    )
    return Courriel(a, "Retrouver vos candidatures Territoires d'industrie", texte)


def confirmation(a: str, numero: str | None, creee_le: datetime, adresse: str) -> Courriel:
    """The mail to the address that is to open a candidature."""
    quoi = _nommer_candidature(numero, creee_le)
    texte = _ADRESSE.format(quoi=quoi, adresse=adresse, signature=_SIGNATURE)
    return Courriel(a, "Confirmer votre adresse pour une candidature", texte)


def adresse_changee(a: str, id: UUID) -> Courriel:
    """The mail to the address that opens it no more."""
    texte = _CHANGEE.format(id=id, signature=_SIGNATURE)
    return Courriel(a, "L'adresse d'une candidature Territoires d'industrie a changé", texte)


def _presenter(entree: Entree) -> str:
    nom = _nommer_candidature(entree.numero, entree.creee_le)
    etat, role = entree.etat.mots, _ROLES[entree.role]
    ailleurs = f" ; autres accès ouverts : {entree.autres}" if entree.autres else ""
    return f"- {nom}, {etat} ({role}{ailleurs}) :\n{entree.adresse}"


def _nommer_candidature(numero: str | None, creee_le: datetime) -> str:
    jour = creee_le.astimezone(PARIS).strftime("%d/%m/%Y")
    return f"Candidature {numero or 'sans numéro'}, créée le {jour}"


def _nommer(demandeur: str | None) -> str:
    if demandeur is None:
        return "La personne qui prépare une candidature"
    return f"La personne dont l'adresse est {demandeur}"
