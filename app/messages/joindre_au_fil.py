"""The act of sending a file for a message to come: a text is never lost for a file's sake."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.candidatures.details import DetailFichierInfecte
from app.candidatures.evenements_des_messages import EvenementMessageInfecte
from app.candidatures.journal import consigner
from app.kit.files.upload import Envoi
from app.kit.services import Services
from app.kit.web.problems import RequeteInvalide
from app.messages.entree import Entree, Entrer
from app.messages.fil_ouvert import exiger_ouvert
from app.messages.representation import PieceDeMessage
from app.pieces_jointes.antivirus import ANALYSER_DE_MESSAGE
from app.pieces_jointes.recevoir import Recu, recevoir
from app.pieces_jointes.refus import TropDePieces
from app.pieces_jointes.tables import piece_message

# Of one side, in all; of one person, in all, and those that wait for their message.
FICHIERS_MAX: Final = 100
PAR_PERSONNE: Final = 50
A_ENVOYER_MAX: Final = 10
_C: Final = piece_message.c
_SIEN: Final = _C.auteur == bindparam("auteur")
_COMPTER: Final = select(
    func.count(),
    func.count().filter(_SIEN),
    func.count().filter(_SIEN, _C.message.is_(None)),
).where(_C.candidature_id == bindparam("id"), _C.cote == bindparam("cote"))


@dataclass(slots=True)
class _Fil:
    """A thread, as what takes a file."""

    id: UUID
    appelant: Appelant
    entrer: Entrer
    arrivee: datetime
    analyse: str = ANALYSER_DE_MESSAGE

    async def verifier(self, connexion: AsyncConnection) -> None:
        await self._verifier_place(connexion, await self.entrer(connexion, False))

    def lire(self, textes: Mapping[str, str]) -> None:
        if textes:
            raise RequeteInvalide(f"Champ inconnu : « {min(textes)} ».")

    async def denoncer(self, connexion: AsyncConnection, recu: Recu, virus: str) -> None:
        entree = await self.entrer(connexion, True)
        detail = DetailFichierInfecte(recu.id, recu.taille, recu.empreinte.hex(), virus)
        fait = EvenementMessageInfecte(detail)
        await consigner(connexion, self.id, fait, entree.signe, self.arrivee)

    async def inscrire(self, connexion: AsyncConnection, recu: Recu) -> None:
        entree = await self.entrer(connexion, True)
        await self._verifier_place(connexion, entree)
        sienne = {"candidature_id": self.id, "cote": entree.cote.value, "auteur": entree.auteur}
        await connexion.execute(insert(piece_message).values(**sienne, **recu.colonnes()))

    async def _verifier_place(self, connexion: AsyncConnection, entree: Entree) -> None:
        await exiger_ouvert(connexion, self.id, entree.etat, self.arrivee)
        parametres = {"id": self.id, "cote": entree.cote.value, "auteur": entree.auteur}
        tous, siens, a_envoyer = (await connexion.execute(_COMPTER, parametres)).one()
        for comptes, maximum in ((tous, FICHIERS_MAX), (siens, PAR_PERSONNE)):
            if comptes >= maximum:
                raise TropDePieces(
                    f"D'un même côté, les messages comptent au plus {FICHIERS_MAX} fichiers, "
                    f"dont {PAR_PERSONNE} d'une même personne.",
                    maximum=maximum,
                )
        if a_envoyer >= A_ENVOYER_MAX:
            raise TropDePieces(
                f"{A_ENVOYER_MAX} fichiers attendent déjà leur message : envoyez-les, ou attendez "
                "un jour qu'ils soient oubliés.",
                maximum=A_ENVOYER_MAX,
            )


async def joindre_au_fil(
    services: Services,
    id: UUID,
    appelant: Appelant,
    entrer: Entrer,
    envoi: Envoi,
    arrivee: datetime,
) -> PieceDeMessage:
    """Take a file that a message will name, from whoever `entrer` lets in.

    Raises what `entrer` and `recevoir` raise, `EtatIncompatible`, `TropDePieces`.
    """
    recu = await recevoir(services, _Fil(id, appelant, entrer, arrivee), envoi, arrivee)
    return PieceDeMessage.lue(recu.colonnes())
