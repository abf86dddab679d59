"""What a deposit, or a withdrawal, makes of the correction that was asked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Auteur
from app.candidatures.correction import IssueCorrection
from app.candidatures.derniere_correction import EN_SUSPENS, DerniereCorrection
from app.candidatures.details import DetailCorrection
from app.candidatures.evenements_instruits import EvenementCorrectionRepondue
from app.candidatures.journal import consigner
from app.candidatures.tables import correction
from app.depots.accuse import PieceRecue
from app.depots.avancer import avancer
from app.depots.comparaison import comparer_pieces
from app.depots.figer import Fige
from app.depots.refus import DepotHorsCorrection
from app.formulaire.choix import Rubrique
from app.formulaire.ouverture import ou_se_rangent

_CLORE: Final = (
    update(correction)
    .where(correction.c.candidature_id == bindparam("ici"), EN_SUSPENS)
    .where(correction.c.rang == bindparam("du_rang"))
)


def verifier_reponse(
    demandee: DerniereCorrection, fige: Fige, pieces: Sequence[PieceRecue]
) -> None:
    """Raise `DepotHorsCorrection` if it changes more than what was asked; `pieces`: the files of
    the deposit that it would replace.
    """
    ailleurs = demandee.hors(fige.instantane)
    for changee in comparer_pieces(pieces, fige.pieces):
        rubrique = Rubrique(changee.rubrique)
        if not demandee.permet_fichiers(rubrique):
            ailleurs.append(ou_se_rangent(rubrique))
    if ailleurs:
        raise DepotHorsCorrection(pointeurs=[*dict.fromkeys(ailleurs)])


async def noter_la_reponse(
    connexion: AsyncConnection,
    id: UUID,
    demandee: DerniereCorrection,
    rang: int,
    auteur: Auteur,
    le: datetime,
) -> None:
    """Close the correction that the deposit of this rank answers, the one it is of if it changed
    nothing.
    """
    c = demandee.demandee
    await _clore(
        connexion,
        id,
        c.rang,
        close_le=le,
        issue=IssueCorrection.REPONDUE.value,
        depot_reponse=rang,
        sans_changement=rang == c.depot,
    )
    fait = EvenementCorrectionRepondue(DetailCorrection(c.rang, c.jusqu_au))
    await avancer(connexion, id, fait, le)
    await consigner(connexion, id, fait, auteur, le, correction_jusqu_au=None)


async def abandonner(
    connexion: AsyncConnection, id: UUID, demandee: DerniereCorrection, le: datetime
) -> None:
    """Close the correction of a candidature that is withdrawn, if it was still open."""
    c = demandee.demandee
    issue = IssueCorrection.ANNULEE if le < c.jusqu_au else IssueCorrection.EXPIREE
    await _clore(connexion, id, c.rang, close_le=min(le, c.jusqu_au), issue=issue.value)


async def _clore(connexion: AsyncConnection, id: UUID, rang: int, **vers: Any) -> None:
    await connexion.execute(_CLORE.values(**vers), {"ici": id, "du_rang": rang})
