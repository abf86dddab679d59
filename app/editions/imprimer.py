"""The act of printing a deposit, in a process that gives its memory back."""

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pydantic_core import to_json

from app.editions.refus import NonImprimable
from app.formulaire.description import formulaire_decrit
from app.kit.confine import A_BOUT
from app.kit.process import Issue
from app.kit.services import Services
from app.kit.web.problems import Indisponible

EDITEUR: Final = "app.editions.editeur"
A_IMPRIMER: Final = 2
"""Deposits printed at the same time by one process of the service."""
DELAI: Final = 60.0
"""Seconds by the clock; its processor time has a limit of its own."""
_SORTIE_MAX: Final = 17 * 1024 * 1024  # more than the one who prints lets pass
_ATTENDRE: Final = "15"


async def imprimer(services: Services, abonne: str, depose: bytes) -> bytes:
    """The PDF of a `Depose`, given as JSON, asked for by `abonne`.

    Raises `Indisponible` when too many wait, or when it does not come in time; `NonImprimable` when
    it takes more memory, processor time or bytes than one deposit may.
    """
    async with services.impressions.prendre(abonne) as place:
        return pdf_de(await place.faire(_faire(services, depose)))


def pdf_de(issue: Issue) -> bytes:
    """What came of printing; raises what `imprimer` says of it."""
    if issue.statut in A_BOUT:
        raise NonImprimable
    if issue.statut is None:
        raise Indisponible(
            "L'impression n'a pas abouti à temps : réessayez dans un instant.",
            entetes={"Retry-After": _ATTENDRE},
        )
    if issue.statut:
        raise RuntimeError(f"who prints deposits ended with {issue.statut}")
    return issue.sortie


async def _faire(services: Services, depose: bytes) -> Issue:
    try:
        return await services.pouponniere.faire(
            EDITEUR, depose, secondes=DELAI, sortie_max=_SORTIE_MAX
        )
    except ConnectionError:  # nobody knows how it ended: another try will tell
        return Issue(None, b"")


@cache
def identite() -> str:
    """What, beside a deposit, its PDF depends upon: this room, the form, typst. In hexadecimal."""
    condense = sha256(version("typst").encode() + to_json(formulaire_decrit()))
    for fichier in sorted(Path(__file__).parent.glob("*.*")):
        condense.update(fichier.read_bytes())
    return condense.hexdigest()
