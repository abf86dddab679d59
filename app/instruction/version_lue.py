"""`If-Match` on a dossier of instruction: required where something is decided (RFC 6585, 3)."""

import re
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.agents import noms_des_agents
from app.depots.tables import acte_instruction
from app.instruction.queries import Instruite
from app.instruction.refus import Acte, InstructionPerimee, PreconditionRequise
from app.kit.web.headers import ENTETE_MAX, FORME_ETIQUETTES
from app.kit.web.problems import EnTeteInvalide

_ETIQUETTES: Final = re.compile(FORME_ETIQUETTES)
_VERSION: Final = re.compile(r'"(\d{1,18})"')
ACTES_DITS: Final = 50
_DEPUIS: Final = (
    select(acte_instruction)
    .where(acte_instruction.c.candidature_id == bindparam("id"))
    .where(acte_instruction.c.version > bindparam("depuis"))
    .order_by(acte_instruction.c.version.desc())
    .limit(ACTES_DITS)
)


def etiquette(version: int) -> str:
    """The value of `ETag` for a version."""
    return f'"{version}"'


async def exiger_version(
    connexion: AsyncConnection, lue: Instruite, si_version: str | None
) -> None:
    """Raise `PreconditionRequise` without `If-Match`, else what `verifier_version` raises."""
    if si_version is None:
        raise PreconditionRequise
    await verifier_version(connexion, lue, si_version)


async def verifier_version(
    connexion: AsyncConnection, lue: Instruite, si_version: str | None
) -> None:
    """Raise `InstructionPerimee` unless `If-Match` is absent, `*`, or names the version.

    It tells what was done since the version that the header names, and by whom: the last 50 acts.
    Raises `EnTeteInvalide` for a malformed header.
    """
    if si_version is None:
        return
    connues = versions_dites(si_version)
    if connues is None or lue.version in connues:
        return
    raise InstructionPerimee(
        entetes={"ETag": etiquette(lue.version)},
        version=lue.version,
        changements=await _actes(connexion, lue, max(connues, default=0)),
    )


def versions_dites(si_version: str | None) -> list[int] | None:
    """Those that `If-Match` names; None for `*`, which any version is.

    Raises `PreconditionRequise` without it, `EnTeteInvalide` for a malformed one.
    """
    if si_version is None:
        raise PreconditionRequise
    si_version = si_version.strip()
    if len(si_version) > ENTETE_MAX or not _ETIQUETTES.fullmatch(si_version):
        raise EnTeteInvalide('Une étiquette entre guillemets est attendue : "3".')
    if si_version == "*":
        return None
    return [int(version) for version in _VERSION.findall(si_version)]


async def _actes(connexion: AsyncConnection, lue: Instruite, depuis: int) -> list[Acte]:
    lignes = (await connexion.execute(_DEPUIS, {"id": lue.id, "depuis": depuis})).all()
    agents = await noms_des_agents(connexion, frozenset(a.agent for a in lignes if a.agent))
    return [Acte(a.version, a.genre, a.le, agents.get(a.agent)) for a in reversed(lignes)]
