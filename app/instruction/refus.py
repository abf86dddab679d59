"""Refusals of the reviewers' acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field

from app.acces.agents import AgentDecrit
from app.acces.refus import AccesInsuffisant, AdresseRefusee, PorteeInsuffisante
from app.candidatures.correction import IssueCorrection
from app.candidatures.refus import CorrectionClose, EtatIncompatible
from app.formulaire.choix import Region
from app.instruction.refus_de_l_arrete import LotArrete
from app.kit.glossary import decrit
from app.kit.web.declaration import Ensemble
from app.kit.web.problems import (
    CleEnCours,
    CleReutilisee,
    Introuvable,
    Probleme,
    RequeteInvalide,
)


@decrit("Ce qui a été fait d'un dossier d'instruction, et par qui.")
@dataclass(frozen=True, slots=True)
class Acte:
    """An act of reviewers; `version` is that of the dossier once it was done."""

    version: Annotated[int, Field(description="La version du dossier qu'il a faite.")]
    genre: str
    le: datetime
    par: Annotated[
        AgentDecrit | None,
        Field(description="L'agent ; nul si c'est le demandeur ou le service lui-même."),
    ]


class CampagneOuverte(Probleme):
    statut, code = HTTPStatus.CONFLICT, "campagne-ouverte"
    titre = "L'appel à candidatures n'est pas clos"
    sens = (
        "Jusqu'à un quart d'heure après la clôture, un dépôt arrivé à temps peut se représenter : "
        "rien ne s'instruit d'ici là."
    )
    arrivee: datetime
    cloture: datetime

    @classmethod
    def exemple(cls) -> Self:
        cloture = datetime(2023, 9, 22, 22, tzinfo=UTC)
        return cls(arrivee=datetime(2023, 9, 20, 8, tzinfo=UTC), cloture=cloture)


class PreconditionRequise(Probleme):
    statut, code = HTTPStatus.PRECONDITION_REQUIRED, "precondition-requise"
    titre = "L'en-tête If-Match est requis"
    sens = (
        "Dites dans If-Match quelle version vous avez lue (ETag) : ce qui décide ne "
        "s'écrit pas par-dessus ce que vous n'avez pas vu."
    )


class InstructionPerimee(Probleme):
    statut, code = HTTPStatus.PRECONDITION_FAILED, "instruction-perimee"
    titre = "Le dossier a changé entre-temps"
    sens = "La version donnée dans If-Match n'est plus la version actuelle du dossier."
    version: int
    changements: Annotated[
        Sequence[Acte],
        Field(description="Ce qui a été fait depuis la version donnée, du plus ancien au dernier."),
    ]

    @classmethod
    def exemple(cls) -> Self:
        par = AgentDecrit(UUID("018c2f74-6f70-4182-93a4-b5c6d7e8f901"), "Camille Roy", None, None)
        acte = Acte(4, "proposition", datetime(2023, 10, 3, 12, 2, tzinfo=UTC), par)
        return cls(version=4, changements=[acte])


class RegionNonPilote(Probleme):
    statut, code = HTTPStatus.FORBIDDEN, "region-non-pilote"
    titre = "Une autre région pilote ce dossier"
    sens = (
        "La région qui pilote demande les corrections et propose ; les autres régions concernées "
        "lisent le dossier et l'annotent."
    )
    region_pilote: Annotated[
        Region | None, Field(description="Celle qui pilote ; nulle si elle est à choisir.")
    ]

    @classmethod
    def exemple(cls) -> Self:
        return cls(region_pilote=Region.OCCITANIE)


class EtiquetteExistante(Probleme):
    statut, code = HTTPStatus.CONFLICT, "etiquette-existante"
    titre = "Une étiquette porte déjà ce nom"
    sens = "Deux étiquettes ne se lisent pas de même, accents, casse et ponctuation mis à part."
    etiquette: Annotated[UUID, Field(description="Celle qui le porte.")]

    @classmethod
    def exemple(cls) -> Self:
        return cls(etiquette=UUID("018c2f76-8192-4304-a5b6-c7d8e9f01234"))


class TropDEtiquettes(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-d-etiquettes"
    titre = "Le nombre maximal d'étiquettes est atteint"
    sens = "L'appel n'en reçoit plus : renommez-en une, ou supprimez-la."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=30)


class TropDeNotes(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-de-notes"
    titre = "Le nombre maximal de notes est atteint"
    sens = "Ce dossier n'en reçoit plus."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=500)


class PropositionAbsente(Probleme):
    statut, code = HTTPStatus.NOT_FOUND, "proposition-absente"
    titre = "Aucune décision n'est proposée"
    sens = "Le dossier n'a pas de proposition, ou elle a été retirée."


class MotivationAbsente(Probleme):
    statut, code = HTTPStatus.UNPROCESSABLE_ENTITY, "motivation-absente"
    titre = "La proposition n'est pas motivée"
    sens = (
        "Un refus ou un classement sans suite se motive : au moins un motif, et une motivation "
        "d'au moins vingt caractères."
    )


class InstructionAvancee(Probleme):
    statut, code = HTTPStatus.CONFLICT, "instruction-avancee"
    titre = "Le dossier ne peut plus être rendu"
    sens = "Une décision y est proposée, ou une correction y a été demandée."


class CorrectionAbsente(Probleme):
    statut, code = HTTPStatus.NOT_FOUND, "correction-absente"
    titre = "Le dossier n'a pas cette correction"
    sens = "Aucune correction de ce rang n'a été demandée."


class CorrectionOuverte(Probleme):
    statut, code = HTTPStatus.CONFLICT, "correction-ouverte"
    titre = "Une correction est déjà demandée"
    sens = "Le demandeur n'y a pas encore répondu : attendez sa réponse, ou annulez-la."
    correction: Annotated[int, Field(description="Le rang de celle qui est ouverte.")]
    jusqu_au: Annotated[datetime, Field(description="L'instant où elle se ferme.")]

    @classmethod
    def exemple(cls) -> Self:
        return cls(correction=1, jusqu_au=datetime(2023, 10, 13, 22, tzinfo=UTC))


class CorrectionAchevee(Probleme):
    statut, code = HTTPStatus.CONFLICT, "correction-achevee"
    titre = "Cette correction n'est plus ouverte"
    sens = "Le demandeur y a répondu, ou elle a été annulée."
    issue: IssueCorrection

    @classmethod
    def exemple(cls) -> Self:
        return cls(issue=IssueCorrection.REPONDUE)


class TropDeCorrections(Probleme):
    statut, code = HTTPStatus.CONFLICT, "trop-de-corrections"
    titre = "Plus aucune correction ne se demande de ce dossier"
    sens = "Toutes celles qui peuvent être demandées d'une candidature l'ont été."
    maximum: int

    @classmethod
    def exemple(cls) -> Self:
        return cls(maximum=3)


@decrit("Une candidature d'un lot, et ce qui empêche de la prendre.")
@dataclass(frozen=True, slots=True)
class LigneRefusee:
    """A candidature of a batch that cannot be taken, and why."""

    candidature: Annotated[UUID, Field(description="La candidature.")]
    code: str
    detail: Annotated[str, Field(description="Ce qui l'empêche, en une phrase.")]


class LotRefuse(Probleme):
    statut, code = HTTPStatus.CONFLICT, "lot-refuse"
    titre = "Rien n'a été fait"
    sens = "Une candidature au moins du lot ne peut pas être prise : aucune ne l'a été."
    lignes: Annotated[
        Sequence[LigneRefusee], Field(description="Celles qui l'empêchent, chacune et pourquoi.")
    ]

    @classmethod
    def exemple(cls) -> Self:
        ligne = LigneRefusee(
            UUID("018c2f6e-7d0a-4c1e-9b52-3f6a1d2e4c5b"),
            EtatIncompatible.code,
            "La candidature est à l'état « retirée » : seule une candidature déposée se prend en "
            "instruction.",
        )
        return cls(lignes=[ligne])


PILOTAGE_REFUSE: Final = Ensemble(
    "PilotageRefuse",
    "Le rôle, la clé ou l'adresse ne le permet pas, ou une autre région pilote le dossier.",
    (RegionNonPilote, AccesInsuffisant, AdresseRefusee, PorteeInsuffisante),
)
PROPOSITION_INTROUVABLE: Final = Ensemble(
    "PropositionIntrouvable",
    "Le dossier n'est pas à vous, ou rien n'y est proposé.",
    (Introuvable, PropositionAbsente),
)
REQUETE_OU_CLE_REFUSEE: Final = Ensemble(
    "RequeteOuCleRefusee",
    "La requête n'a pas la forme attendue, ou sa clé a servi à une autre.",
    (RequeteInvalide, CleReutilisee),
)
NOTE_EMPECHEE: Final = Ensemble(
    "NoteEmpechee",
    "Aucune note ne se prend maintenant.",
    (TropDeNotes, CleEnCours),
)
PRISE_EMPECHEE: Final = Ensemble(
    "PriseEmpechee",
    "La candidature ne se prend pas en instruction maintenant.",
    (EtatIncompatible, CampagneOuverte, CleEnCours),
)
RENDU_EMPECHE: Final = Ensemble(
    "RenduEmpeche",
    "La candidature ne se rend pas.",
    (EtatIncompatible, InstructionAvancee, LotArrete, CleEnCours),
)
ETIQUETTE_REFUSEE: Final = Ensemble(
    "EtiquetteRefusee",
    "L'étiquette ne s'ajoute pas.",
    (EtiquetteExistante, TropDEtiquettes),
)
CORRECTION_INTROUVABLE: Final = Ensemble(
    "CorrectionIntrouvable",
    "Le dossier n'est pas à vous, ou cette correction n'y est pas demandée.",
    (Introuvable, CorrectionAbsente),
)
CORRECTION_EMPECHEE: Final = Ensemble(
    "CorrectionEmpechee",
    "Aucune correction ne se demande de ce dossier maintenant.",
    (EtatIncompatible, CorrectionOuverte, LotArrete, TropDeCorrections, CleEnCours),
)
CORRECTION_IMPOSSIBLE: Final = Ensemble(
    "CorrectionImpossible",
    "La correction n'est plus ouverte.",
    (EtatIncompatible, LotArrete, CorrectionClose, CorrectionAchevee),
)
PROPOSITION_NON_RETIRABLE: Final = Ensemble(
    "PropositionNonRetirable",
    "Ce qui est proposé ne se retire pas maintenant.",
    (EtatIncompatible, LotArrete),
)
PROPOSITION_EMPECHEE: Final = Ensemble(
    "PropositionEmpechee",
    "Aucune décision ne se propose maintenant.",
    (EtatIncompatible, CorrectionOuverte, LotArrete),
)
PROPOSITION_REFUSEE: Final = Ensemble(
    "PropositionRefusee",
    "La proposition n'a pas la forme attendue, ou n'est pas motivée.",
    (RequeteInvalide, MotivationAbsente),
)
