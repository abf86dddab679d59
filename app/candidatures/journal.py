"""The record: events that are appended, never rewritten, each sealed with those before it.

The seal (SHA-256, by the function `sceau` of the database) covers the seal of the event before and
every column of this one; `candidature.chaine` keeps the last. `app/candidatures/controle.py` checks
it all without trusting that function.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Insert,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import FromClause

from app.acces.appelant import INSTRUCTION, Auteur
from app.candidatures.annoncer import annoncer, parametre
from app.candidatures.genres import Genre, Public
from app.candidatures.tables import candidature, evenement

_GENRE: Final = parametre(evenement.c.genre)
_QUI: Final = {nom: parametre(evenement.c[nom]) for nom in ("le", "acces_id", "auteur", "origine")}
_DETAILS: Final = parametre(evenement.c.details)


def sceau(
    avant: Any,
    id: Any,
    version: Any,
    genre: ColumnElement[str] = _GENRE,
    details: ColumnElement[Any] = _DETAILS,
) -> ColumnElement[bytes]:
    """The seal of an event whose other columns are the parameters of the statement."""
    return func.sceau(
        avant, id, genre, *_QUI.values(), version, details, type_=evenement.c.empreinte.type
    )


def evenement_de(
    ecrite: FromClause,
    genre: ColumnElement[str] = _GENRE,
    details: ColumnElement[Any] = _DETAILS,
) -> Insert:
    """The event of each candidature that the same statement has just written, seal included.

    `ecrite` gives `id`, `version` and `chaine`.
    """
    return insert(evenement).from_select(
        ["candidature_id", "version", "empreinte", "genre", *_QUI, "details"],
        select(ecrite.c.id, ecrite.c.version, ecrite.c.chaine, genre, *_QUI.values(), details),
    )


def parametres(auteur: Auteur, le: datetime, details: str) -> dict[str, Any]:
    """The parameters of `sceau` and `evenement_de`, the kind of event apart."""
    return {
        "le": le,
        "acces_id": auteur.acces_id,
        "auteur": auteur.role,
        "origine": auteur.origine,
        "details": details,
    }


@cache
def _consigner(colonnes: tuple[str, ...], *, publie: bool, signale: bool) -> Insert:
    """The statement that writes these columns of a candidature as well, from `vers_…`."""
    c = candidature.c
    ecrite = (
        update(candidature)
        .where(c.id == bindparam("ici"))
        .values(
            revision=c.revision + 1,
            chaine=sceau(c.chaine, c.id, c.version),
            **{nom: bindparam(f"vers_{nom}", type_=c[nom].type) for nom in colonnes},
        )
        .returning(c.id, c.version, c.chaine, c.etat, c.numero)
        .cte("ecrite")
    )
    return annoncer(ecrite, evenement_de(ecrite), publie=publie, signale=signale)


async def consigner(
    connexion: AsyncConnection,
    id: UUID,
    evenement: Genre,
    auteur: Auteur,
    le: datetime,
    **colonnes: Any,
) -> None:
    """Append an event to the record of a candidature, and write what else changes in its row.

    Its `revision` moves on, so that what was remembered of it is read again. An event that is
    published gets its position in the feed once this commits; one that reviewers see, its place
    among their news.
    """
    valeurs = _valeurs(id, evenement, auteur, le)
    valeurs |= {f"vers_{nom}": valeur for nom, valeur in colonnes.items()}
    if type_ := evenement.nom_publie:
        situation = evenement.situation
        valeurs |= {
            "type": type_,
            "depot": situation and situation.depot,
            "regions": situation and list(situation.regions),
        }
    signale = Public.INSTRUCTION in evenement.vu_par
    enonce = _consigner(tuple(colonnes), publie=type_ is not None, signale=signale)
    await connexion.execute(enonce, valeurs)


async def consigner_toutes(
    connexion: AsyncConnection,
    evenements: Iterable[tuple[UUID, Genre]],
    auteur: Auteur,
    le: datetime,
) -> None:
    """The same of many at once, of events that reviewers alone see; one may have several."""
    valeurs = [_valeurs(id, evenement, auteur, le) for id, evenement in evenements]
    await connexion.execute(_consigner((), publie=False, signale=True), valeurs)


def _valeurs(id: UUID, evenement: Genre, auteur: Auteur, le: datetime) -> dict[str, Any]:
    agent = auteur.acces_id if auteur.role == INSTRUCTION else None
    return {
        "ici": id,
        "genre": evenement.genre,
        **parametres(auteur, le, evenement.texte()),
        **({"agent": agent} if Public.INSTRUCTION in evenement.vu_par else {}),
    }
