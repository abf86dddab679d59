"""Erased, nothing of it stays in the memory of a process: of the one that erased, and of others."""

import asyncio
import gc
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from types import FunctionType, ModuleType
from typing import Any, Final, cast
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from app.config import Settings
from app.kit.postgres.listen import Ecoute, dire
from app.kit.services import Services
from app.main import create_app
from app.rgpd.oubli import EFFACEMENT
from tests.conftest import servir
from tests.marques import MARQUE, TELEPHONE
from tests.rgpd.nuits import EFFACER, PREVENIR, passer
from tests.rgpd.vie import Ici, administrateur, pleine

_CACHE = type(lru_cache(lambda: None))
# What the applicant typed, and nobody else in these tests.
_SIRET: Final = "44306184100047"
_A_LUI: Final = (MARQUE.lower(), TELEPHONE.replace(" ", "").removeprefix("0"), _SIRET)


def _caches() -> Iterator[tuple[str, Any]]:
    """Every cache of a function of ours, and what it holds."""
    notres = [module for nom, module in [*sys.modules.items()] if nom.startswith("app.")]
    for objet in {id(o): o for m in notres for o in vars(m).values()}.values():
        if isinstance(objet, _CACHE):
            for tenu in gc.get_referents(objet):
                if not (isinstance(tenu, dict) and "__wrapped__" in tenu):
                    yield f"{objet.__module__}.{objet.__qualname__}", tenu


def _textes(objet: object) -> Iterator[str]:
    """Every text that an object leads to, code and other caches apart."""
    vus, suite = set[int](), [objet]
    while suite:
        objet = suite.pop()
        if id(objet) in vus or isinstance(objet, (type, ModuleType, FunctionType, _CACHE)):
            continue
        vus.add(id(objet))
        if isinstance(objet, bytes):
            yield objet.decode("utf-8", "replace")
        elif isinstance(objet, str):
            yield objet
        else:
            suite += cast(list[object], gc.get_referents(objet))


def _qui_s_en_souvient() -> set[str]:
    """The caches that hold something of the applicant's."""
    return {nom for nom, tenu in _caches() if any(map(_est_a_lui, _textes(tenu)))}


def _faire_retenir(passer_par: Callable[[], object], caches: int) -> None:
    """Have that many caches hold it; what other services of the process forget empties them too."""
    for _ in range(20):
        passer_par()
        if len(_qui_s_en_souvient()) >= caches:
            return
    raise AssertionError(f"seuls s'en souviennent {_qui_s_en_souvient()}")


def _est_a_lui(texte: str) -> bool:
    nu = texte.replace(" ", "").lower()
    return any(sien in nu for sien in _A_LUI)


@pytest.mark.parametrize("par", ["son proprietaire", "l'administration", "la nuit"])
def test_plus_aucun_cache_du_processus_n_en_garde_rien(ici: Ici, par: str) -> None:
    if par == "la nuit":
        brouillon = {"demandeur": {"denomination": MARQUE}}
        candidature = ici.client.creer(brouillon, **{"X-Horloge": "2023-09-18T12:00:00Z"})
        _faire_retenir(candidature.lire, 1)
    else:
        candidature = pleine(ici)
        siret = {"demandeur": {"siret": _SIRET}}
        _faire_retenir(lambda: candidature.modifier(siret).raise_for_status(), 5)
    if par == "la nuit":
        passer(ici.reglages, PREVENIR)
        passer(ici.reglages, EFFACER)
    elif par == "l'administration":
        adresse = f"/v1/administration/candidatures/{candidature.id}?motif=injonction"
        ici.client.delete(adresse, headers=administrateur(ici.url)).raise_for_status()
    else:
        candidature.appeler("POST", "/retrait").raise_for_status()
        candidature.appeler("DELETE").raise_for_status()
    assert _qui_s_en_souvient() == set()


# --- Other processes ---


async def _jusqu_a_l_oubli(services: Services) -> None:
    """Return once it remembers nothing; fail after so many questions to the database."""
    async with services.base.lecture() as connexion:
        for _ in range(20_000):
            await connexion.execute(text("SELECT 1"))
            if services.recentes.prendre(_ID) is None:
                return
            services.recentes.garder(_ID, "souvenir")
    raise AssertionError("rien n'a été oublié")


_ID = uuid4()


def test_un_autre_processus_oublie_quand_celui_ci_efface(reglages_d_ici: Settings) -> None:
    async def agir() -> None:
        autre: FastAPI = create_app(reglages_d_ici)
        async with autre.router.lifespan_context(autre):
            services: Services = autre.state.services
            services.recentes.garder(_ID, "souvenir")
            await _jusqu_a_l_oubli(services)  # it listens by now
            services.recentes.garder(_ID, "souvenir")
            with servir(reglages_d_ici) as client:
                await asyncio.to_thread(client.creer().appeler, "DELETE")
                await _jusqu_a_l_oubli(services)

    asyncio.run(agir())


def test_qui_n_a_rien_entendu_oublie_quand_meme(reglages_d_ici: Settings) -> None:
    """While the connection is lost, and from time to time."""

    async def agir() -> None:
        app: FastAPI = create_app(reglages_d_ici)
        async with app.router.lifespan_context(app):
            services: Services = app.state.services
            dits = asyncio.Queue[datetime]()
            canaux = {"essai": lambda: dits.put_nowait(datetime.now(UTC))}
            ecoute = Ecoute(services.base, "essai", canaux, 0.01, 0.05)
            ecoute.demarrer()
            for _ in range(3):
                await dits.get()
            async with services.base.transaction() as connexion:
                await dire(connexion, "essai")
            async with services.base.transaction() as connexion:
                coupe = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                await connexion.execute(text(f"{coupe} WHERE application_name = 'essai'"))
            for _ in range(3):
                await dits.get()
            await ecoute.arreter()

    assert EFFACEMENT
    asyncio.run(agir())
