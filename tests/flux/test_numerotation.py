"""Positions: each event that is published gets one, none behind one that was served."""

import asyncio
from collections.abc import Callable
from random import Random

import pytest
from sqlalchemy import select

from app.acces.appelant import SERVICE
from app.candidatures.evenements import EvenementRetrait
from app.candidatures.journal import consigner
from app.flux.numeroter import numeroter
from app.flux.tables import flux
from app.kit.postgres.database import Base
from tests.bases import base_migree, du_service
from tests.flux.histoires import LE, Histoire, jouer, ouvrir

_HISTOIRES = 12
_LONGUES = 1_000


def test_qui_valide_tard_n_est_pas_manque(postgres: str) -> None:
    """The id was given first, the position last; who reads by ids alone never sees it."""

    async def agir(url: str) -> None:
        base = Base(url, 4)
        await base.ouvrir()
        tot, tard = await ouvrir(base), await ouvrir(base)
        histoire = Histoire(base, Random(0), [tot, tard])  # noqa: S311 -- no secret
        async with base.transaction() as lente:
            await consigner(lente, tard, EvenementRetrait(), SERVICE, LE)
            async with base.transaction() as vive:
                await consigner(vive, tot, EvenementRetrait(), SERVICE, LE)
            assert await numeroter(base) == 1
            histoire.finie.set()
            await histoire.lire()
        assert await numeroter(base) == 1
        assert await numeroter(base) == 0
        async with base.lecture() as connexion:
            ordre = select(flux.c.candidature_id, flux.c.position).order_by(flux.c.position)
            lues = [tuple(ligne) for ligne in await connexion.execute(ordre)]
        assert lues == [(tot, 1), (tard, 2)]
        consignees = await histoire.consignees()
        assert consignees[tard][0] < consignees[tot][0] == max(histoire.naives)
        await base.fermer()

    with base_migree(postgres) as url:
        asyncio.run(agir(du_service(url)))


def test_ce_qui_est_annule_n_est_pas_publie(postgres: str) -> None:
    async def agir(url: str) -> None:
        base = Base(url, 4)
        await base.ouvrir()
        id = await ouvrir(base)
        with pytest.raises(ZeroDivisionError):
            async with base.transaction() as connexion:
                await consigner(connexion, id, EvenementRetrait(), SERVICE, LE)
                raise ZeroDivisionError
        assert await numeroter(base) == 0
        await base.fermer()

    with base_migree(postgres) as url:
        asyncio.run(agir(du_service(url)))


def test_rien_n_est_manque_dans_des_histoires_tirees_au_hasard(postgres: str) -> None:
    manques = _jouer(postgres, range(_HISTOIRES), 60)
    assert manques, "le lecteur naïf n'a rien manqué : l'essai ne prouve rien"


@pytest.mark.verify
def test_rien_n_est_manque_dans_mille_histoires(
    postgres: str, record_property: Callable[[str, object], None]
) -> None:
    manques = _jouer(postgres, range(_LONGUES), 60)
    record_property("tableau", f"{_LONGUES} histoires : le lecteur naïf manque {manques}")
    assert manques


def _jouer(postgres: str, graines: range, ecritures: int) -> int:
    """How many events the naive reader missed in all."""
    with base_migree(postgres) as url:
        return sum(asyncio.run(jouer(du_service(url), une, ecritures))[0] for une in graines)
