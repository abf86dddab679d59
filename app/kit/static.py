"""Answers that only a new version of the service changes: strong ETag, 304."""

import re
from hashlib import sha256

from fastapi import Request, Response


def repondre_fixe(
    requete: Request, corps: bytes, type_de_contenu: str, nom: str | None = None
) -> Response:
    """The answer, or 304 when the client has it (`If-None-Match`); `nom` makes it a download."""
    etiquette = f'"{sha256(corps).hexdigest()[:32]}"'
    entetes = {"ETag": etiquette, "Cache-Control": "public, max-age=300"}
    if nom:
        entetes["Content-Disposition"] = f'attachment; filename="{nom}"'
    connues = requete.headers.get("if-none-match", "")
    if connues.strip() == "*" or etiquette in re.findall(r'"[^"]*"', connues):
        return Response(status_code=304, headers=entetes)
    return Response(corps, headers=entetes, media_type=type_de_contenu)
