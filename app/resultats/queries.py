"""What is read of results: the file that is asked for, and what is published that none tells of."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Text, and_, bindparam, cast, exists, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from app.decisions.tables import decision, decision_diffusee
from app.depots.tables import depot, instruction
from app.resultats.tables import fichier_de_resultat, resultat

_DITE: Final = decision.outerjoin(
    decision_diffusee,
    and_(
        decision_diffusee.c.candidature_id == decision.c.candidature_id,
        decision_diffusee.c.rang == decision.c.rang,
    ),
)
# Published and told by no version; or taken back, and told to be granted.
_A_DIRE: Final = (
    decision.c.publiee_le.is_not(None),
    or_(
        decision_diffusee.c.rang.is_(None),
        and_(
            decision.c.rapportee_le.is_not(None),
            decision_diffusee.c.territoire.is_not(None),
            decision_diffusee.c.sortie.is_(None),
        ),
    ),
)
_VERSION: Final = bindparam("version", type_=Text)
_JOUR: Final = func.to_char(
    func.timezone("Europe/Paris", resultat.c.publie_le), literal("YYYY-MM-DD")
)
_VOULU: Final = (
    select(resultat.c.numero, resultat.c.publie_le, fichier_de_resultat.c.empreinte)
    .join(fichier_de_resultat, fichier_de_resultat.c.numero == resultat.c.numero)
    .where(fichier_de_resultat.c.nom == bindparam("nom", type_=Text))
    .where(or_(_VERSION.is_(None), cast(resultat.c.numero, Text) == _VERSION, _JOUR == _VERSION))
    .order_by(resultat.c.numero.desc())
    .limit(1)
    .subquery()
)
_TROUVER: Final = select(
    exists().select_from(_DITE).where(*_A_DIRE).label("en_retard"), _VOULU
).select_from(select(literal(1)).subquery().outerjoin(_VOULU, true()))


@dataclass(frozen=True, slots=True)
class FichierTrouve:
    """A file that is kept: its version, the instant of that, its SHA-256."""

    version: int
    publie_le: datetime
    empreinte: str


async def trouver(
    connexion: AsyncConnection, nom: str, version: str | None
) -> tuple[bool, FichierTrouve | None]:
    """Whether something is published that no version tells of; and a file, of the last version, of
    the one of this number, or of the last one of this day in Paris."""
    lue: Any = (await connexion.execute(_TROUVER, {"nom": nom, "version": version})).one()
    if lue.numero is None:
        return lue.en_retard, None
    return lue.en_retard, FichierTrouve(lue.numero, lue.publie_le, lue.empreinte.hex())


async def reste_a_dire(connexion: AsyncConnection, candidature: UUID) -> bool:
    """Whether something is published of a candidature that no version tells of."""
    sienne = decision.c.candidature_id == candidature
    return (
        await connexion.scalar(select(exists().select_from(_DITE).where(sienne, *_A_DIRE))) or False
    )


async def lire_le_contenu(connexion: AsyncConnection, nom: str, version: int) -> bytes:
    """What a file holds, compressed by gzip."""
    c = fichier_de_resultat.c
    enonce = select(c.contenu).where(c.numero == version, c.nom == nom)
    return (await connexion.execute(enonce)).scalar_one()


async def a_diffuser(connexion: AsyncConnection) -> Sequence[Any]:
    """The published decisions that versions do not tell of as they are; `dite`: one tells of it."""
    territoire = cast(decision.c.contenu.op("->")("territoire"), Text)
    # Of the deposit that was decided on: another one may have followed.
    type_perimetre = func.jsonb_extract_path_text(depot.c.instantane, "perimetre", "type_perimetre")
    decide = and_(
        depot.c.candidature_id == decision.c.candidature_id, depot.c.rang == decision.c.depot
    )
    enonce = (
        select(
            *(decision.c.candidature_id, decision.c.rang, decision.c.arretee_le),
            *(decision.c.publiee_le, decision.c.rapportee_le),
            # `null` where nothing is granted, absent from what tests write.
            func.nullif(territoire, "null").label("territoire"),
            *(depot.c.siret, type_perimetre.label("type_perimetre")),
            instruction.c.region_pilote,
            decision_diffusee.c.rang.is_not(None).label("dite"),
        )
        .select_from(_DITE)
        .join(instruction, instruction.c.candidature_id == decision.c.candidature_id)
        .join(depot, decide)
        .where(*_A_DIRE)
    )
    return (await connexion.execute(enonce)).all()


async def territoires_diffuses(connexion: AsyncConnection) -> list[str]:
    """Those that stand now, each as the JSON of a `TerritoireDiffuse`."""
    c = decision_diffusee.c
    enonce = select(c.territoire).where(c.territoire.is_not(None), c.sortie.is_(None))
    return [*await connexion.scalars(enonce.order_by(c.candidature_id))]


async def non_retenues_par_version(connexion: AsyncConnection) -> list[Counter[str | None]]:
    """How many candidatures were not granted anything by the first decision that was published, by
    region: those that each version adds, in order, but for the versions that add none."""
    c = decision_diffusee.c
    premieres = (
        select(c.candidature_id, c.region, c.territoire, c.entree)
        .ext(distinct_on(c.candidature_id))
        .order_by(c.candidature_id, c.rang)
        .subquery()
    )
    p = premieres.c
    enonce = (
        select(p.entree, p.region, func.count().label("nombre"))
        .where(p.territoire.is_(None))
        .group_by(p.entree, p.region)
    )
    versions = defaultdict[int, Counter[str | None]](Counter)
    for ligne in await connexion.execute(enonce.order_by(p.entree)):
        versions[ligne.entree][ligne.region] = ligne.nombre
    return [*versions.values()]


async def instants_des_versions(connexion: AsyncConnection) -> list[datetime]:
    """Those of all versions, by their numbers."""
    enonce = select(resultat.c.publie_le).order_by(resultat.c.numero)
    return [*await connexion.scalars(enonce)]
