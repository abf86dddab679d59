"""`If-Match`: the version of a candidature as a strong entity tag (RFC 9110, section 13.1.1).

Its weak form is taken for it: a proxy that compresses makes `W/"3"` of `"3"`. So is `"3c…"`, which
a later release may give: `docs/decisions/0056-a-candidature-is-read-whole.md`.
"""

import re
from typing import Final

from sqlalchemy import Select, Text, bindparam, func, select

from app.candidatures.evenements import EvenementModification
from app.candidatures.queries import Candidature
from app.candidatures.refus import VersionPerimee
from app.candidatures.tables import evenement
from app.kit.postgres.statements import Preparee, Voie
from app.kit.web.headers import ENTETE_MAX, FORME_ETIQUETTES
from app.kit.web.problems import EnTeteInvalide

_ETIQUETTES: Final = re.compile(FORME_ETIQUETTES)
_VERSION: Final = re.compile(r'"(\d{1,18})(?:c[0-9a-f]+)?"')


def etiquette(version: int) -> str:
    """The value of `ETag` for a version."""
    return f'"{version}"'


def _changements() -> Select[str]:
    """What changed since a version, each pointer once: PostgreSQL reads what may be long."""
    pointeurs = func.jsonb_extract_path(evenement.c.details, "pointeurs")
    elements = func.jsonb_array_elements_text(pointeurs, type_=Text())
    pointeur = elements.column_valued("pointeur", joins_implicitly=True)
    return (
        select(pointeur)
        .select_from(evenement)  # the function reads what is on its left
        .where(evenement.c.candidature_id == bindparam("id"))
        .where(evenement.c.genre == EvenementModification.genre)
        .where(evenement.c.version > bindparam("depuis"))
        .group_by(pointeur)
        .order_by(func.min(evenement.c.id), pointeur)
    )


_CHANGEMENTS: Final = Preparee(_changements())
_CHANGEMENTS_LUS: Final = 1_000


def convient(lue: Candidature, si_version: str | None) -> bool:
    """Whether `If-Match` is absent, `*`, or names the version of a candidature.

    Raises `EnTeteInvalide` for a malformed header.
    """
    if si_version is None:
        return True
    si_version = si_version.strip()  # blanks around a field are none of its value: RFC 9110, 5.5
    if len(si_version) > ENTETE_MAX or not _ETIQUETTES.fullmatch(si_version):
        raise EnTeteInvalide('Une étiquette entre guillemets est attendue : "3".')
    return si_version == "*" or str(lue.version) in _VERSION.findall(si_version)


def exiger_nouvelle(lue: Candidature, sauf: str) -> None:
    """Raise `VersionPerimee` where `If-None-Match` (RFC 9110, 13.1.2) is `*` or names the version.

    Raises `EnTeteInvalide` for a malformed header.
    """
    if convient(lue, sauf):
        raise VersionPerimee(
            "Cette candidature existe déjà, dans la version que donne ETag.",
            entetes={"ETag": etiquette(lue.version)},
            version=lue.version,
            pointeurs=[],
        )


async def verifier_version(voie: Voie, lue: Candidature, si_version: str | None) -> None:
    """Raise `VersionPerimee` unless `If-Match` holds; it gives the version, and what changed.

    That is: the pointers changed since the version that the header names; that of the whole
    dossier when it was long ago. Raises what `convient` raises.
    """
    if si_version is None or convient(lue, si_version):
        return
    connues = [int(version) for version in _VERSION.findall(si_version)]
    depuis = max(connues, default=0)
    # Each change is a version: so many are not read one by one, anything may have changed.
    pointeurs = [""]
    if lue.version - depuis <= _CHANGEMENTS_LUS:
        changements = await voie.lignes(_CHANGEMENTS, id=lue.id, depuis=depuis)
        pointeurs = [changement["pointeur"] for changement in changements]
    raise VersionPerimee(
        entetes={"ETag": etiquette(lue.version)},
        version=lue.version,
        pointeurs=pointeurs,
    )
