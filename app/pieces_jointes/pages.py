"""Judges the web pages that a document imports (`altChunk`): what they fetch, Office fetches.

As in relations, what is on the web passes, what is on a share does not: it would be sent the
credentials of whoever opens the document (decision 0038).
"""

import re
from email import message_from_bytes, policy
from typing import Final

from app.pieces_jointes.relations import sur_ce_disque
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

PAGES: Final = re.compile(r"\.(?:x?html?|xht|mht|mhtml)$", re.IGNORECASE)
_MIME: Final = re.compile(rb"\s*(?:MIME-Version|Content-Type|From|Date)\s*:", re.IGNORECASE)
# What has another file fetched, in a tag or a style; a link that is followed by a click does not.
_ADRESSE: Final = re.compile(
    r"(?:\b(?:src|background|data|dynsrc|lowsrc|longdesc|code(?:base)?)\s*=|<link\b[^>]*\bhref\s*="
    r"|<base\b[^>]*\bhref\s*=|\burl\s*\(|@import)\s*[\"']?\s*([^\"'\s>)]+)",
    re.IGNORECASE,
)


def controler_page(contenu: bytes) -> None:
    """Refuse a page, alone or in a message with its pictures, that fetches from another computer.

    Raises `ContenuRefuse`.
    """
    for texte in _textes(contenu):
        for trouve in _ADRESSE.finditer(texte):
            cible = trouve[1].replace("\\", "/").lower()
            if cible.startswith(("//", "file:")) and not sur_ce_disque(cible):
                raise ContenuRefuse(CodeRefus.LIEN_EXTERNE)


def _textes(contenu: bytes) -> list[str]:
    if not _MIME.match(contenu):
        return [_decoder(contenu)]
    message = message_from_bytes(contenu, policy=policy.compat32)
    parties = [partie.get_payload(decode=True) for partie in message.walk()]
    return [_decoder(octets) for octets in parties if isinstance(octets, bytes)]


def _decoder(octets: bytes) -> str:
    """As text, whatever its encoding: in all of them markup is ASCII, NULs apart."""
    return octets.replace(b"\0", b"").decode("latin-1")
