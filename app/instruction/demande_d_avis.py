"""What a reviewer asks of an outsider: its shape, and what of it the clock refuses."""

from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.avis.vocabulaire import Fonction, NomDeSection
from app.candidatures.partage.demandes import Adresse
from app.formulaire.dossier import SECTIONS
from app.formulaire.motifs import SANS_NUL, motif
from app.formulaire.nombres import TEXTE_EN_LIGNES
from app.kit.glossary import decrit
from app.kit.web.instants import Instant
from app.kit.web.problems import ParametreRefuse, RequeteInvalide

_AU_PLUS: Final = timedelta(days=180)
_Echeance = Annotated[
    Instant, Field(strict=False, description="Une réponse s'envoie avant cet instant (RFC 3339).")
]


@decrit("Un avis à demander.")
class DemandeDAvis(BaseModel):
    """An opinion to be asked for; `sections`: those of the form that are shown, all if empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    courriel: Annotated[Adresse, Field(description="L'adresse de qui est consulté.")]
    fonction: Annotated[Fonction, Field(strict=False, description="À quel titre il l'est.")]
    question: Annotated[
        str,
        StringConstraints(strip_whitespace=True, pattern=motif(SANS_NUL)),
        Field(min_length=1, max_length=TEXTE_EN_LIGNES, description="Ce qui lui est demandé."),
    ]
    echeance: _Echeance
    sections: Annotated[
        list[Annotated[NomDeSection, Field(strict=False)]],
        Field(
            max_length=len(SECTIONS),
            description="Les sections du formulaire qui lui sont montrées, avec leurs fichiers ; "
            "toutes, si vide.",
        ),
    ] = []

    @property
    def montrees(self) -> list[str]:
        """The sections that are shown, in the order of the form."""
        return [nom for nom in SECTIONS if not self.sections or nom in self.sections]


@decrit("Une autre échéance.")
class NouvelleEcheance(BaseModel):
    """Another instant, sooner or later."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    echeance: _Echeance


def verifier_echeance(echeance: datetime, arrivee: datetime) -> None:
    """Raise `RequeteInvalide` unless it is ahead, by half a year at most."""
    type_ = "trop_tot" if echeance <= arrivee else "trop_tard"
    if type_ == "trop_tot" or echeance > arrivee + _AU_PLUS:
        faute = ParametreRefuse("body", "/echeance", type_)
        raise RequeteInvalide("Cette échéance ne convient pas.", parametres=[faute])
