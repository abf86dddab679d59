"""The acts of who is consulted on their files: send one for an answer to come, take it back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import AVIS, Appelant, Auteur
from app.avis.pieces_d_avis import pieces_a_envoyer
from app.avis.queries import AvisOuvert, encore_garde, ouvrir_avis, ouvrir_pour_repondre
from app.avis.refus import FichierDejaEnvoye
from app.avis.reponse import FICHIERS_MAX, PieceDAvis
from app.candidatures.details import DetailFichierInfecte
from app.candidatures.evenements_avis import EvenementAvisInfecte
from app.candidatures.journal import consigner
from app.kit.files.upload import Envoi
from app.kit.services import Services
from app.kit.web.problems import Introuvable, RequeteInvalide
from app.pieces_jointes.antivirus import ANALYSER_D_AVIS
from app.pieces_jointes.destruction import detruire, detruire_avec
from app.pieces_jointes.recevoir import Recu, recevoir
from app.pieces_jointes.refus import TropDePieces
from app.pieces_jointes.tables import piece_avis


@dataclass(slots=True)
class _Reponse:
    """An answer that is being prepared, as what takes a file; `id` is known once it is opened."""

    appelant: Appelant
    arrivee: datetime
    id: UUID = field(init=False)
    analyse: str = ANALYSER_D_AVIS

    async def verifier(self, connexion: AsyncConnection) -> None:
        self.id = (await self._ouvrir(connexion, verrou=False)).candidature_id

    def lire(self, textes: Mapping[str, str]) -> None:
        if textes:
            raise RequeteInvalide(f"Champ inconnu : « {min(textes)} ».")

    async def denoncer(self, connexion: AsyncConnection, recu: Recu, virus: str) -> None:
        lu = await ouvrir_avis(connexion, self.appelant, self.arrivee, verrou=True)
        detail = DetailFichierInfecte(recu.id, recu.taille, recu.empreinte.hex(), virus)
        auteur = Auteur(AVIS, lu.id, self.appelant.origine)
        fait = EvenementAvisInfecte(detail)
        await consigner(connexion, lu.candidature_id, fait, auteur, self.arrivee)

    async def inscrire(self, connexion: AsyncConnection, recu: Recu) -> None:
        lu = await self._ouvrir(connexion, verrou=True)
        sienne = {"candidature_id": lu.candidature_id, "avis_id": lu.id}
        await connexion.execute(insert(piece_avis).values(**sienne, **recu.colonnes()))

    async def _ouvrir(self, connexion: AsyncConnection, *, verrou: bool) -> AvisOuvert:
        lu = await ouvrir_pour_repondre(connexion, self.appelant, self.arrivee, verrou=verrou)
        if len(await pieces_a_envoyer(connexion, lu.id)) >= FICHIERS_MAX:
            raise TropDePieces(maximum=FICHIERS_MAX)
        return lu


async def joindre_a_l_avis(
    services: Services, appelant: Appelant, envoi: Envoi, arrivee: datetime
) -> PieceDAvis:
    """Take a file that an answer will name.

    Raises what `recevoir` raises, `JetonRefuse`, `AvisClos`, `TropDePieces`.
    """
    recu = await recevoir(services, _Reponse(appelant, arrivee), envoi, arrivee)
    return PieceDAvis.lue(recu.colonnes())


async def retirer_de_l_avis(
    services: Services, appelant: Appelant, id: UUID, arrivee: datetime
) -> None:
    """Erase a file that no answer took; raises `JetonRefuse`, `AvisClos`, `Introuvable`,
    `FichierDejaEnvoye`.
    """
    c = piece_avis.c
    async with services.base.transaction() as connexion:
        lu = await ouvrir_pour_repondre(connexion, appelant, arrivee)
        sienne = c.avis_id == lu.id, c.id == id
        trouvees = (await connexion.execute(select(c.envoi).where(*sienne))).all()
        if not trouvees:
            raise Introuvable
        if trouvees[0].envoi is not None:
            raise FichierDejaEnvoye
        await connexion.execute(delete(piece_avis).where(*sienne))
    await detruire(services, [id])


async def oublier_les_jamais_envoyees(services: Services, le: datetime) -> None:
    """Erase files that no answer took, of opinions that are not open any more."""
    c = piece_avis.c
    perdues = delete(piece_avis).where(c.envoi.is_(None), ~encore_garde(c.avis_id, le))
    await detruire_avec(services, perdues.returning(c.id))
