"""What stands in the way of a line of a lot: the codes, and how each is said."""

from dataclasses import dataclass
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from app.instruction.refus import MotivationAbsente
from app.kit.glossary import decrit

CODES_DE_LIGNE: Final = {
    # Of what is sent.
    "cellule-invalide": "Cette cellule n'a pas la forme attendue.",
    "cellule-en-trop": "La ligne a plus de cellules que l'en-tête n'a de colonnes.",
    "introuvable": "Aucune candidature déposée n'a cet identifiant, dans les régions du lot.",
    "doublon": "La candidature y est déjà, plus haut.",
    "autre-lot": "La candidature est d'un autre lot, qui n'est pas publié.",
    "proposition-absente": "Rien n'est proposé : dites ce qui est décidé.",
    "siren-inconnu": "Un SIREN du territoire retenu n'est celui d'aucun EPCI.",
    "commune-inconnue": "Un code du territoire retenu n'est celui d'aucune commune.",
    "region-non-pilote": "Une région qui n'est pas du lot pilote la candidature, ou ce qui est "
    "retenu.",
    "lieu-hors-regions": "Un EPCI ou une commune retenus n'est d'aucune région du lot, et n'était "
    "pas demandé.",
    # Of what a lot would seal.
    "etat-incompatible": "La candidature n'est pas en instruction : retirée, rendue ou décidée.",
    "correction-ouverte": "Une correction est demandée, à laquelle une réponse peut encore venir.",
    "depot-change": "Un autre dépôt est venu depuis que la ligne a été écrite.",
    "proposition-changee": "La ligne dit ce qui était proposé, et qui ne l'est plus.",
    MotivationAbsente.code: "Un refus ou un classement sans suite se motive : au moins un motif, "
    "et une motivation d'au moins vingt caractères.",
    "territoire-vide": "Le territoire retenu n'a ni EPCI ni commune.",
    "lieu-en-double": "Un EPCI ou une commune est deux fois dans le territoire retenu.",
    "commune-hors-perimetre": "Une commune retenue seule n'est d'aucun EPCI demandé ni retenu.",
    "region-pilote-absente": "La région qui pilote est à choisir : le code en dépend.",
    "code-hors-region": "Le code n'est pas de la région qui pilote.",
    "code-pris": "Un autre territoire a ce code.",
    "codes-epuises": "La région a ses quatre-vingt-dix-neuf territoires.",
    "perimetres-en-recouvrement": "Un EPCI ou une commune est aussi d'un autre territoire retenu.",
    # Of the lot itself.
    "lot-vide": "Le lot n'a aucune ligne.",
    "instant-passe": "L'instant de publier est passé : dites-en un autre.",
    "signataire-incomplet": "Il manque à qui signe un prénom, un nom, une qualité ou un service.",
}
"""What each code of a line's refusal says."""


@decrit("Une ligne d'un lot, et ce qui l'empêche.")
@dataclass(frozen=True, slots=True)
class RefusDeLigne:
    """Why a line cannot be written, or sealed."""

    ligne: Annotated[
        int | None,
        Field(
            description="Sa place dans ce qui a été envoyé : celle de la liste, à partir de 1, ou "
            "la ligne du tableur, dont l'en-tête est la première ; nulle pour ce que le lot a."
        ),
    ]
    candidature: Annotated[
        UUID | None, Field(description="La candidature ; nulle si elle n'est pas connue.")
    ]
    numero: Annotated[str | None, Field(description="Son numéro, s'il est connu ou donné.")]
    code: str
    colonne: Annotated[str | None, Field(description="La colonne de la cellule, s'il y en a une.")]
    levable: Annotated[
        bool, Field(description="Si qui décide peut passer outre, en disant pourquoi.")
    ]
    detail: Annotated[str, Field(description="Ce qui l'empêche, en une phrase.")]


def refus_d_exemple(code: str) -> RefusDeLigne:
    """One, as the contract shows it."""
    id, numero = UUID("018c2f6e-7d0a-4c1e-9b52-3f6a1d2e4c5b"), "TI-2023-7K4M-9X2D"
    return RefusDeLigne(2, id, numero, code, None, False, CODES_DE_LIGNE[code])
