"""What is sent: an event as the feed publishes it, a trial, either of them as a CloudEvent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from app.flux.crochets.tables import FormatEnvoi
from app.flux.evenement import DonneesEvenement, EvenementPublie, TypeEvenement
from app.kit.glossary import decrit

TypeEssai = Literal["webhook.essai"]
_SOURCE: Final = "/v1/flux"
_RANG: Final = 16  # digits: as many as 2**53 has


@decrit("De quoi parle un essai : d'aucune candidature.")
@dataclass(frozen=True, slots=True)
class DonneesEssai:
    """What a trial tells."""

    id: Annotated[str, Field(description="L'identifiant de l'essai ; le flux n'en dit rien.")]
    crochet: Annotated[UUID, Field(description="Le crochet qui est essayé.")]


@decrit("Ce qu'un crochet reçoit quand on l'essaie.")
@dataclass(frozen=True, slots=True)
class EvenementEssai:
    """What an endpoint is sent when it is tried; `timestamp` is when (UTC)."""

    type: TypeEssai
    timestamp: Annotated[datetime, Field(description="Quand l'essai a été demandé (UTC).")]
    data: DonneesEssai


@dataclass(frozen=True, slots=True)
class _Enveloppe:
    specversion: Annotated[Literal["1.0"], Field(description="La version de CloudEvents.")]
    id: Annotated[str, Field(description="Le même que `webhook-id`, et que dans le flux.")]
    source: Annotated[str, Field(description="Là où ce qui arrive se lit aussi.")]
    subject: Annotated[
        UUID, Field(description="L'identifiant de la candidature ; d'un essai, celui du crochet.")
    ]
    time: Annotated[datetime, Field(description="Quand c'est arrivé (UTC).")]
    datacontenttype: Annotated[
        Literal["application/json"], Field(description="Le format de `data`.")
    ]
    sequence: Annotated[
        str,
        Field(
            description="La position dans le flux, complétée de zéros : l'ordre du texte est celui "
            "des positions. Zéro pour un essai."
        ),
    ]


@decrit("Un événement en CloudEvents 1.0, JSON structuré.")
@dataclass(frozen=True, slots=True)
class CloudEvent(_Enveloppe):
    """An event in the structured JSON of CloudEvents 1.0."""

    type: TypeEvenement
    data: DonneesEvenement


@decrit("Un essai en CloudEvents 1.0, JSON structuré.")
@dataclass(frozen=True, slots=True)
class CloudEventEssai(_Enveloppe):
    """A trial in the structured JSON of CloudEvents 1.0."""

    type: TypeEssai
    data: DonneesEssai


MEDIAS: Final = {
    FormatEnvoi.JSON: "application/json",
    FormatEnvoi.CLOUDEVENTS: "application/cloudevents+json",
}
_en_json: Final = TypeAdapter[EvenementPublie | EvenementEssai](
    EvenementPublie | EvenementEssai
).dump_json
_en_cloudevent: Final = TypeAdapter[CloudEvent | CloudEventEssai](
    CloudEvent | CloudEventEssai
).dump_json


def ecrire(evenement: EvenementPublie | EvenementEssai, format: FormatEnvoi) -> bytes:
    """The body of a request, 4 KiB at most."""
    if format is FormatEnvoi.CLOUDEVENTS:
        return _en_cloudevent(cloudevent(evenement))
    return _en_json(evenement)


def cloudevent(evenement: EvenementPublie | EvenementEssai) -> CloudEvent | CloudEventEssai:
    """The same as a CloudEvent."""
    if isinstance(evenement, EvenementEssai):
        essai = evenement.data
        membres = _membres(essai.id, essai.crochet, evenement.timestamp, 0)
        return CloudEventEssai(**membres, type=evenement.type, data=essai)
    data = evenement.data
    membres = _membres(data.id, data.candidature.id, evenement.timestamp, data.position)
    return CloudEvent(**membres, type=evenement.type, data=data)


def _membres(id: str, sujet: UUID, le: datetime, position: int) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": id,
        "source": _SOURCE,
        "subject": sujet,
        "time": le,
        "datacontenttype": "application/json",
        "sequence": f"{position:0{_RANG}}",
    }
