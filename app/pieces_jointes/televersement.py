"""The act of attaching a file: as it comes to the store, judged, then named by a row."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final, NoReturn
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.candidatures.evenements import EvenementPieceJointe, EvenementPieceRefusee
from app.candidatures.journal import consigner
from app.candidatures.queries import Candidature, ouvrir
from app.candidatures.tables import Antivirus, candidature, piece_jointe
from app.formulaire.choix import Rubrique
from app.kit.files.upload import Envoi
from app.kit.logs import journal
from app.kit.services import Services
from app.kit.web.problems import RequeteInvalide
from app.pieces_jointes.antivirus import ANALYSER, a_la_porte
from app.pieces_jointes.jugement import juger
from app.pieces_jointes.noms import nettoyer_nom
from app.pieces_jointes.pieces import par_id
from app.pieces_jointes.refus import FichierRefuse, TropDePieces
from app.pieces_jointes.representation import PieceJointe
from app.pieces_jointes.verdict import MESSAGES, CodeRefus, ContenuRefuse, TypeFichier

# Files in all, those that former deposits keep included, for each that may be attached.
AVEC_LES_GARDEES: Final = 5


@dataclass(slots=True)
class _Mesure:
    """What passes by on its way to the store: its size in bytes, its SHA-256."""

    taille: int = 0
    empreinte: bytes = b""

    async def de(self, contenu: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        condense = sha256()
        async for morceau in contenu:
            condense.update(morceau)
            self.taille += len(morceau)
            yield morceau
        self.empreinte = condense.digest()


async def verifier_place(
    connexion: AsyncConnection, services: Services, lue: Candidature, arrivee: datetime
) -> None:
    """Raise unless this candidature takes another file now.

    `EtatIncompatible`, `CampagneFermee`, `TropDePieces`.
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


async def joindre(
    services: Services, id: UUID, appelant: Appelant, envoi: Envoi, arrivee: datetime
) -> PieceJointe:
    """Attach a file under the `rubrique` sent with it.

    Token and limits are checked before a byte of it is read; no connection is held while it is. On
    return the file survives a power cut, and its row with it; a refusal leaves nothing. Raises
    `Indisponible` to who waits long for a place, or fills theirs for long while others wait.
    """
    async with services.base.lecture() as connexion:
        await verifier_place(connexion, services, await ouvrir(connexion, id, appelant), arrivee)
    piece_id, mesure = uuid4(), _Mesure()
    await envoi.amorcer()
    jeton = (id, appelant.empreinte)
    async with services.televersements.prendre(envoi.abonne, jeton) as place:
        await services.magasin.ecrire(piece_id, mesure.de(place.remplir(envoi.contenu)))
        try:
            piece = await _juger(services, id, appelant, envoi, piece_id, mesure, arrivee)
        except BaseException:
            await asyncio.shield(services.magasin.effacer([piece_id]))
            raise
        try:
            await _enregistrer(services, id, appelant, piece, arrivee)
        except BaseException:
            await asyncio.shield(_oublier(services, id, piece_id))
            raise
    return piece


async def _juger(
    services: Services,
    id: UUID,
    appelant: Appelant,
    envoi: Envoi,
    piece_id: UUID,
    mesure: _Mesure,
    arrivee: datetime,
) -> PieceJointe:
    """What a file that has come is; raises what refuses it."""
    rubrique = _rubrique(envoi.textes)
    genre = await _inspecter(services, envoi.abonne, piece_id, mesure.taille)
    analyse = await a_la_porte(services, piece_id, mesure.taille)
    piece = PieceJointe(
        id=piece_id,
        rubrique=rubrique,
        nom=nettoyer_nom(envoi.nom, genre.extension),
        type=genre,
        taille=mesure.taille,
        empreinte=mesure.empreinte.hex(),
        jointe_le=arrivee,
        antivirus=analyse.etat,
    )
    if analyse.virus is not None:
        await _refuser(services, id, appelant, piece, analyse.virus, arrivee)
    return piece


async def _oublier(services: Services, id: UUID, piece: UUID) -> None:
    """Erase a file that no row names. Who lost the answer of a commit does not know: they ask.

    The lock waits for that transaction to end, wherever its answer went. Where the database does
    not tell, the file stays: the sweep asks later.
    """
    try:
        async with services.base.transaction() as connexion:
            la_sienne = select(candidature.c.id).where(candidature.c.id == id).with_for_update()
            await connexion.execute(la_sienne)
            nommee = await par_id(connexion, piece)
    except Exception as erreur:
        journal.warning("fichier_sans_reponse", piece=piece, erreur=type(erreur).__name__)
        return
    if nommee is None:
        await services.magasin.effacer([piece])


def _rubrique(textes: dict[str, str]) -> Rubrique:
    inconnus = textes.keys() - {"rubrique"}
    if inconnus:
        raise RequeteInvalide(f"Champ inconnu : « {min(inconnus)} ».")
    try:
        return Rubrique(textes.get("rubrique", ""))
    except ValueError:
        choix = ", ".join(rubrique.value for rubrique in Rubrique)
        raise RequeteInvalide(f"Le champ « rubrique » attend l'un de : {choix}.") from None


async def _inspecter(services: Services, abonne: str, id: UUID, taille: int) -> TypeFichier:
    try:
        if not taille:  # no store gives nothing to read
            raise ContenuRefuse(CodeRefus.FICHIER_VIDE)
        async with services.inspections.prendre(abonne) as place:
            contenu = await services.magasin.lire(id, 0, taille)
            return await place.faire(juger(services.pouponniere, contenu))
    except ContenuRefuse as refus:
        raise FichierRefuse(refus.message, motif=refus.code) from None


async def _refuser(
    services: Services,
    id: UUID,
    appelant: Appelant,
    piece: PieceJointe,
    virus: str,
    arrivee: datetime,
) -> NoReturn:
    """Record who sent a virus, then raise `FichierRefuse`."""
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        refus = EvenementPieceRefusee(piece.detail_du_virus(virus))
        await consigner(connexion, id, refus, lue.auteur(appelant), arrivee)
    raise FichierRefuse(MESSAGES[CodeRefus.VIRUS], motif=CodeRefus.VIRUS)


async def _enregistrer(
    services: Services, id: UUID, appelant: Appelant, piece: PieceJointe, arrivee: datetime
) -> None:
    async with services.base.transaction() as connexion:
        lue = await ouvrir(connexion, id, appelant, verrou=True)
        await verifier_place(connexion, services, lue, arrivee)
        await connexion.execute(
            insert(piece_jointe).values(
                id=piece.id,
                candidature_id=id,
                rubrique=piece.rubrique.value,
                nom=piece.nom,
                type=piece.type.value,
                taille=piece.taille,
                empreinte=bytes.fromhex(piece.empreinte),
                jointe_le=arrivee,
                antivirus=piece.antivirus.value,
                analysee_le=arrivee if piece.antivirus is Antivirus.SAIN else None,
            )
        )
        if piece.antivirus is Antivirus.EN_ATTENTE:
            await services.travaux.confier(connexion, ANALYSER, {"piece": str(piece.id)})
        jointe = EvenementPieceJointe(piece.detail())
        await consigner(connexion, id, jointe, lue.auteur(appelant), arrivee)
