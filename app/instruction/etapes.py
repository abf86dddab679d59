"""Where a deposited candidature stands: its state, and the step that follows from what is open."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    and_,
    case,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
)

from app.candidatures.etats import Acte, Etat
from app.candidatures.tables import candidature
from app.depots.tables import instruction
from app.instruction.queries import ecrit
from app.instruction.tables import proposition
from app.kit.glossary import decrit, nomme

if TYPE_CHECKING:
    EtatDepose = Etat
else:
    EtatDepose = decrit("Où en est une candidature déposée.")(
        StrEnum(
            "EtatDepose", {etat.name: etat.value for etat in Etat if etat.montree}, module=__name__
        )
    )
    nomme(**{etat.value: etat.mots.capitalize() for etat in Etat if etat.montree})(EtatDepose)


@decrit("Où en est l'instruction d'un dossier ; cela se déduit de ce qui y a été fait.")
@nomme(
    a_prendre="À prendre en instruction",
    en_cours="En cours d'instruction",
    en_correction="En attente d'une correction",
    proposee="Décision proposée",
    arretee="Décision arrêtée",
    publiee="Décision publiée",
    retiree="Retirée",
)
class Etape(StrEnum):
    """Where a dossier stands among reviewers; derived, never stored."""

    A_PRENDRE = "a_prendre"
    EN_COURS = "en_cours"
    EN_CORRECTION = "en_correction"
    PROPOSEE = "proposee"
    ARRETEE = "arretee"
    PUBLIEE = "publiee"
    RETIREE = "retiree"


@dataclass(frozen=True, slots=True)
class _Regle:
    """The step of these states; with `en_correction`, `proposee` or `arretee`, only where a
    correction is open, or a decision proposed, or sealed, or is not.
    """

    etats: frozenset[Etat]
    en_correction: bool | None = None
    proposee: bool | None = None
    arretee: bool | None = None


_INSTRUITES: Final = frozenset(etat for etat in Etat if etat.permet(Acte.PROPOSER))
_REGLES: Final = {
    Etape.A_PRENDRE: _Regle(frozenset(etat for etat in Etat if etat.permet(Acte.PRENDRE))),
    Etape.EN_COURS: _Regle(_INSTRUITES, en_correction=False, proposee=False, arretee=False),
    Etape.EN_CORRECTION: _Regle(_INSTRUITES, en_correction=True, arretee=False),
    Etape.PROPOSEE: _Regle(_INSTRUITES, en_correction=False, proposee=True, arretee=False),
    Etape.ARRETEE: _Regle(_INSTRUITES, arretee=True),
    Etape.PUBLIEE: _Regle(frozenset(etat for etat in Etat if etat.decidee)),
    Etape.RETIREE: _Regle(frozenset(e for e in Etat if e.montree and not e.concourt)),
}


def etape_de(etat: Etat, *, en_correction: bool, proposee: bool, arretee: bool) -> Etape:
    """The step that follows from the state and from what is open."""
    return next(
        etape
        for etape, regle in _REGLES.items()
        if etat in regle.etats
        and regle.en_correction in (None, en_correction)
        and regle.proposee in (None, proposee)
        and regle.arretee in (None, arretee)
    )


def aux_etapes(etapes: Collection[Etape], le: datetime) -> ColumnElement[bool]:
    """Whether a dossier is at one of these steps, at this instant."""
    return or_(*(_a_l_etape(_REGLES[etape], le) for etape in etapes))


def etape_du_dossier(le: datetime) -> ColumnElement[str]:
    """The step of a dossier at this instant."""
    return case(*((_a_l_etape(regle, le), etape.value) for etape, regle in _REGLES.items()))


def _a_l_etape(regle: _Regle, le: datetime) -> ColumnElement[bool]:
    a_l_etape: list[ColumnElement[bool]] = [
        candidature.c.etat.in_(ecrit(sorted(etat.value for etat in regle.etats)))
    ]
    if regle.en_correction is not None:
        ouverte = correction_ouverte(le)
        a_l_etape.append(ouverte if regle.en_correction else ~ouverte)
    if regle.proposee is not None:
        proposee = decision_proposee()
        a_l_etape.append(proposee if regle.proposee else ~proposee)
    if regle.arretee is not None:
        arretee = instruction.c.arretee_le.is_not(None)
        a_l_etape.append(arretee if regle.arretee else ~arretee)
    return and_(*a_l_etape)


def correction_ouverte(le: datetime) -> ColumnElement[bool]:
    """Whether a correction is open at this instant."""
    return func.coalesce(candidature.c.correction_jusqu_au > le, false())


def sens_propose(candidature_id: ColumnElement[UUID]) -> ScalarSelect[str]:
    """What is proposed of a dossier as things stand; null where nothing is, or no more."""
    c = proposition.c
    return (
        select(case((c.retiree_le.is_(None), c.sens)))
        .where(c.candidature_id == candidature_id)
        .order_by(c.version.desc())
        .limit(literal_column("1"))
        .scalar_subquery()
    )


_SUIVANTE: Final = proposition.alias("suivante")


def decision_proposee(sens: Collection[str] | None = None) -> ColumnElement[bool]:
    """Whether a decision is proposed of a dossier as things stand: one of these, if given."""
    dit = true() if sens is None else proposition.c.sens.in_(ecrit(sorted(sens)))
    return exists().where(
        proposition.c.candidature_id == instruction.c.candidature_id,
        proposition.c.retiree_le.is_(None),
        dit,
        ~exists().where(
            _SUIVANTE.c.candidature_id == proposition.c.candidature_id,
            _SUIVANTE.c.version > proposition.c.version,
        ),
    )
