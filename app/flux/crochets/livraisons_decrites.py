"""Deliveries and attempts as they are shown, and what may be asked to be sent again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from app.flux.crochets.tables import EtatLivraison
from app.flux.evenement import PREFIXE, TypeEvenement
from app.formulaire.types import entier
from app.kit.egress.post import Echange, Issue
from app.kit.glossary import decrit
from app.kit.web.instants import Instant

FORME_EVENEMENT: Final = "^evt_[0-9a-f]{32}$"
REJEU_MAX: Final = 1_000
_POSITION_MAX: Final = 2**53 - 1  # what a client in JavaScript counts to
_lus: Final = TypeAdapter(dict[str, str]).validate_json


@decrit("Un en-tête HTTP.")
@dataclass(frozen=True, slots=True)
class EnTete:
    """A header."""

    nom: Annotated[str, Field(description="Son nom, en minuscules.")]
    valeur: Annotated[str, Field(description="Sa valeur.")]


@decrit("Un essai d'envoi, et ce qui a été répondu.")
@dataclass(frozen=True, slots=True)
class TentativeDecrite:
    """One attempt, and what was answered."""

    le: Annotated[datetime, Field(description="Quand il est parti (UTC).")]
    duree_ms: Annotated[int, Field(description="Combien de temps il a pris.")]
    issue: Issue
    statut: Annotated[int | None, Field(description="Le statut HTTP répondu, s'il y en a un.")]
    envoyes: Annotated[list[EnTete], Field(description="Les en-têtes envoyés.")]
    recus: Annotated[
        list[EnTete] | None, Field(description="Les premiers en-têtes répondus, s'il y en a.")
    ]
    corps: Annotated[
        str | None, Field(description="Le début de la réponse : 4 Kio au plus, lus comme UTF-8.")
    ]

    @classmethod
    def de(cls, ligne: Any) -> Self:
        """What a row of `tentative` says."""
        return cls(
            le=ligne.le,
            duree_ms=ligne.duree_ms,
            issue=Issue(ligne.issue),
            statut=ligne.statut,
            envoyes=_en_liste(_lus(ligne.envoyes)),
            recus=None if ligne.recus is None else _en_liste(_lus(ligne.recus)),
            corps=None if ligne.corps is None else _lisible(ligne.corps),
        )

    @classmethod
    def faite(cls, le: datetime, envoyes: dict[str, str], echange: Echange) -> Self:
        """The attempt that was just made."""
        repondu = echange.statut is not None
        return cls(
            le=le,
            duree_ms=round(echange.duree * 1000),
            issue=echange.issue,
            statut=echange.statut,
            envoyes=_en_liste(envoyes),
            recus=_en_liste(echange.entetes) if repondu else None,
            corps=_lisible(echange.corps) if repondu else None,
        )


@decrit("La livraison d'un événement à un crochet, et ses derniers essais.")
@dataclass(frozen=True, slots=True)
class LivraisonDecrite:
    """What is to be sent, or was, and the last attempts."""

    evenement: Annotated[
        str, Field(pattern=FORME_EVENEMENT, description="Celui du flux : c'est `webhook-id`.")
    ]
    type: TypeEvenement
    position: Annotated[int, Field(description="Sa place dans le flux.")]
    candidature: Annotated[UUID, Field(description="L'identifiant de la candidature.")]
    etat: EtatLivraison
    essais: Annotated[
        int, Field(description="Les essais manqués ou aboutis, depuis la dernière relance.")
    ]
    prochaine: Annotated[
        datetime | None,
        Field(description="Quand l'essai suivant est dû, au plus tôt ; nul si c'est fini."),
    ]
    finie_le: Annotated[datetime | None, Field(description="Quand c'en a été fini.")]
    tentatives: Annotated[
        list[TentativeDecrite], Field(description="Les dix dernières, dans l'ordre.")
    ]


@decrit("Une page de livraisons, la plus haute position d'abord.")
@dataclass(frozen=True, slots=True)
class Livraisons:
    """A page, the highest position first; `suivant` is where the next one goes on, if any."""

    livraisons: Annotated[
        list[LivraisonDecrite], Field(description="Cinquante au plus, chacune avec ses essais.")
    ]
    suivant: Annotated[
        int | None, Field(description="À rendre dans `apres` ; nul après la dernière page.")
    ]


@decrit("Ce qu'un crochet est à recevoir de nouveau.")
class DemandeDeRejeu(BaseModel):
    """Which part of the feed is to be sent again: `depuis` or `apres`, up to `jusqu_a`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    depuis: Annotated[
        Instant | None, Field(description="À partir du premier événement d'alors ou d'après.")
    ] = None
    apres: Annotated[
        int | None,
        Field(ge=0, le=_POSITION_MAX, description="Ou après cette position du flux."),
        BeforeValidator(entier),
    ] = None
    jusqu_a: Annotated[
        int | None,
        Field(ge=0, le=_POSITION_MAX, description="Jusqu'à cette position ; nul : jusqu'au bout."),
        BeforeValidator(entier),
    ] = None
    types: Annotated[
        list[TypeEvenement] | None,
        Field(
            min_length=1,
            max_length=len(TypeEvenement),
            description="Ces types seulement ; nul : ceux du crochet.",
        ),
    ] = None


@decrit("Ce qui part de nouveau.")
@dataclass(frozen=True, slots=True)
class Rejeu:
    """What goes out again."""

    nombre: Annotated[int, Field(description=f"Les événements relancés, {REJEU_MAX} au plus.")]
    jusqu_a: Annotated[int, Field(description="La position du dernier d'entre eux, 0 sans aucun.")]
    complet: Annotated[bool, Field(description="Sinon, recommencez avec `apres` égal à `jusqu_a`.")]


def nom_de(id: UUID) -> str:
    """An event's id as it is told everywhere."""
    return PREFIXE + id.hex


def _en_liste(entetes: dict[str, str]) -> list[EnTete]:
    return [EnTete(nom, valeur) for nom, valeur in entetes.items()]


def _lisible(corps: bytes) -> str:
    return corps.decode("utf-8", "replace")
