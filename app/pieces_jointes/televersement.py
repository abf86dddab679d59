"""The act of attaching a file to a draft, under a `rubrique` of the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.candidatures.evenements import EvenementPieceJointe, EvenementPieceRefusee
from app.candidatures.journal import consigner
from app.candidatures.queries import Candidature, ouvrir
from app.candidatures.tables import piece_jointe
from app.formulaire.choix import Rubrique
from app.kit.files.upload import Envoi
from app.kit.services import Services
from app.kit.web.problems import RequeteInvalide
from app.pieces_jointes.antivirus import ANALYSER
from app.pieces_jointes.recevoir import Recu, recevoir
from app.pieces_jointes.refus import TropDePieces
from app.pieces_jointes.representation import PieceJointe

# Files in all, those that former deposits keep included, for each that may be attached.
AVEC_LES_GARDEES: Final = 5


async def verifier_place(
    connexion: AsyncConnection, services: Services, lue: Candidature, arrivee: datetime
) -> None:
    """Raise unless this candidature takes another file now.

    `EtatIncompatible`, `CampagneFermee`, `CorrectionClose`, `TropDePieces`.
    """
    lue.verifier_modifiable(arrivee, services.settings)
    jointe = piece_jointe.c.retiree_le.is_(None)
    comptes = select(func.count().filter(jointe), func.count()).where(
        piece_jointe.c.candidature_id == lue.id
    )
    jointes, toutes = (await connexion.execute(comptes)).one()
    maximum = services.settings.pieces_max
    if jointes >= maximum:
        raise TropDePieces(f"Une candidature compte au plus {maximum} fichiers.", maximum=maximum)
    if toutes >= (avec_les_gardees := maximum * AVEC_LES_GARDEES):
        raise TropDePieces(
            f"Une candidature et ses dépôts comptent au plus {avec_les_gardees} fichiers, ceux que "
            "d'anciens dépôts gardent compris : redéposez avec ceux qui sont joints.",
            maximum=avec_les_gardees,
        )


@dataclass(slots=True)
class _Brouillon:
    """A draft, as what takes a file."""

    services: Services
    id: UUID
    appelant: Appelant
    arrivee: datetime
    analyse: str = ANALYSER
    rubrique: Rubrique = field(init=False)

    async def verifier(self, connexion: AsyncConnection) -> None:
        lue = await ouvrir(connexion, self.id, self.appelant)
        await verifier_place(connexion, self.services, lue, self.arrivee)

    def lire(self, textes: Mapping[str, str]) -> None:
        inconnus = textes.keys() - {"rubrique"}
        if inconnus:
            raise RequeteInvalide(f"Champ inconnu : « {min(inconnus)} ».")
        try:
            self.rubrique = Rubrique(textes.get("rubrique", ""))
        except ValueError:
            choix = ", ".join(rubrique.value for rubrique in Rubrique)
            raise RequeteInvalide(f"Le champ « rubrique » attend l'un de : {choix}.") from None

    async def denoncer(self, connexion: AsyncConnection, recu: Recu, virus: str) -> None:
        lue = await ouvrir(connexion, self.id, self.appelant, verrou=True)
        refus = EvenementPieceRefusee(self.piece(recu).detail_du_virus(virus))
        await consigner(connexion, self.id, refus, lue.auteur(self.appelant), self.arrivee)

    async def inscrire(self, connexion: AsyncConnection, recu: Recu) -> None:
        piece = self.piece(recu)
        lue = await ouvrir(connexion, self.id, self.appelant, verrou=True)
        await verifier_place(connexion, self.services, lue, self.arrivee)
        if lue.a_corriger:
            lue.a_corriger.verifier_ajout(piece.rubrique, piece.nom, piece.empreinte)
        sienne = {"candidature_id": self.id, "rubrique": self.rubrique.value, "crc32": recu.crc32}
        await connexion.execute(insert(piece_jointe).values(**sienne, **recu.colonnes()))
        jointe = EvenementPieceJointe(piece.detail())
        await consigner(connexion, self.id, jointe, lue.auteur(self.appelant), self.arrivee)

    def piece(self, recu: Recu) -> PieceJointe:
        return PieceJointe(
            id=recu.id,
            rubrique=self.rubrique,
            nom=recu.nom,
            type=recu.type,
            taille=recu.taille,
            empreinte=recu.empreinte.hex(),
            jointe_le=recu.le,
            antivirus=recu.antivirus,
        )


async def joindre(
    services: Services, id: UUID, appelant: Appelant, envoi: Envoi, arrivee: datetime
) -> PieceJointe:
    """Attach a file under the `rubrique` sent with it.

    Raises what `verifier_place` and `recevoir` raise, `Introuvable`, `HorsCorrection`.
    """
    brouillon = _Brouillon(services, id, appelant, arrivee)
    return brouillon.piece(await recevoir(services, brouillon, envoi, arrivee))
