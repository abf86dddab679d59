"""What is read of dossiers for who knows them by a number: of those that the caller may see."""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, case, cast, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from app.candidatures.tables import candidature, correction, evenement, piece_jointe
from app.decisions.tables import decision
from app.demarches_simplifiees.etats_de_ds import DECIDEE, PASSAGES
from app.demarches_simplifiees.tables import numero_de_ds
from app.depots.tables import MAJ_LE, depot, instruction
from app.exports.listes_exportees import liste, objet
from app.exports.queries import fichiers_du_depot
from app.instruction.queries import visibles

NUMERO: Final = numero_de_ds.c.numero
GROUPE: Final = func.coalesce(instruction.c.region_pilote, depot.c.region)
"""The region that leads, or the one that was chosen where people still have to say."""
_E: Final = evenement.c


def _motivation() -> ColumnElement[Any]:
    """Of the last decision, once it is published."""
    motivation = decision.c.contenu.op("->>")("motivation")
    dernieres = (
        select(motivation)
        .where(decision.c.candidature_id == candidature.c.id)
        .where(decision.c.publiee_le.is_not(None), decision.c.rapportee_le.is_(None))
    )
    derniere = dernieres.order_by(decision.c.rang.desc()).limit(1)
    return derniere.correlate(candidature).scalar_subquery()


def _correction() -> ColumnElement[Any]:
    """When the correction that is awaited was asked for."""
    siennes = select(correction.c.demandee_le).where(
        *(correction.c.candidature_id == candidature.c.id, correction.c.issue.is_(None)),
        candidature.c.correction_jusqu_au.is_not(None),
    )
    derniere = siennes.order_by(correction.c.rang.desc()).limit(1)
    return derniere.correlate(candidature).scalar_subquery()


def _passages() -> ColumnElement[Any]:
    """What DS calls treatments: where a dossier went, and when; of a decision, its sense."""
    sens = _E.details.op("->>")("sens")
    genre = case((_E.genre == DECIDEE, sens), else_=_E.genre)
    siens = select(evenement).where(
        _E.candidature_id == candidature.c.id, _E.genre.in_([*PASSAGES, DECIDEE])
    )
    return cast(liste(siens, objet(_E.le, genre=genre), _E.id).scalar_subquery(), Text)


_COLONNES: Final = (
    *(NUMERO, candidature.c.id, candidature.c.etat, MAJ_LE.label("maj_le")),
    *(candidature.c.courriel, _correction().label("correction_demandee_le")),
    *(instruction.c.recu_le, GROUPE.label("groupe"), depot.c.instantane),
    _motivation().label("motivation"),
    _passages().label("passages"),
    cast(fichiers_du_depot(piece_jointe.c.jointe_le), Text).label("pieces"),
)


def numerotes(
    regions: Collection[str] | None, *colonnes: ColumnElement[Any]
) -> Select[*tuple[Any, ...]]:
    """The statement of these columns of those that these regions show (None for all), and of their
    numbers."""
    siens = numero_de_ds.c.candidature_id == candidature.c.id
    return visibles(regions, *colonnes).join(numero_de_ds, siens)


def dossiers(
    regions: Collection[str] | None, *conditions: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    """The statement of what is told of those that are so."""
    return numerotes(regions, *_COLONNES).where(*conditions)


async def numeroter(connexion: AsyncConnection) -> None:
    """Give a number to all that was deposited and has none, in the order of the deposits."""
    donnes = exists().where(numero_de_ds.c.candidature_id == instruction.c.candidature_id)
    sans = select(instruction.c.candidature_id).where(~donnes)
    ordonnees = sans.order_by(instruction.c.recu_le, instruction.c.candidature_id)
    donner = insert(numero_de_ds).from_select(["candidature_id"], ordonnees)
    # Another request may give the same ones.
    await connexion.execute(donner.on_conflict_do_nothing())


async def manque_un_numero(connexion: AsyncConnection) -> bool:
    """Whether something was deposited that has no number yet."""
    donnes = exists().where(numero_de_ds.c.candidature_id == instruction.c.candidature_id)
    return bool(await connexion.scalar(select(exists().where(~donnes).select_from(instruction))))
