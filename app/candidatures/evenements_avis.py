"""The kinds of event of opinions: between reviewers, and published nowhere."""

from dataclasses import dataclass
from typing import Final

from app.candidatures.details import DetailAvis, DetailAvisRendu, DetailFichierInfecte
from app.candidatures.genres import Genre, Public

_ENTRE_AGENTS: Final = (Public.INSTRUCTION,)


@dataclass(frozen=True)
class EvenementAvisDemande(Genre, genre="avis_demande", vu_par=_ENTRE_AGENTS):
    """Un avis a été demandé."""

    details: DetailAvis


@dataclass(frozen=True)
class EvenementAvisReporte(Genre, genre="avis_reporte", vu_par=_ENTRE_AGENTS):
    """L'échéance d'un avis a changé."""

    details: DetailAvis


@dataclass(frozen=True)
class EvenementAvisRelance(Genre, genre="avis_relance", vu_par=_ENTRE_AGENTS):
    """Un avis demandé a été rappelé à qui est consulté."""

    details: DetailAvis


@dataclass(frozen=True)
class EvenementAvisRevoque(Genre, genre="avis_revoque", vu_par=_ENTRE_AGENTS):
    """Un avis n'est plus demandé."""

    details: DetailAvis


@dataclass(frozen=True)
class EvenementAvisRendu(Genre, genre="avis_rendu", vu_par=_ENTRE_AGENTS):
    """Un avis a été rendu, ou rendu de nouveau."""

    details: DetailAvisRendu


@dataclass(frozen=True)
class EvenementAvisInfecte(Genre, genre="avis_infecte", vu_par=_ENTRE_AGENTS):
    """Un virus a été reconnu dans un fichier de qui est consulté."""

    details: DetailFichierInfecte
