"""What is sent: an event as the feed publishes it, a trial, either of them as a CloudEvent."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Literal
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


@decrit("Un événement en CloudEvents 1.0, JSON structuré.")
@dataclass(frozen=True, slots=True)
class CloudEvent:
    """An event in the structured JSON of CloudEvents 1.0."""

    specversion: Annotated[Literal["1.0"], Field(description="La version de CloudEvents.")]
    id: Annotated[str, Field(description="Le même que `webhook-id`, et que dans le flux.")]
    source: Annotated[str, Field(description="Là où cet événement se lit aussi.")]
    type: Annotated[TypeEvenement | TypeEssai, Field(description="Ce qui est arrivé.")]
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
    data: DonneesEvenement | DonneesEssai


MEDIAS: Final = {
    FormatEnvoi.JSON: "application/json",
    FormatEnvoi.CLOUDEVENTS: "application/cloudevents+json",
}
_en_json: Final = TypeAdapter[EvenementPublie | EvenementEssai](
    EvenementPublie | EvenementEssai
).dump_json
_en_cloudevent: Final = TypeAdapter(CloudEvent).dump_json


def ecrire(evenement: EvenementPublie | EvenementEssai, format: FormatEnvoi) -> bytes:
    """The body of a request, 4 KiB at most."""
    if format is FormatEnvoi.CLOUDEVENTS:
        return _en_cloudevent(cloudevent(evenement))
    return _en_json(evenement)


def cloudevent(evenement: EvenementPublie | EvenementEssai) -> CloudEvent:
    """The same as a CloudEvent."""
    data = evenement.data
    essai = isinstance(data, DonneesEssai)
    return CloudEvent(
        specversion="1.0",
        id=data.id,
        source=_SOURCE,
        type=evenement.type,
        subject=data.crochet if essai else data.candidature.id,
        time=evenement.timestamp,
        datacontenttype="application/json",
        sequence=f"{0 if essai else data.position:0{_RANG}}",
        data=data,
    )
