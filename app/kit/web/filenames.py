"""The name of a file in a form, as clients write it: four ways are in use."""

import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import Final
from urllib.parse import unquote_to_bytes

_ENTRE_GUILLEMETS: Final = re.compile(rb'"(?:[^"\\]|\\.)*"')
_ETENDU: Final = re.compile(rb";\s*filename\*\s*=\s*([!-&(-~]+)'[!-&(-~]*'([^\s;]+)", re.IGNORECASE)
_CODAGES: Final = {b"utf-8": "utf-8", b"iso-8859-1": "latin-1"}
_MOT_ENCODE: Final = re.compile(r"=\?[^?\s]+\?[bq]\?[^?]*\?=", re.IGNORECASE)


def nom_de_fichier(disposition: bytes, simple: bytes | None) -> str | None:
    """The name that a `Content-Disposition` gives; None when it gives none.

    `simple` is the value of its `filename`. `filename*` comes first (RFC 8187, which RFC 7578
    forbids here and Java's clients write), then encoded words (RFC 2047, as mail programs write),
    then UTF-8, which is the rule, then Windows-1252. Browsers write a quotation mark `%22`.
    """
    etendu = _ETENDU.search(_ENTRE_GUILLEMETS.sub(b'""', disposition))
    if etendu and (codage := _CODAGES.get(etendu[1].lower())):
        return unquote_to_bytes(etendu[2]).decode(codage, "replace")
    if simple is None:
        return None
    try:
        nom = simple.decode()
    except UnicodeDecodeError:
        return simple.decode("cp1252", "replace")
    if _MOT_ENCODE.search(nom):
        return _decoder_les_mots(nom)
    return nom.replace("%22", '"')


def _decoder_les_mots(nom: str) -> str:
    try:
        return str(make_header(decode_header(nom)))
    except (HeaderParseError, LookupError, ValueError):
        return nom
