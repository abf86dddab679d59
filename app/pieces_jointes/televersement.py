"""The act of attaching a file: as it comes to the store, judged, then named by a row."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NoReturn
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.candidatures.evenements import EvenementPieceJointe, EvenementPieceRefusee
from app.candidatures.journal import consigner
from app.candidatures.queries import Candidature, ouvrir
from app.candidatures.tables import Antivirus, piece_jointe
from app.formulaire.choix import Rubrique
from app.kit.files.upload import Envoi
from app.kit.services import Services
from app.kit.web.problems import RequeteInvalide
from app.pieces_jointes.antivirus import ANALYSER, a_la_porte
from app.pieces_jointes.jugement import juger
from app.pieces_jointes.noms import nettoyer_nom
from app.pieces_jointes.refus import FichierRefuse, TropDePieces
from app.pieces_jointes.representation import PieceJointe
from app.pieces_jointes.verdict import MESSAGES, CodeRefus, ContenuRefuse, TypeFichier


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
    nombre = await connexion.scalar(
        select(func.count())
        .select_from(piece_jointe)
        .where(piece_jointe.c.candidature_id == lue.id, piece_jointe.c.retiree_le.is_(None))
    )
    if nombre is not None and nombre >= services.settings.pieces_max:
        maximum = services.settings.pieces_max
        raise TropDePieces(f"Une candidature compte au plus {maximum} fichiers.", maximum=maximum)


async def joindre(
    services: Services, id: UUID, appelant: Appelant, envoi: Envoi, arrivee: datetime
) -> PieceJointe:
    """Attach a file under the `rubrique` sent with it.

    Token and limits are checked before a byte of it is read; no connection is held while it is. On
    return the file survives a power cut, and its row with it; a refusal leaves nothing.
    """
    async with services.base.lecture() as connexion:
        await verifier_place(connexion, services, await ouvrir(connexion, id, appelant), arrivee)
    piece_id, mesure = uuid4(), _Mesure()
    await envoi.amorcer()
    async with services.televersements.prendre(envoi.abonne):
        await services.magasin.ecrire(piece_id, mesure.de(envoi.contenu))
        try:
            rubrique = _rubrique(envoi.textes)
            genre = await _inspecter(services, piece_id, mesure.taille)
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
            await _enregistrer(services, id, appelant, piece, arrivee)
        except BaseException:
            await asyncio.shield(services.magasin.effacer([piece_id]))
            raise
    return piece


def _rubrique(textes: dict[str, str]) -> Rubrique:
    inconnus = textes.keys() - {"rubrique"}
    if inconnus:
        raise RequeteInvalide(f"Champ inconnu : « {min(inconnus)} ».")
    try:
        return Rubrique(textes.get("rubrique", ""))
    except ValueError:
        choix = ", ".join(rubrique.value for rubrique in Rubrique)
        raise RequeteInvalide(f"Le champ « rubrique » attend l'un de : {choix}.") from None


async def _inspecter(services: Services, id: UUID, taille: int) -> TypeFichier:
    try:
        if not taille:  # no store gives nothing to read
            raise ContenuRefuse(CodeRefus.FICHIER_VIDE)
        async with services.inspections:
            return await juger(services.pouponniere, await services.magasin.lire(id, 0, taille))
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
