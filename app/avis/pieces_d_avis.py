"""The files of who is consulted: named by an answer, listed before it, found."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from app.avis.refus import FichierDAvisInfecte
from app.avis.reponse import PieceDAvis
from app.candidatures.tables import Antivirus
from app.kit.web.problems import Introuvable, ParametreRefuse, RequeteInvalide
from app.pieces_jointes.refus import AnalyseEnAttente
from app.pieces_jointes.tables import piece_avis

_C: Final = piece_avis.c
_A_ENVOYER: Final = (
    select(piece_avis)
    .where(_C.avis_id == bindparam("avis"), _C.envoi.is_(None))
    .order_by(_C.jointe_le, _C.id)
)


class Pieces(dict[UUID, PieceDAvis]):
    """Files by their id."""

    def de(self, ids: Sequence[UUID]) -> list[PieceDAvis]:
        """Those of an answer, as it names them."""
        return [self[id] for id in ids]


async def pieces_nommees(connexion: AsyncConnection, ids: Collection[UUID]) -> Pieces:
    """These files, which answers name."""
    if not ids:
        return Pieces()
    lignes = await connexion.execute(select(piece_avis).where(_C.id.in_(ids)))
    return Pieces((ligne["id"], PieceDAvis.lue(ligne)) for ligne in lignes.mappings())


async def pieces_a_envoyer(connexion: AsyncConnection, avis: UUID) -> list[PieceDAvis]:
    """Those that wait for an answer to an opinion, in the order they came."""
    lignes = await connexion.execute(_A_ENVOYER, {"avis": avis})
    return [PieceDAvis.lue(ligne) for ligne in lignes.mappings()]


async def verifier_nommees(
    connexion: AsyncConnection, avis: UUID, ids: Sequence[UUID]
) -> list[PieceDAvis]:
    """The files that an answer to an opinion, which is locked, would take.

    Raises `RequeteInvalide` for one that is not among its files, `FichierDAvisInfecte`.
    """
    if not ids:
        return []
    siennes = select(piece_avis).where(_C.avis_id == avis, _C.id.in_(ids))
    lignes = (await connexion.execute(siennes)).mappings().all()
    if len(lignes) < len(ids):
        faute = ParametreRefuse("body", "/pieces", "piece_inconnue")
        raise RequeteInvalide(
            "Un de ces fichiers n'a pas été envoyé pour cet avis, ou est nommé deux fois.",
            parametres=[faute],
        )
    pieces = Pieces((ligne["id"], PieceDAvis.lue(ligne)) for ligne in lignes).de(ids)
    if infectees := [une.id for une in pieces if une.antivirus is Antivirus.INFECTE]:
        raise FichierDAvisInfecte(pieces=infectees)
    return pieces


async def emporter(connexion: AsyncConnection, ids: Sequence[UUID], envoi: int) -> None:
    """Say which answer was the first to take these files."""
    if ids:
        siennes = update(piece_avis).where(_C.id.in_(ids), _C.envoi.is_(None))
        await connexion.execute(siennes.values(envoi=envoi))


async def trouver_la_sienne(connexion: AsyncConnection, avis: UUID, id: UUID) -> PieceDAvis:
    """A file of an opinion, for who sent it; raises `Introuvable`, `FichierDAvisInfecte`."""
    return await _trouver(connexion, _C.avis_id == avis, _C.id == id)


async def trouver_envoyee(connexion: AsyncConnection, de: UUID, avis: UUID, id: UUID) -> PieceDAvis:
    """A file that went with an answer about a candidature, for who reviews it.

    Raises `Introuvable`, `FichierDAvisInfecte`, `AnalyseEnAttente`.
    """
    sienne = _C.candidature_id == de, _C.avis_id == avis, _C.id == id
    trouvee = await _trouver(connexion, *sienne, _C.envoi.is_not(None))
    if trouvee.antivirus is Antivirus.EN_ATTENTE:
        raise AnalyseEnAttente
    return trouvee


async def _trouver(connexion: AsyncConnection, *ici: ColumnElement[bool]) -> PieceDAvis:
    lignes = await connexion.execute(select(piece_avis).where(*ici))
    if (ligne := lignes.mappings().one_or_none()) is None:
        raise Introuvable
    trouvee = PieceDAvis.lue(ligne)
    if trouvee.antivirus is Antivirus.INFECTE:
        raise FichierDAvisInfecte(pieces=[trouvee.id])
    return trouvee
