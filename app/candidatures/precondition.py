"""`If-Match`: the version of a candidature as a strong entity tag (RFC 9110, section 13.1.1)."""

import re
from typing import Final

from pydantic_core import from_json
from sqlalchemy import bindparam, select

from app.candidatures.evenements import EvenementModification
from app.candidatures.queries import Candidature
from app.candidatures.refus import VersionPerimee
from app.candidatures.tables import evenement
from app.kit.postgres.database import Directe, Preparee
from app.kit.web.http import ENTETE_MAX, FORME_ETIQUETTES
from app.kit.web.problems import EnTeteInvalide

_ETIQUETTES: Final = re.compile(FORME_ETIQUETTES)
_VERSION: Final = re.compile(r'"(\d{1,18})"')


def etiquette(version: int) -> str:
    """The value of `ETag` for a version."""
    return f'"{version}"'


_CHANGEMENTS: Final = Preparee(
    select(evenement.c.details)
    .where(evenement.c.candidature_id == bindparam("id"))
    .where(evenement.c.genre == EvenementModification.genre)
    .where(evenement.c.version > bindparam("depuis"))
    .order_by(evenement.c.id)
)


async def verifier_version(directe: Directe, lue: Candidature, si_version: str | None) -> None:
    """Raise `VersionPerimee` unless `If-Match` is absent, `*` or names the current version.

    The problem gives the current version and the pointers changed since the one named. Raises
    `EnTeteInvalide` for a malformed header.
    """
    if si_version is None:
        return
    si_version = si_version.strip()  # blanks around a field are none of its value: RFC 9110, 5.5
    if si_version == "*":
        return
    if len(si_version) > ENTETE_MAX or not _ETIQUETTES.fullmatch(si_version):
        raise EnTeteInvalide('If-Match attend une étiquette entre guillemets : "3".')
    if etiquette(lue.version) in re.findall(r'(?:W/)?"[^"]*"', si_version):
        return
    connues = [int(version) for version in _VERSION.findall(si_version)]
    raise VersionPerimee(
        entetes={"ETag": etiquette(lue.version)},
        version=lue.version,
        pointeurs=await _changes_depuis(directe, lue, max(connues, default=0)),
    )


async def _changes_depuis(directe: Directe, lue: Candidature, version: int) -> list[str]:
    lignes = await directe.lignes(_CHANGEMENTS, id=lue.id, depuis=version)
    changes = (pointeur for ligne in lignes for pointeur in from_json(ligne[0])["pointeurs"])
    return list(dict.fromkeys(changes))
