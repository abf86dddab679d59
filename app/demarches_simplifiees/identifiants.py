"""The ids that clients know things by: what a thing is and its number, in base 64, as DS has them.

The number of a question is published, in `identifiants.json`: it is never given again.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

NUMEROS: Final[Mapping[str, int]] = {
    pointeur: numero
    for numero, pointeur in enumerate(
        json.loads(Path(__file__).with_name("identifiants.json").read_text(encoding="utf-8")), 1
    )
}
"""Of each question, by its pointer."""
# Without the letters that are read for others (Crockford).
_LETTRES: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID: Final = 26
_INSTANT: Final = 6  # bytes of it
_HASARD: Final = 10


def encoder(genre: str, numero: int | str, rang: str = "") -> str:
    """The id of what is of this kind and number; `rang`: of the row that it stands in."""
    return b64encode(f"{genre}-{numero}{f'|{rang}' if rang else ''}".encode()).decode()


def decoder(texte: str) -> str:
    """What an id says, with its `=` or without, in either alphabet; another text as it is."""
    standard = texte.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return b64decode(standard + "=" * (-len(standard) % 4), validate=True).decode()
    except ValueError:
        return texte


def ulid(le: datetime, *dits: str | int) -> str:
    """What a row is called: dated `le`, made of all that tells it from any other of any dossier."""
    instant = int(le.timestamp() * 1000).to_bytes(_INSTANT)
    condense = sha256("\0".join(map(str, dits)).encode()).digest()
    nombre = int.from_bytes(instant + condense[:_HASARD])
    return "".join(_LETTRES[nombre >> 5 * rang & 31] for rang in reversed(range(_ULID)))
