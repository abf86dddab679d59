"""The kinds of event: who sees each, under which name it is published.

What they tell is in `details.py`. The docstrings are French where the contract shows them. Which
agent did what is kept apart (`acces_id`), for reviewers alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# To be read is to be declared: these are kinds as well.
from app.candidatures import evenements_decides as evenements_decides
from app.candidatures import evenements_des_lettres as evenements_des_lettres
from app.candidatures import evenements_des_messages as evenements_des_messages
from app.candidatures import evenements_instruits as evenements_instruits
from app.candidatures.details import (
    SANS_DETAIL,
    DetailAcces,
    DetailAdministration,
    DetailDepot,
    DetailEffacement,
    DetailModification,
    DetailPiece,
    DetailPreavis,
    DetailVirus,
    SansDetail,
)
from app.candidatures.genres import Genre, Public, Situation

_EUX: Final = (Public.DEMANDEUR, Public.PORTAIL)
_TOUS: Final = (*_EUX, Public.INSTRUCTION)


@dataclass(frozen=True)
class EvenementCreation(Genre, genre="creee", vu_par=_EUX):
    """La candidature a été créée."""

    details: SansDetail = SANS_DETAIL


@dataclass(frozen=True)
class EvenementModification(
    Genre, genre="modifiee", vu_par=_EUX, publie="candidature.modifiee", sur_demande=True
):
    """Le dossier a changé."""

    details: DetailModification


@dataclass(frozen=True)
class EvenementPieceJointe(Genre, genre="piece_jointe", vu_par=_EUX):
    """Un fichier a été joint."""

    details: DetailPiece


@dataclass(frozen=True)
class EvenementPieceRefusee(Genre, genre="piece_refusee", vu_par=_EUX):
    """Un fichier a été refusé : un virus."""

    details: DetailVirus


@dataclass(frozen=True)
class EvenementPieceInfectee(Genre, genre="piece_infectee", vu_par=_TOUS, publie="piece.infectee"):
    """Un fichier joint a été reconnu infecté, et isolé."""

    details: DetailVirus


@dataclass(frozen=True)
class EvenementPieceRetiree(Genre, genre="piece_retiree", vu_par=_EUX):
    """Un fichier a été retiré."""

    details: DetailPiece


@dataclass(frozen=True)
class EvenementInvitation(Genre, genre="acces_invite", vu_par=_EUX):
    """Une personne a été invitée."""

    details: DetailAcces


@dataclass(frozen=True)
class EvenementOuverture(Genre, genre="acces_ouvert", vu_par=_EUX):
    """Un lien reçu par courriel a donné un jeton."""

    details: DetailAcces


@dataclass(frozen=True)
class EvenementRenouvellement(Genre, genre="acces_renouvele", vu_par=_EUX):
    """Un jeton a été renouvelé."""

    details: DetailAcces


@dataclass(frozen=True)
class EvenementRevocation(Genre, genre="acces_revoque", vu_par=_EUX):
    """Un accès a été révoqué."""

    details: DetailAcces


@dataclass(frozen=True)
class EvenementAdresseDemandee(Genre, genre="adresse_demandee", vu_par=_EUX):
    """Un changement d'adresse a été demandé : la nouvelle doit le confirmer."""

    details: DetailAcces


@dataclass(frozen=True)
class EvenementAdresse(Genre, genre="adresse_confirmee", vu_par=_EUX):
    """L'adresse qui ouvre la candidature a été confirmée, ou remplacée par celle qui l'a été."""

    details: DetailAcces


@dataclass(frozen=True)
class EvenementDepot(Genre, genre="deposee", vu_par=_TOUS, publie="candidature.deposee"):
    """La candidature a été déposée."""

    details: DetailDepot
    regions: Sequence[str]

    @classmethod
    def noms_publies(cls) -> tuple[str, ...]:
        """That of the first deposit, that of each after it."""
        return "candidature.deposee", "candidature.redeposee"

    @property
    def nom_publie(self) -> str | None:
        """Another one for each deposit after the first."""
        premier, suivant = self.noms_publies()
        return premier if self.details.depot == 1 else suivant

    @property
    def situation(self) -> Situation | None:
        """Where it puts the candidature."""
        return Situation(self.details.depot, self.regions)


@dataclass(frozen=True)
class EvenementRetrait(Genre, genre="retiree", vu_par=_TOUS, publie="candidature.retiree"):
    """La candidature a été retirée."""

    details: SansDetail = SANS_DETAIL


@dataclass(frozen=True)
class EvenementExport(Genre, genre="exportee", vu_par=_EUX):
    """L'administration a obtenu une copie de tout."""

    details: DetailAdministration


@dataclass(frozen=True)
class EvenementPreavis(Genre, genre="preavis", vu_par=_EUX):
    """L'effacement est annoncé."""

    details: DetailPreavis


@dataclass(frozen=True)
class EvenementEffacement(
    Genre,
    genre="supprimee",
    vu_par=(Public.PORTAIL, Public.INSTRUCTION),
    publie="candidature.supprimee",
):
    """La candidature a été effacée."""

    details: DetailEffacement


# --- What reviewers do: what is hidden from the applicant is not published ---


def genres_pour(public: Public) -> list[type[Genre]]:
    """The kinds that these people see."""
    return [genre for genre in Genre.__subclasses__() if public in genre.vu_par]


def noms_publies(public: Public | None = None) -> list[str]:
    """The names under which what these people see is published; without them, all names."""
    genres = Genre.__subclasses__() if public is None else genres_pour(public)
    return [nom for genre in genres for nom in genre.noms_publies()]


SUR_DEMANDE: Final = frozenset(
    nom for genre in Genre.__subclasses__() if genre.sur_demande for nom in genre.noms_publies()
)
"""The names of what is told to those only who ask for it."""
