"""The statistics as they are asked for, and as they are shown."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from app.formulaire.types import ENTIER_MAX
from app.instruction.criteres import Filtres
from app.kit.glossary import decrit

PAR_MAX: Final = 2


@decrit("Par quoi les dossiers sont groupés.")
class Par(StrEnum):
    """What dossiers are grouped by."""

    REGION_PILOTE = "region_pilote"
    REGION = "region"
    DEPARTEMENT = "departement"
    TYPE_PERIMETRE = "type_perimetre"
    AXE = "axe"
    ETAPE = "etape"


@decrit("Ce qui se suit dans le temps.")
class Serie(StrEnum):
    """What is followed over time."""

    JOUR = "jour"


@decrit("Ce qui se mesure dans les dossiers.")
class Mesure(StrEnum):
    """What is measured in dossiers."""

    AXES = "axes"


class StatistiquesVoulues(Filtres):
    """What is counted, of the dossiers that the list would list."""

    par: Annotated[
        list[Par],
        Field(
            default_factory=list[Par],
            max_length=PAR_MAX,
            description=f"Par quoi grouper, {PAR_MAX} façons croisées au plus ; sans lui, un seul "
            "groupe.",
            examples=[["region_pilote", "type_perimetre"]],
        ),
    ]
    mesure: Annotated[
        Mesure | None,
        Field(description="Pour mesurer aussi les plans d'action, axe par axe.", examples=["axes"]),
    ] = None
    serie: Annotated[
        Serie | None,
        Field(description="Pour compter aussi les dépôts, jour par jour.", examples=["jour"]),
    ] = None


@decrit("Des dossiers, comptés selon le sens de la décision.")
@dataclass(frozen=True, slots=True)
class SensComptes:
    """Dossiers by what their decision says."""

    acceptee: Annotated[int, Field(description="Acceptées.")]
    refusee: Annotated[int, Field(description="Refusées.")]
    sans_suite: Annotated[int, Field(description="Classées sans suite.")]


@decrit("Les avis demandés sur des dossiers, comptés.")
@dataclass(frozen=True, slots=True)
class AvisDesDossiers:
    """The opinions asked on dossiers."""

    attendus: Annotated[int, Field(description="Ceux qui ne sont pas rendus, en retard ou non.")]
    rendus: Annotated[int, Field(description="Ceux qui sont rendus, quel qu'en soit le sens.")]
    en_retard: Annotated[int, Field(description="Ceux dont l'échéance est passée.")]


@decrit("Les dossiers d'un groupe, comptés : chacun est à une étape et à une seule.")
@dataclass(frozen=True, slots=True)
class GroupeCompte:
    """The dossiers of a group: each is at one step, and in every group that has it."""

    cles: Annotated[
        list[str],
        Field(
            description="Les codes du groupe, dans l'ordre de `par` ; vide pour ce qui n'en a pas."
        ),
    ]
    deposees: Annotated[int, Field(description="Toutes, sauf celles qui sont retirées.")]
    a_prendre: Annotated[int, Field(description="Déposées, que personne n'instruit encore.")]
    en_cours: Annotated[
        int,
        Field(description="En cours d'instruction, sans correction ouverte ni décision proposée."),
    ]
    en_correction: Annotated[int, Field(description="En attente d'une correction.")]
    proposees: Annotated[SensComptes, Field(description="Par le sens de ce qui est proposé.")]
    arretees: Annotated[
        int, Field(description="La décision est arrêtée ; son sens n'est dit à personne ici.")
    ]
    publiees: Annotated[SensComptes, Field(description="Par le sens de ce qui est décidé.")]
    retirees: Annotated[
        int, Field(description="Comptées même quand aucun filtre ne les demande, à part.")
    ]
    avis: AvisDesDossiers
    delai_median_jours: Annotated[
        float | None,
        Field(
            description="Du dernier dépôt à la décision publiée, au dixième de jour ; nul si "
            "aucune ne l'est."
        ),
    ]


@decrit("Les dépôts d'un jour, à Paris.")
@dataclass(frozen=True, slots=True)
class JourCompte:
    """The deposits of a day in Paris."""

    jour: Annotated[date, Field(description="Le jour, à Paris.")]
    depots: Annotated[int, Field(description="Ceux qui sont les premiers de leur candidature.")]
    redepots: Annotated[int, Field(description="Ceux qui en remplacent un autre.")]


@decrit("Les actions d'un axe, dans les dossiers qu'une région pilote.")
@dataclass(frozen=True, slots=True)
class AxeMesure:
    """The actions of an axis in last deposits, each dossier by the region that leads it."""

    axe: Annotated[str, Field(description="Le code de l'axe.")]
    region_pilote: Annotated[
        str | None, Field(description="La région qui pilote ; nulle si elle est à choisir.")
    ]
    actions: Annotated[int, Field(description="Les actions de cet axe, au dernier dépôt.")]
    chiffrees: Annotated[int, Field(description="Celles dont le budget est dit.")]
    budget_euros: Annotated[
        int, Field(description=f"Leurs budgets, ensemble ; {ENTIER_MAX} au plus.")
    ]


@decrit("Le pays entier, filtres et régions mis à part.")
@dataclass(frozen=True, slots=True)
class PaysCompte:
    """The whole country, whoever asks for what."""

    deposees: Annotated[int, Field(description="Toutes, sauf celles qui sont retirées.")]
    publiees: Annotated[int, Field(description="Celles dont la décision est publiée.")]
    retirees: Annotated[int, Field(description="Celles qui sont retirées.")]


@decrit("Ce qui a été déposé et ce qui en est advenu, compté à un instant.")
@dataclass(frozen=True, slots=True)
class Statistiques:
    """What was deposited and what became of it, at an instant."""

    au: Annotated[datetime, Field(description="L'instant où tout a été compté.")]
    total: Annotated[
        int,
        Field(
            description="Combien de dossiers conviennent, chacun une fois : le `total` que la "
            "liste donnerait."
        ),
    ]
    pays: PaysCompte
    brouillons: Annotated[
        int | None,
        Field(
            description="Combien de candidatures sont en cours de rédaction, filtres mis à part ; "
            "nul pour qui est limité à des régions."
        ),
    ]
    groupes: Annotated[list[GroupeCompte], Field(description="Par leurs codes.")]
    jours: Annotated[
        list[JourCompte] | None,
        Field(description="Ceux où quelque chose fut déposé, dans l'ordre ; nul sans `serie`."),
    ]
    axes: Annotated[
        list[AxeMesure] | None,
        Field(description="Par axe, puis par région qui pilote ; nul sans `mesure`."),
    ]
