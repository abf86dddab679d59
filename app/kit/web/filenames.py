"""The name of a file in a form, as clients write it: four ways are in use."""

import re
from email.errors import MessageError
from email.header import decode_header, make_header
from typing import Final
from urllib.parse import unquote_to_bytes

# What is not closed goes to the end, and names stop at a semicolon: nothing is read twice.
_ENTRE_GUILLEMETS: Final = re.compile(rb'"(?:[^"\\]|\\.)*\\?(?:"|\Z)', re.DOTALL)
_ETENDU: Final = re.compile(
    rb";\s*filename\*\s*=\s*(utf-8|iso-8859-1)'[^';\s]*'([^\s;]+)", re.IGNORECASE
)
_ENCODE_MAX: Final = 1024  # bytes of encoded words: some charsets take the square of it to read
_MOT_ENCODE: Final = re.compile(r"=\?[^?\s]+\?[bq]\?[^?]*\?=", re.IGNORECASE)


def nom_de_fichier(disposition: bytes, simple: bytes | None) -> str | None:
    """The name that a `Content-Disposition` gives; None when it gives none.

    `simple` is the value of its `filename`. `filename*` comes first (RFC 8187, which RFC 7578
    forbids here and Java's clients write), then encoded words (RFC 2047, as mail programs write),
    then UTF-8, which is the rule, then Windows-1252. Browsers write a quotation mark `%22`.
    """
    etendu = _ETENDU.search(_ENTRE_GUILLEMETS.sub(b'""', disposition))
    if etendu:
        return unquote_to_bytes(etendu[2]).decode(etendu[1].decode(), "replace")
    if simple is None:
        return None
    try:
        nom = simple.decode()
    except UnicodeDecodeError:
        return simple.decode("cp1252", "replace")
    if len(simple) <= _ENCODE_MAX and _MOT_ENCODE.search(nom):
        return _decoder_les_mots(nom)
    return nom.replace("%22", '"')


def _decoder_les_mots(nom: str) -> str:
    try:
        return str(make_header(decode_header(nom)))
    except (MessageError, LookupError, ValueError):
        return nom
