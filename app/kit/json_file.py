"""JSON as a file that people read and compare."""

import json
import re
from typing import Any, Final

# What a reader or an editor might change unseen: controls, blanks, combining marks, non-BMP.
_INVISIBLES: Final = re.compile("[^\n -~\u00a1-\u00ac\u00ae-\u017f‘’“”…–]")


def texte_lisible(contenu: Any) -> str:
    """The indented text of a JSON value, in which what nobody sees is written `\\uXXXX`."""
    texte = json.dumps(contenu, ensure_ascii=False, indent=2)
    return _INVISIBLES.sub(lambda trouve: json.dumps(trouve[0])[1:-1], texte) + "\n"
