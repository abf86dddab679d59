"""The task that sends what the feed says, in the background, as soon as it is due."""

import asyncio
from collections.abc import Collection
from time import monotonic
from typing import Final

from sqlalchemy import func, select

from app.flux.crochets.comptes import dire_le_retard
from app.flux.crochets.livrer import livrer
from app.flux.crochets.prendre import Prise, prendre
from app.flux.crochets.repartir import repartir
from app.flux.crochets.tables import EtatLivraison, crochet, livraison
from app.kit.logs import journal
from app.kit.services import Services
from app.kit.wake import Reveil

# Attempts of one process at the same time: each keeps 64 KiB at most of what it is answered.
A_LA_FOIS: Final = 256
_MESURE: Final = 10.0  # seconds
_PAUSE: Final = 0.02  # seconds, for what ends or begins meanwhile to be done together


class Expedition:
    """Makes deliveries and sends them, whenever it is told that there are, and now and then."""

    def __init__(self, services: Services) -> None:
        self._a_faire = Reveil()
        self._services = services
        self._regles = services.sortie.insistance
        self._en_cours: set[asyncio.Task[None]] = set()
        self._taches: set[asyncio.Task[None]] = set()
        self._mesure = 0.0

    def sonner(self) -> None:
        """Something was published: tell those who follow it here, and those elsewhere."""
        self._services.publie.sonner()
        self._a_faire.sonner()

    def demarrer(self) -> None:
        """Send from now on."""
        self._taches = {asyncio.create_task(self._repartir()), asyncio.create_task(self._vivre())}

    async def arreter(self) -> None:
        """Take nothing any more and let what is under way end; else it is begun again later."""
        await _annuler(self._taches)
        if self._en_cours:
            await asyncio.wait(self._en_cours, timeout=self._regles.arret.total_seconds())
        await _annuler(self._en_cours)

    async def _repartir(self) -> None:
        publie, releve = self._services.publie, self._regles.releve.total_seconds()
        while True:
            coups = publie.coups
            try:
                await repartir(self._services, self._a_faire.sonner)
            except Exception as erreur:
                journal.warning("repartition_interrompue", erreur=type(erreur).__name__)
            await asyncio.sleep(_PAUSE)
            await publie.attendre(coups, releve)

    async def _vivre(self) -> None:
        releve = self._regles.releve.total_seconds()
        while True:
            coups = self._a_faire.coups
            try:
                await self._un_tour()
            except Exception as erreur:
                journal.warning("expedition_interrompue", erreur=type(erreur).__name__)
                await asyncio.sleep(releve)
            await asyncio.sleep(_PAUSE)
            await self._a_faire.attendre(coups, releve)

    async def _un_tour(self) -> None:
        places = A_LA_FOIS - len(self._en_cours)
        if places > 0:
            for prise in await prendre(self._services, places, self._regles.bail):
                tache = asyncio.create_task(self._livrer(prise))
                self._en_cours.add(tache)
                tache.add_done_callback(self._finir)
        if monotonic() - self._mesure > _MESURE:
            self._mesure = monotonic()
            await _mesurer(self._services)

    async def _livrer(self, prise: Prise) -> None:
        try:
            await livrer(self._services, prise)
        except Exception as erreur:
            journal.warning("livraison_interrompue", erreur=type(erreur).__name__)

    def _finir(self, tache: asyncio.Task[None]) -> None:
        self._en_cours.discard(tache)
        self._a_faire.sonner()


async def _annuler(taches: Collection[asyncio.Task[None]]) -> None:
    if taches:
        for tache in taches:
            tache.cancel()
        await asyncio.wait(taches)


async def _mesurer(services: Services) -> None:
    """Tell how late the oldest delivery is, of those to endpoints that take them."""
    dues = (
        select(func.extract("epoch", func.current_timestamp() - func.min(livraison.c.prochaine)))
        .join(crochet, crochet.c.id == livraison.c.crochet_id)
        .where(
            crochet.c.actif,
            crochet.c.echoue_depuis.is_(None),
            livraison.c.etat == EtatLivraison.EN_ATTENTE.value,
            livraison.c.prochaine <= func.current_timestamp(),
        )
    )
    async with services.base.lecture() as connexion:
        retard = await connexion.scalar(dues)
    dire_le_retard(float(retard or 0))
