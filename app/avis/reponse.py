"""What who is consulted answers: as a draft, as it is sent, as it is read once sent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from app.avis.vocabulaire import SensAvis
from app.formulaire.motifs import SANS_NUL, motif
from app.formulaire.nombres import TEXTE_LONG
from app.kit.glossary import decrit

ENVOIS_MAX: Final = 20


_Texte = Annotated[str, Field(max_length=TEXTE_LONG, pattern=motif(SANS_NUL))]


@decrit("Une réponse à envoyer.")
class ReponseAEnvoyer(BaseModel):
    """An answer, as it is to be kept."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sens: Annotated[SensAvis, Field(strict=False, description="Le sens de l'avis.")]
    texte: Annotated[_Texte, Field(description="L'avis, en toutes lettres ; vide s'il suffit.")]


@decrit("Une réponse qui se prépare : rien n'en est requis.")
class ReponseEbauchee(BaseModel):
    """An answer as it is being written; seen by who writes it, and nobody else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sens: Annotated[
        SensAvis | None, Field(strict=False, description="Le sens de l'avis, s'il est choisi.")
    ]
    texte: Annotated[_Texte, Field(description="L'avis, en toutes lettres.")]


@decrit("Une réponse envoyée.")
@dataclass(frozen=True, slots=True)
class ReponseEnvoyee:
    """An answer as it was sent; another one never rewrites it."""

    envoi: Annotated[int, Field(description="Le rang de l'envoi, à partir de 1.")]
    sens: SensAvis
    texte: Annotated[str, Field(description="L'avis, en toutes lettres.")]
    le: datetime
