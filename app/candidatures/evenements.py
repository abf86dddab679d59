"""The kinds of event: what each tells, who sees it, under which name it is published.

The docstrings are French where the contract shows them. No detail is personal: the record stays for
ever (`docs/rgpd.md`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

from pydantic import Field
from pydantic_core import to_json

from app.acces.droits import Role
from app.formulaire.choix import Rubrique


class Public(StrEnum):
    """Who an event may be shown to."""

    DEMANDEUR = auto()  # who applies, and those they invited
    PORTAIL = auto()
    INSTRUCTION = auto()

    @classmethod
    def de(cls, role: Role) -> "Public":
        """That of who opens a candidature with this role."""
        return cls.PORTAIL if role is Role.PORTAIL else cls.DEMANDEUR


_EUX: Final = (Public.DEMANDEUR, Public.PORTAIL)


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

    motif: str


@dataclass(frozen=True, slots=True)
class DetailEffacementDOffice(DetailEffacement):
    """Pourquoi l'administration l'a effacée, et qui l'a fait."""

    par: str


# --- What happens ---


class Genre:
    """A kind of event; an instance is one that happens.

    `genre` names it in the record. It is hidden but from those of `vu_par`. `publie`: its name
    where it is published, if it is.
    """

    genre: ClassVar[str]
    vu_par: ClassVar[frozenset[Public]]
    publie: ClassVar[str | None]
    details: Any

    def __init_subclass__(
        cls, genre: str, vu_par: Collection[Public] = (), publie: str | None = None
    ) -> None:
        if cls.__doc__ is None:
            raise TypeError(f"{cls.__name__} ne dit pas ce qui est arrivé : il y faut un docstring")
        cls.genre, cls.vu_par, cls.publie = genre, frozenset(vu_par), publie

    @property
    def nom_publie(self) -> str | None:
        """The name under which this one is published."""
        return self.publie

    def texte(self) -> str:
        """The details as JSON text."""
        return to_json(self.details).decode()


@dataclass(frozen=True)
class EvenementCreation(Genre, genre="creee", vu_par=_EUX):
    """La candidature a été créée."""

    details: SansDetail = SansDetail()


@dataclass(frozen=True)
class EvenementModification(Genre, genre="modifiee", vu_par=_EUX, publie="candidature.modifiee"):
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
class EvenementPieceInfectee(Genre, genre="piece_infectee", vu_par=_EUX, publie="piece.infectee"):
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
class EvenementDepot(Genre, genre="deposee", vu_par=_EUX, publie="candidature.deposee"):
    """La candidature a été déposée."""

    details: DetailDepot

    @property
    def nom_publie(self) -> str | None:
        """Another one for each deposit after the first."""
        return self.publie if self.details.depot == 1 else "candidature.redeposee"


@dataclass(frozen=True)
class EvenementRetrait(Genre, genre="retiree", vu_par=_EUX, publie="candidature.retiree"):
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
class EvenementEffacement(Genre, genre="supprimee", publie="candidature.supprimee"):
    """La candidature a été effacée."""

    details: DetailEffacement


def genres_pour(public: Public) -> list[type[Genre]]:
    """The kinds that these people see."""
    return [genre for genre in Genre.__subclasses__() if public in genre.vu_par]
