"""The closed lists of what is asked and answered."""

from enum import StrEnum
from typing import TYPE_CHECKING

from app.formulaire.dossier import SECTIONS
from app.kit.glossary import decrit, nomme

if TYPE_CHECKING:
    NomDeSection = str
else:
    NomDeSection = decrit("Une section du formulaire.")(
        StrEnum("NomDeSection", {nom.upper(): nom for nom in SECTIONS}, module=__name__)
    )


@decrit("À quel titre quelqu'un est consulté.")
@nomme(
    prefet_region="Préfecture de région",
    conseil_regional="Conseil régional",
    dreets="DREETS",
    autre="Autre",
)
class Fonction(StrEnum):
    """As what somebody is consulted."""

    PREFET_REGION = "prefet_region"
    CONSEIL_REGIONAL = "conseil_regional"
    DREETS = "dreets"
    AUTRE = "autre"


@decrit("Le sens d'un avis.")
@nomme(
    favorable="Favorable",
    reserve="Réservé",
    defavorable="Défavorable",
    sans_avis="Sans avis",
)
class SensAvis(StrEnum):
    """What an opinion comes to."""

    FAVORABLE = "favorable"
    RESERVE = "reserve"
    DEFAVORABLE = "defavorable"
    SANS_AVIS = "sans_avis"
