"""When deposits are accepted. Source: the form, "22 septembre 2023 à 23h59 (heure de Paris)".

The last minute counts whole (decision 1 of the dictionary): what arrives before 22:00:00.000 UTC
is accepted, however late it is processed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.candidatures.etats import Acte
from app.candidatures.queries import Candidature, fermee
from app.candidatures.refus import EtatIncompatible
from app.config import Settings
from app.depots.refus import CampagnePasOuverte
from app.kit.clock import PARIS
from app.kit.glossary import decrit

_RIEN_DEMANDE: Final = (
    "La candidature est en instruction, et aucune correction n'y est demandée, ou il y a été "
    "répondu : le dernier dépôt compte."
)


@decrit(
    "Les dates de l'appel. Un dépôt compte s'il arrive à l'ouverture ou après, et avant la clôture."
)
@dataclass(frozen=True, slots=True)
class Campagne:
    """The call's dates. A deposit that arrives at `ouverture` or later, before `cloture`, counts.

    `maintenant` is the service's clock; `regle` says the rule in words.
    """

    ouverture: datetime
    cloture: datetime
    fuseau: str
    maintenant: datetime
    ouverte: bool
    regle: str


def campagne(settings: Settings, maintenant: datetime) -> Campagne:
    """The call as it stands at an instant, in Paris time."""
    cloture = settings.cloture.astimezone(PARIS)
    return Campagne(
        ouverture=settings.ouverture.astimezone(PARIS),
        cloture=cloture,
        fuseau=PARIS.key,
        maintenant=maintenant.astimezone(PARIS),
        ouverte=settings.ouverture <= maintenant < settings.cloture,
        regle="Un dépôt compte s'il parvient au service avant l'instant de clôture, "
        f"{cloture:%d/%m/%Y à %H h %M min %S s} (heure de Paris) : la minute qui le précède est "
        "comprise en entier. C'est l'arrivée de la requête entière qui fait foi, pas la fin de son "
        "traitement.",
    )


def verifier_recevable(lue: Candidature, settings: Settings, arrivee: datetime) -> None:
    """Raise unless a deposit that arrives then counts: `CorrectionClose` for one that answers a
    correction, else what `verifier_ouverte` raises, or `EtatIncompatible`.
    """
    if lue.a_corriger:
        lue.a_corriger.verifier_ouverte(arrivee)
        return
    if lue.etat.permet(Acte.CORRIGER):  # who answers twice is not told that the call has closed
        raise EtatIncompatible(_RIEN_DEMANDE, etat=lue.etat)
    verifier_ouverte(settings, arrivee)
    if not lue.etat.permet(Acte.DEPOSER):
        raise EtatIncompatible(
            f"La candidature est à l'état « {lue.etat.mots} » : elle ne se dépose plus.",
            etat=lue.etat,
        )


def verifier_ouverte(settings: Settings, arrivee: datetime) -> None:
    """Raise `CampagnePasOuverte` or `CampagneFermee`, with both instants, outside the window."""
    if arrivee < settings.ouverture:
        raise CampagnePasOuverte(arrivee=arrivee, ouverture=settings.ouverture)
    if arrivee >= settings.cloture:
        raise fermee(arrivee, settings)
