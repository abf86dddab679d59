"""What an Office document fetches elsewhere when it is opened (ECMA-376 part 2, 6.5).

Links that are followed by a click pass. So does what Office asks about before it follows it, and
what leads nowhere but to the writer's own disk: see decision 0038.
"""

import re
from typing import Final
from urllib.parse import unquote

from app.pieces_jointes.balises import parcourir
from app.pieces_jointes.formats import est_un_programme
from app.pieces_jointes.verdict import CodeRefus, ContenuRefuse

RELATIONS: Final = re.compile(r"(^|/)_rels/[^/]*\.rels$", re.IGNORECASE)

# The last words of the types of relations, in lower case.
_LIENS: Final = frozenset(
    ("hyperlink", "externallinkpath", "xlpathmissing", "xlstartup", "xlalternatestartup")
)
_MEDIAS: Final = frozenset(("image", "video", "audio", "media"))
_MODELE: Final = "attachedtemplate"
_SCHEMA: Final = re.compile(r"[a-z][a-z0-9+.-]+:")
_DISQUE: Final = re.compile(r"/*(localhost/)?[a-z]:/")


def controler_relations(xml: bytes) -> None:
    """Refuse the relations that lead outside the package, but for those that pass.

    Raises `ContenuRefuse`.
    """
    parcourir(xml, _controler)


def _controler(nom: str, attributs: dict[str, str]) -> None:
    if nom != "Relationship" or attributs.get("TargetMode", "").lower() != "external":
        return
    type_ = attributs.get("Type", "").rpartition("/")[2].lower()
    cible = unquote(attributs.get("Target", "")).replace("\\", "/").strip().lower()
    if type_ in _LIENS or (type_ in _MEDIAS and cible.startswith(("http://", "https://"))):
        return
    # The template of whoever wrote the document, with macros or not, is on no other computer.
    if type_ != _MODELE and est_un_programme(b"", cible):
        raise ContenuRefuse(CodeRefus.CONTENU_ACTIF)
    if not sur_ce_disque(cible):
        raise ContenuRefuse(CodeRefus.LIEN_EXTERNE)


def sur_ce_disque(cible: str) -> bool:
    """Whether a target, slashes forward, in lower case, is relative or names no other computer."""
    if cible.startswith("file:"):
        cible = cible.removeprefix("file:")
        # Two slashes name a host, four and more a share; three, or one, begin a path.
        barres = len(cible) - len(cible.lstrip("/"))
        return _DISQUE.match(cible) is not None or barres in (0, 1, 3)
    if re.match(r"[a-z]:/", cible):
        return True
    return not cible.startswith("//") and not _SCHEMA.match(cible)
