"""What is written to applicants of the review of their candidature.

Nothing that somebody typed: what a reviewer asks for is read where the candidature is.
"""

from datetime import datetime
from hashlib import sha256
from typing import Final

from app.instruction.information import Information, Nouvelle
from app.kit.clock import PARIS
from app.kit.jobs.mail import Courriel

_TEXTE: Final = """Bonjour,

{quoi}

Candidature {numero}.

Vous n'avez plus votre jeton ? Demandez un lien à cette adresse électronique,
comme pour un mot de passe oublié.

Territoires d'industrie
Message automatique : n'y répondez pas.
"""
_PRISE: Final = """Le service instructeur a commencé l'examen de votre candidature au programme
Territoires d'industrie. Vous n'avez rien à faire : s'il lui faut une
précision, il vous la demandera, et vous en serez averti à cette adresse."""
_CORRECTION: Final = """Le service instructeur vous demande de corriger ou de compléter votre
candidature au programme Territoires d'industrie, jusqu'au
{jusqu_au}.

Ce qu'il demande se lit dans la candidature. Modifiez-la, puis déposez-la à
nouveau d'ici là : sans nouveau dépôt, c'est le précédent qui compte."""
_PROLONGEE: Final = """Vous avez plus de temps pour la correction que le service instructeur vous a
demandée : jusqu'au
{jusqu_au}."""
_ANNULEE: Final = """Le service instructeur renonce à la correction qu'il vous avait demandée. Vous
n'avez rien à faire : votre dernier dépôt est celui qui compte."""
_RAPPEL: Final = """Une correction vous est demandée, et vous n'y avez pas encore répondu. Vous
pouvez le faire jusqu'au
{jusqu_au}.

Ce que vous avez modifié ne compte qu'une fois déposé : sans nouveau dépôt,
c'est le précédent qui compte."""

_MESSAGE: Final = """Un message du service instructeur vous attend. Il se lit dans votre
candidature au programme Territoires d'industrie, où l'on y répond aussi."""
_DECISION: Final = """Une décision a été prise sur votre candidature au programme Territoires
d'industrie. Sa lettre se lit dans votre candidature, où elle se télécharge."""
_RAPPEL_DE_DECISION: Final = """La lettre de la décision prise sur votre candidature au programme
Territoires d'industrie vous attend : personne ne l'a encore ouverte. Elle se
lit dans votre candidature, où elle se télécharge."""

_DITES: Final = {
    Nouvelle.PRISE: ("Votre candidature est en cours d'examen", _PRISE),
    Nouvelle.CORRECTION: ("Une correction vous est demandée", _CORRECTION),
    Nouvelle.PROLONGEE: ("Vous avez plus de temps pour corriger", _PROLONGEE),
    Nouvelle.ANNULEE: ("Une correction n'est plus demandée", _ANNULEE),
    Nouvelle.RAPPEL: ("Rappel : une correction vous est demandée", _RAPPEL),
    Nouvelle.MESSAGE: ("Un message vous attend", _MESSAGE),
    Nouvelle.DECISION: ("Une décision vous attend", _DECISION),
    Nouvelle.RAPPEL_DE_DECISION: ("Rappel : une décision vous attend", _RAPPEL_DE_DECISION),
    Nouvelle.SECOND_RAPPEL_DE_DECISION: (
        "Second rappel : une décision vous attend",
        _RAPPEL_DE_DECISION,
    ),
}


def courriel_au_demandeur(a: str, numero: str, information: Information) -> Courriel:
    """The mail that tells it; the same at each try, so that a second copy is recognised."""
    objet, quoi = _DITES[information.nouvelle]
    jusqu_au = information.jusqu_au and _heure(information.jusqu_au)
    texte = _TEXTE.format(quoi=quoi.format(jusqu_au=jusqu_au), numero=numero)
    cle = sha256(f"{a}\n{information}".encode()).hexdigest()
    return Courriel(a, f"{objet} — Territoires d'industrie", texte, cle)


def _heure(le: datetime) -> str:
    return f"{le.astimezone(PARIS):%d/%m/%Y à %H:%M:%S}, heure de Paris"
