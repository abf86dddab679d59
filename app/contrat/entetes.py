"""The headers of the contract: those of every request, those that an answer carries."""

from typing import Any, Final

from app.kit.web import tickets
from app.kit.web.declaration import Declaration

Json = dict[str, Any]
# An instant, leap days apart. Not `format: date-time`, of which openapi-python-client makes a type
# that it cannot send in a header.
_RFC_3339: Final = (
    "^20[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8]))T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?"
    "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"
)


def _texte(description: str, exemple: str, **contraintes: Any) -> Json:
    return {
        "description": description,
        "schema": {"type": "string", **contraintes},
        "example": exemple,
    }


def _nombre(description: str, exemple: int) -> Json:
    return {"description": description, "schema": {"type": "integer"}, "example": exemple}


HORLOGE: Final[Json] = {
    "name": "X-Horloge",
    "in": "header",
    "description": "Bac à sable seulement : l'heure d'arrivée de cette requête. "
    "Ailleurs, cet en-tête est ignoré.",
    "schema": {"type": "string", "pattern": _RFC_3339, "maxLength": 32},
    "example": "2023-09-22T23:59:59+02:00",
}
ENTETES: Final[dict[str, Json]] = {
    "Access-Control-Allow-Origin": _texte(
        "L'origine de la page qui appelle, si l'exploitant l'admet ; absent sans cela.",
        "https://candidatures.example.fr",
    ),
    "Content-Disposition": _texte(
        "Le nom sous lequel enregistrer le fichier.", 'attachment; filename="plan-action.xlsx"'
    ),
    "Content-Range": _texte(
        "Les octets donnés, et la taille du fichier entier (RFC 9110).",
        "bytes 0-1023/48213",
        pattern="^bytes ([0-9]+-[0-9]+|[*])/[0-9]+$",
    ),
    "ETag": _texte(
        "Version de la ressource, à rendre dans `If-Match` ou `If-None-Match`.",
        '"3"',
        pattern='^"[0-9a-f]{1,64}"$',
    ),
    "Idempotency-Replayed": {
        "description": "`true` quand la première réponse est rejouée ; absent sans cela.",
        "schema": {"type": "string", "const": "true"},
        "example": "true",
    },
    "Location": _texte(
        "Adresse de ce qui a été créé.",
        "/v1/candidatures/018c2f6e-7d0a-4c1e-9b52-3f6a1d2e4c5b",
        format="uri-reference",
    ),
    "RateLimit-Limit": _nombre("Combien, en tout, dans la fenêtre de temps en cours.", 200),
    "RateLimit-Remaining": _nombre("Combien il en reste.", 187),
    "RateLimit-Reset": _nombre("Secondes jusqu'à la fenêtre suivante.", 2900),
    "Retry-After": {
        "description": "Secondes à attendre avant de réessayer.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 3600},
        "example": 5,
    },
    tickets.ENTETE: _texte(
        "L'instant où cette demande est arrivée, sous sceau : à rendre dans le même en-tête, avec "
        f"la même demande, dans les {tickets.MINUTES} minutes. C'est cet instant qui comptera.",
        "1695419998123456.q7Yz0b1mCk3v2c8Jw5dXh4e9a6f0g1h2i3j4k5l6m7n",
        pattern=tickets.FORME,
    ),
    "WWW-Authenticate": _texte("Le jeton attendu (RFC 6750).", "Bearer", pattern="^Bearer"),
    "X-Request-Id": {
        **_texte(
            "Identifiant de la requête, à citer au support.",
            "6f1c0d5e8b7a4f3e9d2c1b0a99887766",
            pattern="^[0-9a-f]{32}$",
        ),
        "required": True,
    },
}
_TOUJOURS: Final = ("X-Request-Id", "Access-Control-Allow-Origin")
_LIMITES: Final = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
_PAR_STATUT: Final = {
    "206": ("Content-Range",),
    "401": ("WWW-Authenticate",),
    "412": ("ETag",),
    "416": ("Content-Range",),
    "429": (*_LIMITES, "Retry-After"),
    "503": ("Retry-After",),
}


def entetes(declaree: Declaration, reponses: Json, statut: str, *, comptee: bool) -> Json:
    """The headers of the answer of this status, among those of an operation: references.

    `comptee`: all answers of this operation tell how many more are admitted.
    """
    reussite, inchangee = statut.startswith("2"), statut == "304"
    nommee = reussite or (inchangee and declaree.nommee_inchangee)
    selon = {
        "ETag": inchangee or (reussite and (declaree.versionnee or "304" in reponses)),
        "Content-Disposition": nommee and _donne_un_fichier(reponses),
        "Location": statut == "201" or (reussite and declaree.rejouable),
        "Idempotency-Replayed": reussite and declaree.rejouable,
        "Retry-After": (statut == "409" and declaree.rejouable) or (reussite and declaree.patiente),
        tickets.ENTETE: statut in ("429", "503") and declaree.ticket,
    }
    noms = [*_TOUJOURS, *_PAR_STATUT.get(statut, ()), *(_LIMITES if comptee else ())]
    noms += [nom for nom, porte in selon.items() if porte]
    return {nom: {"$ref": f"#/components/headers/{nom}"} for nom in noms}


def _donne_un_fichier(reponses: Json) -> bool:
    medias = reponses.get("200", {}).get("content", {})
    lus = ("json", "text/plain", "text/event-stream")
    return any(not media.endswith(lus) for media in medias)
