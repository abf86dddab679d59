"""What who is consulted answers: as a draft, as it is sent, as it is read once sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.avis.vocabulaire import SensAvis
from app.formulaire.motifs import SANS_NUL, motif
from app.formulaire.nombres import TEXTE_LONG
from app.kit.glossary import decrit
from app.pieces_jointes.representation import PieceEnvoyee

ENVOIS_MAX: Final = 20
FICHIERS_MAX: Final = 5
"""How many go with an answer, and how many wait for one."""


_Texte = Annotated[str, Field(max_length=TEXTE_LONG, pattern=motif(SANS_NUL))]


@decrit("Une réponse à envoyer.")
class ReponseAEnvoyer(BaseModel):
    """An answer, as it is to be kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sens: Annotated[SensAvis, Field(strict=False, description="Le sens de l'avis.")]
    texte: Annotated[_Texte, Field(description="L'avis, en toutes lettres ; vide s'il suffit.")]
    pieces: Annotated[
        list[Annotated[UUID, Field(strict=False)]],
        Field(
            max_length=FICHIERS_MAX,
            description="Vos fichiers qui l'accompagnent, déjà envoyés ou non avec une réponse.",
        ),
    ] = []


@decrit("Une réponse qui se prépare : rien n'en est requis.")
class ReponseEbauchee(BaseModel):
    """An answer as it is being written; seen by who writes it, and nobody else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sens: Annotated[
        SensAvis | None, Field(strict=False, description="Le sens de l'avis, s'il est choisi.")
    ]
    texte: Annotated[_Texte, Field(description="L'avis, en toutes lettres.")]


@decrit("Un fichier de qui est consulté.")
@dataclass(frozen=True, slots=True)
class PieceDAvis(PieceEnvoyee):
    """A file of who is consulted; `taille` in bytes, `empreinte` its SHA-256 in hexadecimal."""


@decrit("Les fichiers de qui est consulté qu'aucune réponse n'a encore emportés.")
@dataclass(frozen=True, slots=True)
class PiecesDAvis:
    """The files that wait for an answer, in the order they came."""

    pieces: list[PieceDAvis]


@decrit("Une réponse envoyée.")
@dataclass(frozen=True, slots=True)
class ReponseEnvoyee:
    """An answer as it was sent; another one never rewrites it."""

    envoi: Annotated[int, Field(description="Le rang de l'envoi, à partir de 1.")]
    sens: SensAvis
    texte: Annotated[str, Field(description="L'avis, en toutes lettres.")]
    le: datetime
    pieces: Annotated[list[PieceDAvis], Field(description="Les fichiers qui l'accompagnent.")]
