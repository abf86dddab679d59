"""Receiving a file: judged as it came, then kept by the store, then named by a row.

Whose it is, and what else has to be so, says its destination: a draft, a thread of messages.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn, Protocol
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.acces.appelant import Appelant
from app.candidatures.tables import Antivirus, candidature
from app.kit.files.airlock import Sas
from app.kit.files.upload import Envoi
from app.kit.logs import journal
from app.kit.services import Services
from app.pieces_jointes.antivirus import a_la_porte
from app.pieces_jointes.destruction import confier_la_destruction
from app.pieces_jointes.jugement import juger
from app.pieces_jointes.noms import nettoyer_nom
from app.pieces_jointes.pieces import est_nommee
from app.pieces_jointes.refus import FichierRefuse
from app.pieces_jointes.verdict import MESSAGES, CodeRefus, ContenuRefuse, TypeFichier


@dataclass(frozen=True, slots=True)
class Recu:
    """A file that has come, as its content and the antivirus tell it."""

    id: UUID
    nom: str
    type: TypeFichier
    taille: int
    empreinte: bytes
    crc32: int
    le: datetime
    antivirus: Antivirus

    def colonnes(self) -> dict[str, Any]:
        """What any row that names it says."""
        return {
            "id": self.id,
            "nom": self.nom,
            "type": self.type.value,
            "taille": self.taille,
            "empreinte": self.empreinte,
            "jointe_le": self.le,
            "antivirus": self.antivirus.value,
            "analysee_le": self.le if self.antivirus is Antivirus.SAIN else None,
        }


class Destination(Protocol):
    """What takes a file, of the candidature `id`. Each of these raises what refuses it.

    `analyse`: the kind of job that has it scanned, if the antivirus did not at the door.
    """

    id: UUID
    appelant: Appelant
    analyse: str

    async def verifier(self, connexion: AsyncConnection) -> None:
        """See that it takes one more."""
        ...

    def lire(self, textes: Mapping[str, str]) -> None:
        """Read the fields sent with it."""
        ...

    async def denoncer(self, connexion: AsyncConnection, recu: Recu, virus: str) -> None:
        """Record who sent a virus."""
        ...

    async def inscrire(self, connexion: AsyncConnection, recu: Recu) -> None:
        """Lock the candidature, see again, write the row."""
        ...


async def recevoir(services: Services, vers: Destination, envoi: Envoi, arrivee: datetime) -> Recu:
    """Take a file to where it goes.

    Rights and limits are looked at before a byte of it is read; no connection is held while it is.
    On return the file survives a power cut, and its row with it; a refusal leaves nothing. Raises
    what `vers` raises, `FichierRefuse`, what sends the file; `Indisponible` to who waits long for a
    place, or fills theirs for long while others wait.
    """
    async with services.base.lecture() as connexion:
        await vers.verifier(connexion)
    id, jeton = uuid4(), (vers.id, vers.appelant.empreinte)
    await envoi.amorcer()
    async with services.televersements.prendre(envoi.abonne, jeton) as place:
        with services.magasin.sas(id) as sas:
            await sas.remplir(place.remplir(envoi.contenu))
            recu = await _juger(services, vers, envoi, id, sas, arrivee)
            try:
                await services.magasin.ranger(id, sas)
            except BaseException:
                await asyncio.shield(_laisser_a_detruire(services, id))
                raise
        try:
            await _inscrire(services, vers, recu)
        except BaseException:
            await asyncio.shield(_oublier(services, vers.id, id))
            raise
    return recu


async def _juger(
    services: Services, vers: Destination, envoi: Envoi, id: UUID, sas: Sas, arrivee: datetime
) -> Recu:
    """What a file that has come is; raises what refuses it. The store does not know of it yet."""
    vers.lire(envoi.textes)
    genre = await _inspecter(services, envoi.abonne, sas)
    analyse = await a_la_porte(services, id, sas)
    recu = Recu(
        id=id,
        nom=nettoyer_nom(envoi.nom, genre.extension),
        type=genre,
        taille=sas.taille,
        empreinte=sas.empreinte,
        crc32=sas.crc32,
        le=arrivee,
        antivirus=analyse.etat,
    )
    if analyse.virus is not None:
        await _refuser(services, vers, recu, analyse.virus)
    return recu


async def _inspecter(services: Services, abonne: str, sas: Sas) -> TypeFichier:
    try:
        async with services.inspections.prendre(abonne) as place:
            return await place.faire(juger(services.pouponniere, sas.lecture))
    except ContenuRefuse as refus:
        raise FichierRefuse(refus.message, motif=refus.code) from None


async def _refuser(services: Services, vers: Destination, recu: Recu, virus: str) -> NoReturn:
    """Record who sent a virus, then raise `FichierRefuse`."""
    async with services.base.transaction() as connexion:
        await vers.denoncer(connexion, recu, virus)
    raise FichierRefuse(MESSAGES[CodeRefus.VIRUS], motif=CodeRefus.VIRUS)


async def _inscrire(services: Services, vers: Destination, recu: Recu) -> None:
    async with services.base.transaction() as connexion:
        await vers.inscrire(connexion, recu)
        if recu.antivirus is Antivirus.EN_ATTENTE:
            await services.travaux.confier(connexion, vers.analyse, {"piece": str(recu.id)})


async def _laisser_a_detruire(services: Services, piece: UUID) -> None:
    """Have a job erase what the store may have kept, or will: whoever sent it does not wait.

    Where the database does not take the job, the sweep finds it.
    """
    try:
        await confier_la_destruction(services, [piece])
    except Exception as erreur:
        journal.warning("fichier_sans_reponse", piece=piece, erreur=type(erreur).__name__)


async def _oublier(services: Services, de: UUID, piece: UUID) -> None:
    """Erase a file that no row names. Who lost the answer of a commit does not know: they ask.

    The lock waits for that transaction to end, wherever its answer went. Where the database does
    not tell, the file stays: the sweep asks later.
    """
    try:
        async with services.base.transaction() as connexion:
            la_sienne = select(candidature.c.id).where(candidature.c.id == de).with_for_update()
            await connexion.execute(la_sienne)
            nommee = await est_nommee(connexion, piece)
    except Exception as erreur:
        journal.warning("fichier_sans_reponse", piece=piece, erreur=type(erreur).__name__)
        return
    if not nommee:
        await services.magasin.effacer([piece])
