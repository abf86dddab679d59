"""File names: those that strangers send, those that downloads carry."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

NOM_MAX: Final = 200
_EXTENSION: Final = re.compile(r"\.\w{1,8}\Z")  # not « . Dupont » of « Lettre de M. Dupont »


def nettoyer_nom(nom: str, extension: str) -> str:
    """A name that no system trips over: last part of a path, printable, of `NOM_MAX` at most.

    Its extension becomes the one of what the file really is.
    """
    lisible = "".join(c for c in nom if unicodedata.category(c)[0] != "C")
    dernier = unicodedata.normalize("NFC", lisible).replace("\\", "/").rpartition("/")[2]
    racine = _EXTENSION.sub("", dernier) or dernier
    return f"{racine.strip(' .')[:NOM_MAX].rstrip(' .') or 'fichier'}{extension}"


def disposition(nom: str) -> str:
    """`Content-Disposition` of a download (RFC 6266), for old and new clients alike."""
    ascii_ = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode()
    # A slash, too: NFKD makes one of U+FF0F, which `nettoyer_nom` rightly keeps.
    simple = "".join(c for c in ascii_ if c not in '"\\/') or "fichier"
    return f"attachment; filename=\"{simple}\"; filename*=UTF-8''{quote(nom, safe='')}"
