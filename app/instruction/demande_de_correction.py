"""What a reviewer asks to be corrected: its shape, and what of it the form and the clock refuse."""

from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.candidatures.correction import MotifCorrection
from app.config import Settings
from app.formulaire.choix import Rubrique
from app.formulaire.motifs import SANS_NUL, motif
from app.formulaire.ouverture import nommables
from app.kit.glossary import decrit
from app.kit.web.instants import Instant
from app.kit.web.problems import ParametreRefuse, RequeteInvalide

MESSAGE_MAX: Final = 4_000
PREVENU: Final = timedelta(hours=72)
"""At least how long before it closes the applicant is asked."""
_SANS_NUL: Final = motif(SANS_NUL)
_POINTEURS_MAX: Final = 100
_POINTEUR_MAX: Final = 200
_Texte = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=_SANS_NUL),
    Field(min_length=1, max_length=MESSAGE_MAX),
]
_JusquAu = Annotated[
    Instant, Field(strict=False, description="Elle se fera avant cet instant (RFC 3339).")
]


@decrit("Une correction à demander.")
class DemandeDeCorrection(BaseModel):
    """What is asked for; it names one thing at least."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    motif: Annotated[
        MotifCorrection, Field(strict=False, description="Pourquoi elle est demandée.")
    ]
    message: Annotated[_Texte, Field(description="Ce qui est demandé ; le demandeur le lira.")]
    pointeurs: Annotated[
        list[Annotated[str, Field(max_length=_POINTEUR_MAX, pattern=_SANS_NUL)]],
        Field(
            max_length=_POINTEURS_MAX,
            description="Sections et champs à corriger, par leur `pointeur` dans le formulaire.",
        ),
    ] = []
    rubriques: Annotated[
        list[Annotated[Rubrique, Field(strict=False)]],
        Field(max_length=len(Rubrique), description="Où corriger des fichiers."),
    ] = []
    jusqu_au: _JusquAu


@decrit("Un nouveau délai, plus tardif.")
class Prolongation(BaseModel):
    """A later instant."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    jusqu_au: _JusquAu


@decrit("Pourquoi une correction n'est plus demandée.")
class Annulation(BaseModel):
    """Why it is called off."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    motif: Annotated[_Texte, Field(description="Pourquoi ; le demandeur le lira.")]


def verifier_demande(voulue: DemandeDeCorrection, settings: Settings, arrivee: datetime) -> None:
    """Raise `RequeteInvalide` with all that the form does not have, or the clock does not allow."""
    fautes = [
        ParametreRefuse("body", f"/pointeurs/{rang}", "pointeur_inconnu")
        for rang, nomme in enumerate(voulue.pointeurs)
        if nomme not in nommables()
    ]
    if not (voulue.pointeurs or voulue.rubriques):
        fautes.append(ParametreRefuse("body", "/pointeurs", "rien_a_corriger"))
    fautes += fautes_du_delai(voulue.jusqu_au, arrivee + PREVENU, settings, arrivee)
    if fautes:
        raise RequeteInvalide("La correction ne peut pas être demandée ainsi.", parametres=fautes)


def fautes_du_delai(
    jusqu_au: datetime, au_plus_tot: datetime, settings: Settings, arrivee: datetime
) -> list[ParametreRefuse]:
    """What is wrong with this instant, asked for at `arrivee`."""
    if jusqu_au < au_plus_tot:
        return [ParametreRefuse("body", "/jusqu_au", "trop_tot")]
    if jusqu_au > arrivee + timedelta(days=settings.correction_jours_max):
        return [ParametreRefuse("body", "/jusqu_au", "trop_tard")]
    return []
