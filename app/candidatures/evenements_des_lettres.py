"""The kinds of event of letters of decision: who opened them. What is decided is told elsewhere.

The docstrings are French where the contract shows them.
"""

from dataclasses import dataclass

from app.candidatures.details import DetailDecision, DetailDecisionScellee
from app.candidatures.genres import Genre, Public


@dataclass(frozen=True)
class EvenementDecisionConsultee(Genre, genre="decision_consultee", vu_par=Public):
    """Le demandeur a ouvert la lettre d'une décision, pour la première fois."""

    details: DetailDecision


@dataclass(frozen=True)
class EvenementDecisionScelleeLue(Genre, genre="decision_scellee_lue", vu_par=()):
    """Un agent a lu une décision, ou ouvert sa lettre, avant qu'elle ne soit publiée."""

    details: DetailDecisionScellee
