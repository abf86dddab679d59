"""The act of writing the file of an export, in a process that gives its memory back."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from typing import Final

from pydantic import TypeAdapter
from pydantic_core import to_json

from app.exports.choisir_les_colonnes import tables
from app.exports.demande import Demande
from app.exports.ecrivain import CAUSES, REFUS
from app.exports.etats_d_export import CauseEchec
from app.exports.lire_les_dossiers import Lecture
from app.exports.manifeste import Contexte, Fin
from app.exports.place_d_un_agent import OCTETS_MAX
from app.exports.redaction import Commande
from app.formulaire.dossier import VERSION
from app.kit.confine import A_BOUT
from app.kit.files.airlock import Sas
from app.kit.process import Ouvrage
from app.kit.services import Services

ECRIVAIN: Final = "app.exports.ecrivain"
_COMMANDE: Final = TypeAdapter(Commande)
# Told after so many dossiers, for who waits.
Avancement = Callable[[Lecture], Awaitable[None]]
_PAS: Final = 500


class EcritureRefusee(Exception):
    """The file cannot be written: `cause` says why, and no other try would do better."""

    def __init__(self, cause: CauseEchec) -> None:
        super().__init__(cause)
        self.cause = cause


async def ecrire(
    services: Services,
    demande: Demande,
    auteur: str,
    lectures: AsyncGenerator[Lecture],
    sas: Sas,
    avancer: Avancement,
) -> Lecture:
    """Fill `sas` with the file that these make, for `auteur`; what was read, to its end.

    Raises `EcritureRefusee`, `ConnectionError` when nobody knows how it ended, and what `lectures`
    and `avancer` raise.
    """
    async with services.pouponniere.ouvrage(ECRIVAIN) as ouvrage, aclosing(lectures):
        commande = _COMMANDE.dump_json(_commande(services, demande, auteur)) + b"\n"
        donne = asyncio.create_task(_donner(ouvrage, commande, lectures, avancer))
        try:
            await sas.remplir(au_plus(ouvrage.prendre(), OCTETS_MAX))
            lue = await donne
        finally:
            donne.cancel()
            await asyncio.wait([donne])
        juger(await ouvrage.statut())
        return lue


def _commande(services: Services, demande: Demande, auteur: str) -> Commande:
    voulues, absentes = tables(demande.colonnes, demande.contenus, codes=demande.codes)
    manquants = [f"Colonne « {nom} » : elle dépend de qui lit la liste" for nom in absentes]
    contexte = Contexte(demande.dire(), auteur, VERSION, manquants)
    return Commande(demande.options, voulues, contexte, str(services.magasin.attente))


async def _donner(
    ouvrage: Ouvrage, commande: bytes, lectures: AsyncGenerator[Lecture], avancer: Avancement
) -> Lecture:
    """Give the lines as they are taken; of one who has ended, its status will say why."""
    try:
        dits, lecture, suit = 0, Lecture(), await _verser(ouvrage, commande)
        async for lecture in lectures:
            if lecture.dossiers >= dits:
                await avancer(lecture)
                dits = lecture.dossiers + _PAS
            for ligne in lecture.lignes:
                suit = suit and await _verser(ouvrage, ligne)
            if not suit:
                break
        au = None if lecture.au is None else lecture.au.isoformat()
        await _verser(ouvrage, to_json({"fin": Fin(au, lecture.dossiers)}) + b"\n")
        return lecture
    except BaseException:
        ouvrage.couper()
        raise


async def au_plus(octets: AsyncIterator[bytes], maximum: int) -> AsyncIterator[bytes]:
    """The same; raises `EcritureRefusee` beyond."""
    async for morceau in octets:
        maximum -= len(morceau)
        if maximum < 0:
            raise EcritureRefusee(CauseEchec.TROP_LOURD)
        yield morceau


async def _verser(ouvrage: Ouvrage, octets: bytes) -> bool:
    """Whether there is still somebody to take them."""
    try:
        await ouvrage.donner(octets)
    except ConnectionError:
        return False
    return True


def juger(statut: int) -> None:
    """Raises `EcritureRefusee`, or `RuntimeError`, unless it is that of who wrote all of it."""
    if statut in A_BOUT:
        raise EcritureRefusee(CauseEchec.TROP_LOURD)
    if REFUS <= statut < REFUS + len(CAUSES):
        raise EcritureRefusee(CauseEchec(CAUSES[statut - REFUS]))
    if statut:
        raise RuntimeError(f"who writes exports ended with {statut}")
