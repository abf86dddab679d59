"""The `webhooks` of the document (OpenAPI 3.1): what the service itself sends, by type of event."""

from typing import Any, Final

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python

from app.candidatures.genres import Genre
from app.contrat.composants import definitions
from app.flux.crochets import exemples
from app.flux.crochets.charge import MEDIAS, CloudEvent, CloudEventEssai, EvenementEssai, cloudevent
from app.flux.crochets.tables import FormatEnvoi
from app.flux.evenement import EvenementPublie, TypeEvenement
from app.kit.web.declaration import reference

Json = dict[str, Any]
ESSAI: Final = "webhook.essai"
_ENVOI: Final = (
    "Envoyé aux crochets qui le demandent, au moins une fois : `webhook-id` est le même à chaque "
    "essai. Vérifiez la signature avant de lire le corps, répondez aussitôt, travaillez ensuite."
)
_ENTETES: Final = (
    ("webhook-id", "L'identifiant de l'événement, le même à chaque essai et dans le flux.", None),
    ("webhook-timestamp", "Quand cet essai part, en secondes depuis 1970 (UTC).", "^[0-9]+$"),
    (
        "webhook-signature",
        "HMAC-SHA256 de `id.instant.corps`, en base64 : une signature `v1,…` par secret en "
        "vigueur, séparées d'une espace (Standard Webhooks 1.0).",
        "^v1,",
    ),
)
_REPONSES: Final[Json] = {
    "2XX": {"description": "Reçu : cet événement ne sera plus envoyé."},
    "410": {"description": "Plus rien n'est attendu là : le crochet est coupé aussitôt."},
    "4XX": {
        "description": "Pas reçu : un autre essai suivra, après `Retry-After` s'il est là. Une "
        "redirection (3xx) n'est jamais suivie."
    },
    "5XX": {"description": "Pas reçu : un autre essai suivra, après `Retry-After` s'il est là."},
}


def composants_des_webhooks() -> Json:
    """The components that they bring, by name."""
    envoyes = (CloudEvent, CloudEventEssai, EvenementEssai)
    return {nom: s for type_ in envoyes for nom, s in definitions(TypeAdapter(type_)).items()}


def webhooks(etiquette: str) -> Json:
    """One for each type of event, by its name, then that of a trial; tagged so."""
    dits = {nom: _phrase(genre) for genre in Genre.__subclasses__() for nom in genre.noms_publies()}
    return {
        type_.value: _envoi(etiquette, exemples.envoi(type_), dits[type_])
        for type_ in TypeEvenement
    } | {ESSAI: _envoi(etiquette, exemples.essai(), "Un crochet est essayé")}


def _phrase(genre: type[Genre]) -> str:
    return (genre.__doc__ or "").strip().rstrip(".")


def _envoi(etiquette: str, exemple: EvenementPublie | EvenementEssai, phrase: str) -> Json:
    type_ = str(exemple.type)
    mots = [mot.capitalize() for mot in type_.replace(".", "_").split("_")]
    return {
        "post": {
            "operationId": "recevoir" + "".join(mots),
            "summary": phrase,
            "description": _ENVOI,
            "tags": [etiquette],
            "security": [],
            "parameters": [_entete(*entete, exemple) for entete in _ENTETES],
            "requestBody": {"required": True, "content": _contenu(exemple)},
            "responses": _REPONSES,
        }
    }


def _contenu(exemple: EvenementPublie | EvenementEssai) -> Json:
    formes = {FormatEnvoi.JSON: exemple, FormatEnvoi.CLOUDEVENTS: cloudevent(exemple)}
    return {
        MEDIAS[format]: {
            "schema": reference(type(forme).__name__),
            "example": to_jsonable_python(forme),
        }
        for format, forme in formes.items()
    }


def _entete(
    nom: str, description: str, motif: str | None, exemple: EvenementPublie | EvenementEssai
) -> Json:
    return {
        "name": nom,
        "in": "header",
        "required": True,
        "description": description,
        "schema": {"type": "string"} | ({"pattern": motif} if motif else {}),
        "example": exemples.entetes(exemple)[nom],
    }
