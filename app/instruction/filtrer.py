"""What each filter of the list asks of the database, and of whom it is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, false, func, or_
from sqlalchemy.dialects.postgresql import array

from app.candidatures.correction import IssueCorrection
from app.candidatures.tables import correction, piece_jointe
from app.depots.tables import depot, instruction
from app.instruction.etapes import decision_proposee
from app.instruction.proposition import Sens
from app.instruction.queries import ecrit, tableau
from app.instruction.secret import sens_montre
from app.instruction.tables import affectation
from app.kit.glossary import decrit

MOI: Final = "moi"
PERSONNE: Final = "personne"

Condition = ColumnElement[bool]


class Regard(NamedTuple):
    """Who of the directory looks at the list, when, and whether they decide."""

    moi: UUID
    le: datetime
    decide: bool


@dataclass(frozen=True, slots=True)
class Filtre:
    """What a filter asks of a row of `visibles`, of its value and who asks (of the directory)."""

    condition: Callable[[Any, Regard], Condition]


@decrit("Le sens de la décision proposée ; `aucune` : rien n'est proposé.")
class SensPropose(StrEnum):
    """What is proposed of a dossier, nothing included."""

    ACCEPTEE = Sens.ACCEPTEE.value
    REFUSEE = Sens.REFUSEE.value
    SANS_SUITE = Sens.SANS_SUITE.value
    AUCUNE = "aucune"


@decrit("Où en est la dernière correction demandée.")
class CorrectionCherchee(StrEnum):
    """What became of the last correction asked for."""

    OUVERTE = "ouverte"
    EXPIREE = IssueCorrection.EXPIREE.value
    REPONDUE = IssueCorrection.REPONDUE.value


@decrit("Ce que l'antivirus dit d'un fichier qui retient l'attention.")
class PiecesCherchees(StrEnum):
    """What the antivirus says of a file that somebody has to look at."""

    EN_ATTENTE = "en_attente"
    INFECTE = "infecte"


def parmi(colonne: ColumnElement[str]) -> Filtre:
    """Whether a column is one of these."""
    return Filtre(lambda valeurs, _: colonne.in_(ecrit([str(valeur) for valeur in valeurs])))


def un_de(colonne: ColumnElement[Any]) -> Filtre:
    """Whether a column that holds an array has one of these."""
    return Filtre(lambda valeurs, _: colonne.overlap(tableau({str(valeur) for valeur in valeurs})))


def est_affectee(voulus: Sequence[str], regard: Regard) -> Condition:
    """Whether one of these agents is in charge, or nobody."""
    chargee = affectation.c.candidature_id == instruction.c.candidature_id
    ids = [str(regard.moi) if voulu == MOI else voulu for voulu in voulus if voulu != PERSONNE]
    des_agents = (exists().where(chargee, affectation.c.agent == UUID(id)) for id in ids)
    a_personne = [~exists().where(chargee)] if PERSONNE in voulus else []
    return or_(*des_agents, *a_personne)


def porte(ids: Sequence[str]) -> Condition:
    """Whether a dossier has one of these labels."""
    nommees = array([ecrit(UUID(id)) for id in sorted(set(ids))])
    return instruction.c.etiquettes.overlap(nommees)


def est_proposee(voulus: Sequence[SensPropose], regard: Regard) -> Condition:
    """Whether one of these is proposed, or nothing; never of what is kept from who asks."""
    sens = [voulu.value for voulu in voulus if voulu is not SensPropose.AUCUNE]
    rien = [~decision_proposee()] if SensPropose.AUCUNE in voulus else []
    propose = or_(*rien, decision_proposee(sens) if sens else false())
    return and_(sens_montre(decide=regard.decide), propose)


def est_du_lot(ids: Sequence[str], regard: Regard) -> Condition:
    """Whether its decision was sealed in one of these lots, which who does not decide is told once
    it is no secret any more.
    """
    lots = [UUID(id) for id in sorted(set(ids))]
    return and_(sens_montre(decide=regard.decide), instruction.c.lot.in_(ecrit(lots)))


_SUIVANTE: Final = correction.alias("correction_suivante")


def est_corrigee(voulues: Sequence[CorrectionCherchee], regard: Regard) -> Condition:
    """Whether the last correction asked for is open, has expired, or was answered.

    Its instant says so from then on; the job that writes it down comes later.
    """
    c = correction.c
    sans_issue = c.issue.is_(None)
    selon = {
        CorrectionCherchee.OUVERTE: and_(sans_issue, c.jusqu_au > regard.le),
        CorrectionCherchee.EXPIREE: or_(
            c.issue == ecrit(IssueCorrection.EXPIREE.value),
            and_(sans_issue, c.jusqu_au <= regard.le),
        ),
        CorrectionCherchee.REPONDUE: c.issue == ecrit(IssueCorrection.REPONDUE.value),
    }
    return exists().where(
        c.candidature_id == instruction.c.candidature_id,
        or_(*(selon[voulue] for voulue in voulues)),
        ~exists().where(_SUIVANTE.c.candidature_id == c.candidature_id, _SUIVANTE.c.rang > c.rang),
    )


_DEPOSEES: Final = depot.alias("depot_des_pieces")


def a_des_pieces(voulues: Sequence[PiecesCherchees], _: Regard) -> Condition:
    """Whether a file of the deposit is so, whatever was added since."""
    nommee = func.jsonb_build_array(func.jsonb_build_object("id", piece_jointe.c.id))
    return exists().where(
        piece_jointe.c.candidature_id == instruction.c.candidature_id,
        piece_jointe.c.antivirus.in_(ecrit([voulue.value for voulue in voulues])),
        _DEPOSEES.c.candidature_id == instruction.c.candidature_id,
        _DEPOSEES.c.rang == instruction.c.rang,
        _DEPOSEES.c.pieces.op("@>")(nommee),
    )
