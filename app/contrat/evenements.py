"""The schemas of the record of a candidature: what an event tells depends on its kind."""

from typing import Any, Final

from app.kit.web.declaration import COMPOSANTS, reference

Json = dict[str, Any]
_EMPREINTE: Final = {"type": "string", "description": "SHA-256, en hexadécimal."}
_PIECE: Final[Json] = {
    "piece": {"type": "string", "format": "uuid", "description": "Identifiant du fichier."},
    "rubrique": reference("Rubrique"),
    "taille": {"type": "integer", "description": "En octets."},
    "empreinte": _EMPREINTE,
}
_DETAILS: Final[dict[str, tuple[str, Json]]] = {
    "DetailModification": (
        "Ce qu'une modification a changé.",
        {
            "pointeurs": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Pointeurs (RFC 6901) dans le dossier.",
            }
        },
    ),
    "DetailPiece": ("Un fichier, sans son nom.", _PIECE),
    "DetailAcces": (
        "Un accès, sans l'adresse de la personne.",
        {
            "acces": {"type": "string", "format": "uuid", "description": "L'accès dont il s'agit."},
            "role": reference("Role"),
        },
    ),
    "DetailVirus": (
        "Un fichier, sans son nom, et ce que l'antivirus y a reconnu.",
        {**_PIECE, "virus": {"type": "string", "description": "Le nom du virus."}},
    ),
    "DetailAdministration": (
        "Qui l'a fait, dans l'administration.",
        {"par": {"type": "string", "description": "L'empreinte d'un compte ou d'une clé."}},
    ),
    "DetailPreavis": (
        "Un effacement à venir, si rien ne change d'ici là.",
        {
            "effacement_le": {
                "type": "string",
                "format": "date-time",
                "description": "À partir de quand.",
            },
            "courriel": {
                "type": "boolean",
                "description": "Si le demandeur en a été averti par courriel.",
            },
        },
    ),
    "DetailDepot": (
        "Un dépôt.",
        {
            "depot": {"type": "integer", "description": "Rang du dépôt, à partir de 1."},
            "numero": {"type": "string", "description": "Numéro de la candidature."},
            "empreinte": _EMPREINTE,
        },
    ),
}
# Empty. Of an object without members some generators make one that may hold anything.
_SANS_DETAIL: Final[Json] = {
    "type": "object",
    "title": "SansDetail",
    "description": "Un objet vide : le genre de l'événement dit tout.",
    "properties": {},
    "additionalProperties": {"type": "string"},
    "maxProperties": 0,
}
# Kind -> component, what happened, its details.
_GENRES: Final = {
    "creee": ("EvenementCreation", "La candidature a été créée.", "SansDetail"),
    "modifiee": ("EvenementModification", "Le dossier a changé.", "DetailModification"),
    "piece_jointe": ("EvenementPieceJointe", "Un fichier a été joint.", "DetailPiece"),
    "piece_refusee": (
        "EvenementPieceRefusee",
        "Un fichier a été refusé : un virus.",
        "DetailVirus",
    ),
    "piece_infectee": (
        "EvenementPieceInfectee",
        "Un fichier joint a été reconnu infecté, et isolé.",
        "DetailVirus",
    ),
    "piece_retiree": ("EvenementPieceRetiree", "Un fichier a été retiré.", "DetailPiece"),
    "acces_invite": ("EvenementInvitation", "Une personne a été invitée.", "DetailAcces"),
    "acces_ouvert": (
        "EvenementOuverture",
        "Un lien reçu par courriel a donné un jeton.",
        "DetailAcces",
    ),
    "acces_renouvele": ("EvenementRenouvellement", "Un jeton a été renouvelé.", "DetailAcces"),
    "acces_revoque": ("EvenementRevocation", "Un accès a été révoqué.", "DetailAcces"),
    "deposee": ("EvenementDepot", "La candidature a été déposée.", "DetailDepot"),
    "retiree": ("EvenementRetrait", "La candidature a été retirée.", "SansDetail"),
    "exportee": (
        "EvenementExport",
        "L'administration a obtenu une copie de tout.",
        "DetailAdministration",
    ),
    "preavis": ("EvenementPreavis", "L'effacement est annoncé.", "DetailPreavis"),
}


def schemas_des_evenements(evenement: Json) -> Json:
    """The components, from that of an event of any kind, which they replace."""
    details = {nom: _objet(nom, texte, membres) for nom, (texte, membres) in _DETAILS.items()}
    refs = {genre: COMPOSANTS + nom for genre, (nom, _, _) in _GENRES.items()}
    union = {
        "title": "Evenement",
        "description": "Quelque chose qui est arrivé à une candidature ; `genre` dit quoi.",
        "oneOf": [{"$ref": ref} for ref in refs.values()],
        "discriminator": {"propertyName": "genre", "mapping": refs},
    }
    genres = {
        nom: _genre(evenement, genre, nom, texte, detail)
        for genre, (nom, texte, detail) in _GENRES.items()
    }
    return details | genres | {"Evenement": union, "SansDetail": _SANS_DETAIL}


def _genre(evenement: Json, genre: str, nom: str, texte: str, detail: str) -> Json:
    propres: Json = {
        "genre": {"type": "string", "const": genre},
        "details": reference(detail),
    }
    membres: Json = evenement["properties"] | propres
    return {**evenement, "title": nom, "description": texte, "properties": membres}


def _objet(nom: str, texte: str, membres: Json) -> Json:
    return {
        "type": "object",
        "title": nom,
        "description": texte,
        "properties": membres,
        "required": [*membres],
        "additionalProperties": False,
    }
