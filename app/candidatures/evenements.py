"""The kinds of event: what each tells, who sees it, under which name it is published.

The docstrings are French where the contract shows them. No detail is personal: the record stays for
ever (`docs/rgpd.md`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from app.acces.droits import Role
from app.candidatures.genres import Genre, Public, Situation
from app.formulaire.choix import Rubrique

_EUX: Final = (Public.DEMANDEUR, Public.PORTAIL)
_TOUS: Final = (*_EUX, Public.INSTRUCTION)


# --- What they tell ---


@dataclass(frozen=True, slots=True)
class SansDetail:
    """Un objet vide : le genre de l'événement dit tout."""


@dataclass(frozen=True, slots=True)
class DetailModification:
    """Ce qu'une modification a changé."""

    pointeurs: Annotated[Sequence[str], Field(description="Pointeurs (RFC 6901) dans le dossier.")]


_Empreinte = Annotated[str, Field(description="SHA-256, en hexadécimal.")]


@dataclass(frozen=True, slots=True)
class DetailPiece:
    """Un fichier, sans son nom."""

    piece: Annotated[UUID, Field(description="Identifiant du fichier.")]
    rubrique: Rubrique
    taille: Annotated[int, Field(description="En octets.")]
    empreinte: _Empreinte


@dataclass(frozen=True, slots=True)
class DetailVirus(DetailPiece):
    """Un fichier, sans son nom, et ce que l'antivirus y a reconnu."""

    virus: Annotated[str, Field(description="Le nom du virus.")]


@dataclass(frozen=True, slots=True)
class DetailAcces:
    """Un accès, sans l'adresse de la personne."""

    acces: Annotated[UUID, Field(description="L'accès dont il s'agit.")]
    role: Role


@dataclass(frozen=True, slots=True)
class DetailDepot:
    """Un dépôt."""

    depot: Annotated[int, Field(description="Rang du dépôt, à partir de 1.")]
    numero: Annotated[str, Field(description="Numéro de la candidature.")]
    empreinte: _Empreinte


@dataclass(frozen=True, slots=True)
class DetailAdministration:
    """Qui l'a fait, dans l'administration."""

    par: Annotated[str, Field(description="L'empreinte d'un compte ou d'une clé.")]


@dataclass(frozen=True, slots=True)
class DetailPreavis:
    """Un effacement à venir, si rien ne change d'ici là."""

    effacement_le: Annotated[datetime, Field(description="À partir de quand.")]
    courriel: Annotated[bool, Field(description="Si le demandeur en a été averti par courriel.")]


@dataclass(frozen=True, slots=True)
class DetailEffacement:
    """Pourquoi une candidature a été effacée."""

    motif: Annotated[str, Field(description="Qui l'a demandé, ou pourquoi, en un mot stable.")]


@dataclass(frozen=True, slots=True)
class DetailEffacementDOffice(DetailEffacement):
    """Pourquoi l'administration l'a effacée, et qui l'a fait."""

    par: str


# --- What happens ---


@dataclass(frozen=True)
class EvenementCreation(Genre, genre="creee", vu_par=_EUX):
    """La candidature a été créée."""

    details: SansDetail = SansDetail()


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

    details: SansDetail = SansDetail()


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
