"""The record: events that are appended, never rewritten, each sealed with those before it.

The seal (SHA-256, by the function `sceau` of the database) covers the seal of the event before and
every column of this one; `candidature.chaine` keeps the last. `app/candidatures/controle.py` checks
it all without trusting that function.
"""

from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BindParameter,
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

from app.acces.appelant import Auteur
from app.candidatures.evenements import Genre
from app.candidatures.tables import candidature, evenement


def _parametre(colonne: Any) -> BindParameter[Any]:
    return bindparam(colonne.name, type_=colonne.type)


_GENRE: Final = _parametre(evenement.c.genre)
_QUI: Final = {nom: _parametre(evenement.c[nom]) for nom in ("le", "acces_id", "auteur", "origine")}
_DETAILS: Final = _parametre(evenement.c.details)


def sceau(
    avant: Any, id: Any, version: Any, genre: ColumnElement[str] = _GENRE
) -> ColumnElement[bytes]:
    """The seal of an event whose other columns are the parameters of the statement."""
    return func.sceau(
        avant, id, genre, *_QUI.values(), version, _DETAILS, type_=evenement.c.empreinte.type
    )


def evenement_de(ecrite: FromClause, genre: ColumnElement[str] = _GENRE) -> Insert:
    """The event of a candidature that the same statement has just written, seal included.

    `ecrite` gives `id`, `version` and `chaine`.
    """
    return insert(evenement).from_select(
        ["candidature_id", "version", "empreinte", "genre", *_QUI, "details"],
        select(ecrite.c.id, ecrite.c.version, ecrite.c.chaine, genre, *_QUI.values(), _DETAILS),
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
def _consigner(colonnes: tuple[str, ...]) -> Insert:
    """The statement that writes these columns of a candidature as well, from `vers_…`."""
    ecrite = (
        update(candidature)
        .where(candidature.c.id == bindparam("ici"))
        .values(
            revision=candidature.c.revision + 1,
            chaine=sceau(candidature.c.chaine, candidature.c.id, candidature.c.version),
            **{nom: bindparam(f"vers_{nom}", type_=candidature.c[nom].type) for nom in colonnes},
        )
        .returning(candidature.c.id, candidature.c.version, candidature.c.chaine)
        .cte("ecrite")
    )
    return evenement_de(ecrite)


async def consigner(
    connexion: AsyncConnection,
    id: UUID,
    evenement: Genre,
    auteur: Auteur,
    le: datetime,
    **colonnes: Any,
) -> None:
    """Append an event to the record of a candidature, and write what else changes in its row.

    Its `revision` moves on, so that what was remembered of it is read again.
    """
    await connexion.execute(
        _consigner(tuple(colonnes)),
        {
            "ici": id,
            "genre": evenement.genre,
            **parametres(auteur, le, evenement.texte()),
            **{f"vers_{nom}": valeur for nom, valeur in colonnes.items()},
        },
    )
