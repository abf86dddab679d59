"""Answers that only a new version of the service changes: strong ETag, 304."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from fastapi import Request, Response

# What a route that answers by `repondre_fixe` declares.
INCHANGEE: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "Le client a déjà cette version."}
}


def repondre_fixe(
    requete: Request, corps: bytes, type_de_contenu: str, nom: str | None = None
) -> Response:
    """The answer, or 304 when the client has it (`If-None-Match`); `nom` makes it a download."""
    etiquette = f'"{sha256(corps).hexdigest()[:32]}"'
    entetes = {"ETag": etiquette, "Cache-Control": "public, max-age=300"}
    if deja_connue(requete.headers, etiquette):
        return Response(status_code=304, headers=entetes)
    if nom:
        entetes["Content-Disposition"] = f'attachment; filename="{nom}"'
    return Response(corps, headers=entetes, media_type=type_de_contenu)


def deja_connue(demandes: Mapping[str, str], etiquette: str) -> bool:
    """Whether `If-None-Match` says that the client has it already (RFC 9110, section 13.1.2)."""
    connues = demandes.get("if-none-match", "")
    return connues.strip() == "*" or etiquette in re.findall(r'"[^"]*"', connues)
