"""Who is told of what the record holds: the feed, those who review."""

from typing import Any, Final

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Insert,
    Select,
    bindparam,
    func,
    insert,
    select,
)

from app.acces.droits import Role
from app.acces.tables import acces, portail_reference
from app.candidatures.tables import a_numeroter, a_signaler, evenement


def parametre(colonne: Any) -> BindParameter[Any]:
    """The parameter of a statement that is named as this column."""
    return bindparam(colonne.name, type_=colonne.type)


_PUBLIC: Final = {nom: parametre(a_numeroter.c[nom]) for nom in ("type", "le", "depot", "regions")}
_GENRE: Final = parametre(evenement.c.genre)
# By which the feed is told that something waits for its position (LISTEN).
A_NUMEROTER: Final = "ti_a_numeroter"


def annoncer(
    ecrite: CTE,
    consigne: Insert,
    *,
    publie: bool,
    signale: bool,
    type_: ColumnElement[str] = _PUBLIC["type"],
) -> Insert:
    """The statement that writes events, and tells the feed and the reviewers of them.

    `ecrite` gives `id`, `version`, `etat` and `numero`.
    """
    if not (publie or signale):
        return consigne
    consignee = consigne.returning(evenement.c.id, evenement.c.candidature_id).cte("consignee")
    signalement = _signalement_de(ecrite, consignee)
    if not publie:
        return signalement
    annonce = _annonce_de(ecrite, consignee, type_)
    return annonce.add_cte(signalement.cte("signalee")) if signale else annonce


def _signalement_de(ecrite: CTE, consignee: CTE) -> Insert:
    """What reviewers are to be told of it."""
    valeurs = {
        "evenement_id": consignee.c.id,
        "candidature_id": ecrite.c.id,
        "genre": _GENRE,
        "le": parametre(evenement.c.le),
        "agent": parametre(a_signaler.c.agent),
    }
    source = select(*valeurs.values()).join_from(ecrite, consignee, _sien(ecrite, consignee))
    return insert(a_signaler).from_select([*valeurs], source)


def _sien(ecrite: CTE, consignee: CTE) -> ColumnElement[bool]:
    return consignee.c.candidature_id == ecrite.c.id


def _annonce_de(ecrite: CTE, consignee: CTE, type_: ColumnElement[str]) -> Insert:
    """What the feed will publish of it; whoever gives positions is told."""
    valeurs = {
        "evenement_id": consignee.c.id,
        "candidature_id": ecrite.c.id,
        "etat": ecrite.c.etat,
        "numero": ecrite.c.numero,
        "version": ecrite.c.version,
        "portail": _du_portail(ecrite, select(acces.c.empreinte)),
        "reference": _du_portail(
            ecrite,
            select(portail_reference.c.reference).join(
                acces, acces.c.candidature_id == portail_reference.c.candidature_id
            ),
        ),
        **_PUBLIC,
        "type": type_,
    }
    source = select(*valeurs.values()).join_from(ecrite, consignee, _sien(ecrite, consignee))
    annonce = insert(a_numeroter).from_select([*valeurs], source)
    return annonce.returning(func.pg_notify(A_NUMEROTER, ""))


def _du_portail(ecrite: CTE, lu: Select[Any]) -> Any:
    """Of the portal that holds this candidature, if one does."""
    le_sien = acces.c.candidature_id == ecrite.c.id, acces.c.role == Role.PORTAIL.value
    return lu.where(*le_sien).limit(1).correlate(ecrite).scalar_subquery()
