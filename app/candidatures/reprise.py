"""A draft begun under an older version of the form, as it is read and written under today's.

It stays in the database as it was written until somebody saves; reading rebases it. What a version
takes out of it is kept beside it from that save on, and told until it is of no use any more.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from pydantic_core import from_json, to_json

from app.formulaire.annonces import Annonce, a_garder
from app.formulaire.dossier import VERSION
from app.formulaire.versions import Rebasage, VersionInconnue, rebaser
from app.kit.web.problems import Indisponible

_ATTENDRE: Final = "60"  # seconds: a deployment is under way, or has been taken back


@dataclass(frozen=True, slots=True)
class Reprise:
    """What newer versions of the form did to a draft.

    `annonces`: all that there is to tell of them, what was kept of earlier ones included;
    `pointeurs`: where this reading itself changed something;
    `a_ecrire`: the row is still as an older version wrote it.
    """

    annonces: tuple[Annonce, ...]
    pointeurs: tuple[str, ...] = ()
    a_ecrire: bool = False

    def ecrite(self) -> "Reprise | None":
        """The same once the draft is saved: moves are told no more, words taken out still are."""
        gardees = a_garder(self.annonces)
        return Reprise(tuple(gardees)) if gardees else None

    def anciennes(self) -> str | None:
        """What to keep beside the dossier, as JSON text."""
        gardees = a_garder(self.annonces)
        return to_json([asdict(gardee) for gardee in gardees]).decode() if gardees else None


def reprendre(dossier_json: str, version: str, anciennes: str | None) -> tuple[str, Reprise]:
    """Read a row of an older version, or with answers kept from one: the dossier (JSON), the rest.

    Raises `Indisponible` for a version newer than this code: to write over it would lose answers.
    """
    gardees = tuple(Annonce(**gardee) for gardee in from_json(anciennes or "[]"))
    if version == VERSION:
        return dossier_json, Reprise(gardees)
    rebasage = _rebaser(dossier_json, version, gardees)
    neuves = (annonce for annonce in rebasage.annonces if annonce not in gardees)
    reprise = Reprise(
        tuple(rebasage.annonces), tuple(neuve.pointeur for neuve in neuves), a_ecrire=True
    )
    return to_json(rebasage.dossier).decode(), reprise


def _rebaser(dossier_json: str, version: str, gardees: Sequence[Annonce]) -> Rebasage:
    try:
        return rebaser(from_json(dossier_json), version, gardees)
    except VersionInconnue:
        raise Indisponible(
            f"Cette candidature a été enregistrée sous la version {version} du formulaire, que ce "
            f"service ne connaît pas encore (il en est à {VERSION}) : réessayez dans un instant. "
            "Rien n'a été modifié.",
            entetes={"Retry-After": _ATTENDRE},
        ) from None
