"""The act of attaching a file: judged as it came, then kept by the store, then named by a row."""

import asyncio
from datetime import datetime
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
from app.kit.files.airlock import Sas
from app.kit.files.upload import Envoi
from app.kit.logs import journal
from app.kit.services import Services
from app.kit.web.problems import RequeteInvalide
from app.pieces_jointes.antivirus import ANALYSER, a_la_porte
from app.pieces_jointes.destruction import confier_la_destruction
from app.pieces_jointes.jugement import juger
from app.pieces_jointes.noms import nettoyer_nom
from app.pieces_jointes.pieces import par_id
from app.pieces_jointes.refus import FichierRefuse, TropDePieces
from app.pieces_jointes.representation import PieceJointe
from app.pieces_jointes.verdict import MESSAGES, CodeRefus, ContenuRefuse, TypeFichier

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


async def joindre(
    services: Services, id: UUID, appelant: Appelant, envoi: Envoi, arrivee: datetime
) -> PieceJointe:
    """Attach a file under the `rubrique` sent with it.

    Token and limits are checked before a byte of it is read; no connection is held while it is. On
    return the file survives a power cut, and its row with it; a refusal leaves nothing. Raises
    `HorsCorrection`; `Indisponible` to who waits long for a place, or fills theirs for long while
    others wait.
    """
    async with services.base.lecture() as connexion:
        await verifier_place(connexion, services, await ouvrir(connexion, id, appelant), arrivee)
    piece_id, jeton = uuid4(), (id, appelant.empreinte)
    await envoi.amorcer()
    async with services.televersements.prendre(envoi.abonne, jeton) as place:
        with services.magasin.sas(piece_id) as sas:
            await sas.remplir(place.remplir(envoi.contenu))
            piece = await _juger(services, id, appelant, envoi, piece_id, sas, arrivee)
            try:
                await services.magasin.ranger(piece_id, sas)
            except BaseException:
                await asyncio.shield(_laisser_a_detruire(services, piece_id))
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
    sas: Sas,
    arrivee: datetime,
) -> PieceJointe:
    """What a file that has come is; raises what refuses it. The store does not know of it yet."""
    rubrique = _rubrique(envoi.textes)
    genre = await _inspecter(services, envoi.abonne, sas)
    analyse = await a_la_porte(services, piece_id, sas)
    piece = PieceJointe(
        id=piece_id,
        rubrique=rubrique,
        nom=nettoyer_nom(envoi.nom, genre.extension),
        type=genre,
        taille=sas.taille,
        empreinte=sas.empreinte.hex(),
        jointe_le=arrivee,
        antivirus=analyse.etat,
    )
    if analyse.virus is not None:
        await _refuser(services, id, appelant, piece, analyse.virus, arrivee)
    return piece


async def _laisser_a_detruire(services: Services, piece: UUID) -> None:
    """Have a job erase what the store may have kept, or will: whoever sent it does not wait.

    Where the database does not take the job, the sweep finds it.
    """
    try:
        await confier_la_destruction(services, [piece])
    except Exception as erreur:
        journal.warning("fichier_sans_reponse", piece=piece, erreur=type(erreur).__name__)


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


async def _inspecter(services: Services, abonne: str, sas: Sas) -> TypeFichier:
    try:
        async with services.inspections.prendre(abonne) as place:
            return await place.faire(juger(services.pouponniere, sas.lecture))
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
        if lue.a_corriger:
            lue.a_corriger.verifier_ajout(piece.rubrique, piece.nom, piece.empreinte)
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
