"""Answers that only a new version of the service changes: strong ETag, 304."""

import asyncio
import gzip
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from fastapi import Request, Response

from app.kit.web.negotiation import accepte

# What a route that answers by `repondre_fixe` declares.
INCHANGEE: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "Le client a déjà cette version."}
}

_PETIT: Final = 1024  # bytes that one packet carries anyway
# By the hash of what they were: as many as there are documents, each compressed once and for all.
_COMPRESSES: Final = dict[str, bytes]()


async def repondre_fixe(
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
        compresse = accepte(requete.headers.get("accept-encoding", ""), "gzip", "x-gzip")
    # Another representation has another strong tag.
    entetes["ETag"] = etiquette = f'"{empreinte[32:] if compresse else empreinte[:32]}"'
    if deja_connue(requete.headers, etiquette):
        return Response(status_code=304, headers=entetes)
    if nom:
        entetes["Content-Disposition"] = f'attachment; filename="{nom}"'
    if compresse:
        entetes["Content-Encoding"] = "gzip"
        corps = await _compresser(empreinte, corps)
    return Response(corps, headers=entetes, media_type=type_de_contenu)


async def _compresser(empreinte: str, corps: bytes) -> bytes:
    """Beside the loop: the page's script takes a fifth of a second."""
    if empreinte not in _COMPRESSES:
        _COMPRESSES[empreinte] = await asyncio.to_thread(gzip.compress, corps, mtime=0)
    return _COMPRESSES[empreinte]


def deja_connue(demandes: Mapping[str, str], etiquette: str) -> bool:
    """Whether `If-None-Match` says that the client has it already (RFC 9110, section 13.1.2)."""
    connues = demandes.get("if-none-match", "")
    return connues.strip() == "*" or etiquette in re.findall(r'"[^"]*"', connues)
