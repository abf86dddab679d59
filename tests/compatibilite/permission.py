"""When a breaking difference is allowed: the version says so, and the changelog names it."""

import re
from collections.abc import Iterable
from typing import Final

from tests.compatibilite.instantanes import version_de
from tests.compatibilite.regles import Changement

_VERSION: Final = re.compile(r"^## \[([^\]]+)\].*?(?=^## \[|\Z)", re.MULTILINE | re.DOTALL)
_RUPTURES: Final = re.compile(r"^### Breaking\n(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)


def version_permet(avant: str, apres: str) -> bool:
    """Whether going from one version to the other announces a break (semver 2.0.0, 4 and 8)."""
    ancienne, nouvelle = version_de(avant), version_de(apres)
    if ancienne[0] == nouvelle[0] == 0:
        return nouvelle[1] > ancienne[1]
    return nouvelle[0] > ancienne[0]


def ruptures_annoncees(journal: str, version: str) -> str:
    """What the changelog says under `### Breaking` of a version; empty when it says nothing."""
    sections = {trouvee[1]: trouvee[0] for trouvee in _VERSION.finditer(journal)}
    ruptures = _RUPTURES.search(sections.get(version, ""))
    return ruptures[1] if ruptures else ""


def non_annoncees(changements: Iterable[Changement], annonces: str) -> list[Changement]:
    """The breaking differences of which the changelog names no subject (`between backticks`)."""
    nommes = set(re.findall(r"`([^`]+)`", annonces))
    return [c for c in changements if c.casse and not nommes & {*c.sujets, c.ou.strip()}]
