"""What is written to applicants and to those they invite.

Nothing that somebody typed goes into it, but the address of who invites: whoever opens a draft
could else have the service send any text to anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from email_validator import EmailNotValidError, validate_email

from app.acces.droits import Role
from app.candidatures.etats import Etat
from app.kit.clock import PARIS
from app.kit.jobs.mail import Courriel

# In one mail; those created last.
CANDIDATURES_MAX: Final = 10

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
jeton, et le précédent cesse aussitôt de fonctionner.{reste}

Vous n'avez rien demandé ? Ne faites rien : vos jetons restent bons, et
personne d'autre n'a reçu ces liens.

{signature}
"""
_RESTE: Final = f"""

Seules les {CANDIDATURES_MAX} candidatures créées en dernier sont indiquées ici."""
_SIGNATURE: Final = "Territoires d'industrie\nMessage automatique : n'y répondez pas."


@dataclass(frozen=True, slots=True)
class Entree:
    """A candidature to find again, and the address of the link that opens it."""

    role: Role
    numero: str | None
    etat: Etat
    creee_le: datetime
    adresse: str = field(repr=False)


def invitation(a: str, role: Role, demandeur: str | None, adresse: str) -> Courriel:
    """The mail to somebody invited; `demandeur` is the applicant's address, as typed."""
    texte = _INVITATION.format(
        qui=_nommer(demandeur), pouvoirs=_POUVOIRS[role], adresse=adresse, signature=_SIGNATURE
    )
    return Courriel(a, "Une candidature Territoires d'industrie vous est ouverte", texte)


def retrouvailles(a: str, entrees: Sequence[Entree]) -> Courriel:
    """The mail to somebody who has lost the secrets of these candidatures."""
    texte = _RETROUVAILLES.format(
        entrees="\n\n".join(map(_presenter, entrees)),
        reste=_RESTE if len(entrees) == CANDIDATURES_MAX else "",
        signature=_SIGNATURE,
    )
    return Courriel(a, "Retrouver vos candidatures Territoires d'industrie", texte)


def _presenter(entree: Entree) -> str:
    jour = entree.creee_le.astimezone(PARIS).strftime("%d/%m/%Y")
    nom = f"Candidature {entree.numero}" if entree.numero else "Candidature sans numéro"
    etat, role = entree.etat.mots, _ROLES[entree.role]
    return f"- {nom}, créée le {jour}, {etat} ({role}) :\n{entree.adresse}"


def _nommer(demandeur: str | None) -> str:
    try:
        validate_email(demandeur or "", check_deliverability=False)
    except EmailNotValidError:
        return "La personne qui prépare une candidature"
    return f"La personne dont l'adresse est {demandeur}"
