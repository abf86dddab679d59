"""`python -m tests.bench.publication`: a lot that is sealed, then published, by the clock.

Prints how long each takes for the lot of 2023 (183 lines) and for one of 2,000, letters included;
then how long those take as PDF, one after the other.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Final
from uuid import UUID

import asyncpg
from sqlalchemy import select

from app.acces.appelant import Appelant
from app.acces.droits import Habilitation
from app.acces.tables import Preuve
from app.decisions.arreter import arreter
from app.decisions.inscrire import inscrire
from app.decisions.lettre import Lettre
from app.decisions.lettre_pdf import lettre_pdf
from app.decisions.lettre_signee import LettreSignee
from app.decisions.ligne import Inscription, LigneAInscrire
from app.decisions.lot_demande import LotACreer
from app.decisions.publier import publier
from app.decisions.regler_lot import Geste, creer_lot
from app.decisions.signataire import Signataire
from app.decisions.tables import decision
from app.depots.inscription import inscrire as inscrire_les_depots
from app.depots.numero import nouveau_numero
from app.instruction.proposition import Motif, Proposition, Sens
from app.kit.services import Services
from app.main import create_app
from tests.bench.deposees import charger
from tests.bench.impression import deposer
from tests.bench.report import machine, tableau
from tests.bench.scenarios import CibleService
from tests.bench.servers import postgres, service
from tests.conftest import reglages_pour

# How many lines, and within how many seconds they are to be published, and their letters printed.
LOTS: Final = ((183, 1, 10), (2_000, 3, None))
_LE: Final = datetime(2023, 11, 8, 16, 30, tzinfo=UTC)
_DECIDEUR: Final = Appelant(Preuve.CLE, bytes(32), habilitations=frozenset({Habilitation.DECISION}))
_REFUS: Final = Proposition(
    sens=Sens.REFUSEE,
    motifs=[Motif.PERIMETRE],
    motivation="Le périmètre n'est ni homogène ni d'une taille adéquate. " * 10,
)
_SIGNATAIRE: Final = Signataire(prenom="A", nom="Martin", qualite="Déléguée", service="ANCT")


async def _instruire(services: Services, dsn: str, nombre: int) -> list[UUID]:
    """So many copies of what was deposited, under review; their ids."""
    await charger(dsn, nombre)
    await inscrire_les_depots(services, {})
    connexion = await asyncpg.connect(dsn)
    try:
        libres = await connexion.fetch("SELECT id FROM candidature WHERE etat = 'deposee'")
        numeros = [(ligne["id"], nouveau_numero()) for ligne in libres]
        prendre = "UPDATE candidature SET etat = 'en_instruction', numero = $2 WHERE id = $1"
        await connexion.executemany(prendre, numeros)
    finally:
        await connexion.close()
    return [id for id, _ in numeros]


async def _chronometrer(acte: Awaitable[object]) -> float:
    debut = perf_counter()
    await acte
    return perf_counter() - debut


async def _lettres(services: Services, lot: UUID) -> list[Lettre]:
    async with services.base.lecture() as connexion:
        enonce = select(decision.c.lettre).where(decision.c.lot == lot)
        lues = await connexion.scalars(enonce)
        return [LettreSignee.model_validate_json(lue).lettre for lue in lues]


async def mesurer(url: str, dsn: str, dossier: Path, nombre: int) -> tuple[float, float, float]:
    """Seconds to seal, and to publish, a lot of so many lines; to print its letters."""
    app = create_app(reglages_pour(url, dossier, bac_a_sable=True))
    async with app.router.lifespan_context(app):
        services: Services = app.state.services
        ids = (await _instruire(services, dsn, nombre))[:nombre]
        geste = Geste(_DECIDEUR, _LE, "*")
        voulu = LotACreer(nom="Banc", signataire=_SIGNATAIRE)
        lot = UUID(str((await creer_lot(services, voulu, geste)).resultat))
        lignes = [LigneAInscrire(candidature=id, decision=_REFUS) for id in ids]
        await inscrire(services, lot, Inscription(lignes=lignes), geste)
        arret = await _chronometrer(arreter(services, lot, geste, None))
        publication = await _chronometrer(publier(services, lot, geste, maintenant=True))
        lettres, debut = await _lettres(services, lot), perf_counter()
        for lettre in lettres:
            lettre_pdf(lettre)
        return arret, publication, perf_counter() - debut


def main() -> None:
    """Deposit, seal, publish, measure."""
    rangees = list[list[str]]()
    with ExitStack() as pile:
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="ti-banc-")))
        base = pile.enter_context(postgres(dossier / "base"))
        for nombre, publier_en, imprimer_en in LOTS:
            with service(dossier / "service", base.url) as serveur:
                asyncio.run(deposer(CibleService(serveur), 1))
            ici = dossier / "service"
            arret, *faits = asyncio.run(mesurer(base.url, base.dsn, ici, nombre))
            vises = [f"≤ {vise}" if vise else "" for vise in (publier_en, imprimer_en)]
            suite = [
                dit for un in zip(faits, vises, strict=True) for dit in (f"{un[0]:.2f}", un[1])
            ]
            rangees.append([str(nombre), f"{arret:.2f}", *suite])
        version = asyncio.run(base.version())
    titres = ["lines", "to seal (s)", "to publish (s)", "target", "letters as PDF (s)", "target"]
    sys.stdout.write(f"{machine(version)}\n\n{tableau(titres, rangees)}\n")


if __name__ == "__main__":
    main()
