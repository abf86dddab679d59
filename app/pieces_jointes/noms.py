"""File names: those that strangers send, those that downloads carry."""

import unicodedata
from typing import Final
from urllib.parse import quote

NOM_MAX: Final = 200


def nettoyer_nom(nom: str, extension: str) -> str:
    """A name that no system trips over: last part of a path, printable, of `NOM_MAX` at most.

    Its extension becomes the one of what the file really is.
    """
    dernier = unicodedata.normalize("NFC", nom).replace("\\", "/").rpartition("/")[2]
    lisible = "".join(c for c in dernier if unicodedata.category(c)[0] != "C")
    racine = lisible.rpartition(".")[0] or lisible
    return f"{racine.strip(' .')[:NOM_MAX] or 'fichier'}{extension}"


def disposition(nom: str) -> str:
    """`Content-Disposition` of a download (RFC 6266), for old and new clients alike."""
    ascii_ = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode()
    simple = "".join(c for c in ascii_ if c not in '"\\') or "fichier"
    return f"attachment; filename=\"{simple}\"; filename*=UTF-8''{quote(nom, safe='')}"
