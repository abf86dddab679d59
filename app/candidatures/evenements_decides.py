"""The kinds of event of a decision: sealed, reopened, published, taken back."""

from dataclasses import dataclass
from typing import Final

from app.candidatures.details import DetailDecision, DetailDecisionPubliee, DetailLettreScellee
from app.candidatures.genres import Genre, Public

_ENTRE_AGENTS: Final = (Public.INSTRUCTION,)
_TOUS: Final = (Public.DEMANDEUR, Public.PORTAIL, *_ENTRE_AGENTS)
_NOMS: Final = ("candidature.acceptee", "candidature.refusee", "candidature.sans_suite")


@dataclass(frozen=True)
class EvenementArretee(Genre, genre="arretee", vu_par=_ENTRE_AGENTS):
    """La décision est arrêtée, et sa lettre scellée."""

    details: DetailLettreScellee


@dataclass(frozen=True)
class EvenementReouverte(Genre, genre="reouverte", vu_par=_ENTRE_AGENTS):
    """Le lot a été rouvert : la lettre scellée ne vaut plus."""

    details: DetailLettreScellee


@dataclass(frozen=True)
class EvenementDecision(Genre, genre="decidee", vu_par=_TOUS, publie=_NOMS[0]):
    """La décision est publiée."""

    details: DetailDecisionPubliee

    @classmethod
    def noms_publies(cls) -> tuple[str, ...]:
        """One for each sense."""
        return _NOMS

    @property
    def nom_publie(self) -> str | None:
        """That of its sense."""
        return f"candidature.{self.details.sens}"


@dataclass(frozen=True)
class EvenementReexamen(Genre, genre="reexamen", vu_par=_TOUS, publie="candidature.reexamen"):
    """La décision publiée est rapportée : la candidature est à nouveau en instruction."""

    details: DetailDecision
