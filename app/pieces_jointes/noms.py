"""File names: those that strangers send, those that downloads carry."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

NOM_MAX: Final = 200
_OCTETS_MAX: Final = 255  # of a name in the usual file systems, in UTF-8
# Lines and paragraphs that are no line feed, beside all that has no shape (C).
_INVISIBLES: Final = ("Zl", "Zp")
# Names of devices, whatever follows their first dot (Windows, "Naming Files, Paths").
_PERIPHERIQUE: Final = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|\Z)", re.IGNORECASE
)
_EXTENSION: Final = re.compile(r"\.\w{1,8}\Z")  # not « . Dupont » of « Lettre de M. Dupont »


def nettoyer_nom(nom: str, extension: str) -> str:
    """A name that no system trips over: last part of a path, printable, no device, of `NOM_MAX`
    characters at most before its extension, and of 255 bytes at most.

    Its extension becomes the one of what the file really is.
    """
    dernier = imprimable(nom).replace("\\", "/").rpartition("/")[2]
    racine = _sans_peripherique((_EXTENSION.sub("", dernier) or dernier).strip(" ."))
    octets = racine[:NOM_MAX].encode()[: _OCTETS_MAX - len(extension)]
    return f"{octets.decode(errors='ignore').rstrip(' .') or 'fichier'}{extension}"


def imprimable(texte: str) -> str:
    """A text without what has no shape, its accents combined (NFC)."""
    return unicodedata.normalize("NFC", "".join(c for c in texte if _visible(c)))


def _sans_peripherique(nom: str) -> str:
    return f"_{nom}" if _PERIPHERIQUE.match(nom) else nom


def _visible(caractere: str) -> bool:
    categorie = unicodedata.category(caractere)
    return categorie[0] != "C" and categorie not in _INVISIBLES


def disposition(nom: str) -> str:
    """`Content-Disposition` of a download (RFC 6266), for old and new clients alike."""
    ascii_ = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode()
    # A slash, too: NFKD makes one of U+FF0F, which `nettoyer_nom` rightly keeps.
    simple = _sans_peripherique("".join(c for c in ascii_ if c not in '"\\/') or "fichier")
    return f"attachment; filename=\"{simple}\"; filename*=UTF-8''{quote(nom, safe='')}"
