"""Answers that only a new version of the service changes: strong ETag, 304."""

import gzip
import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final

from fastapi import Request, Response

# What a route that answers by `repondre_fixe` declares.
INCHANGEE: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "Le client a déjà cette version."}
}


_GZIP: Final = re.compile(r"(^|,)\s*(x-)?gzip\s*(;\s*q=(1|0\.\d*[1-9])\d*\s*)?(,|$)", re.IGNORECASE)
_PETIT: Final = 1024  # bytes that one packet carries anyway


def repondre_fixe(
    requete: Request, corps: bytes, type_de_contenu: str, nom: str | None = None
) -> Response:
    """The answer, or 304 when the client has it (`If-None-Match`); `nom` makes it a download.

    Compressed for who takes gzip (RFC 9110, 12.5.3), but for downloads, which are archives.
    """
    empreinte = sha256(corps).hexdigest()
    entetes = {"Cache-Control": "public, max-age=300"}
    compresse = False
    if len(corps) > _PETIT and not nom:
        entetes["Vary"] = "Accept-Encoding"
        compresse = bool(_GZIP.search(requete.headers.get("accept-encoding", "")))
    # Another representation has another strong tag.
    entetes["ETag"] = etiquette = f'"{empreinte[32:] if compresse else empreinte[:32]}"'
    if deja_connue(requete.headers, etiquette):
        return Response(status_code=304, headers=entetes)
    if nom:
        entetes["Content-Disposition"] = f'attachment; filename="{nom}"'
    if compresse:
        entetes["Content-Encoding"] = "gzip"
        corps = _compresser(corps)
    return Response(corps, headers=entetes, media_type=type_de_contenu)


@lru_cache(8)
def _compresser(corps: bytes) -> bytes:
    return gzip.compress(corps, mtime=0)


def deja_connue(demandes: Mapping[str, str], etiquette: str) -> bool:
    """Whether `If-None-Match` says that the client has it already (RFC 9110, section 13.1.2)."""
    connues = demandes.get("if-none-match", "")
    return connues.strip() == "*" or etiquette in re.findall(r'"[^"]*"', connues)
