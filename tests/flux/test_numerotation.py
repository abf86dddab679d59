"""Positions: each event that is published gets one, none behind one that was served."""

import asyncio
from random import Random

import pytest
from sqlalchemy import select

from app.acces.appelant import SERVICE
from app.candidatures.evenements import EvenementRetrait
from app.candidatures.journal import consigner
from app.flux.bout import chercher_le_bout
from app.flux.numeroter import A_LA_FOIS, numeroter
from app.flux.tables import flux
from app.kit.postgres.database import Base
from tests.bases import base_migree, du_service, sql
from tests.client import Client, Json
from tests.depots.pieces import deposee
from tests.flux.histoires import LE, Histoire, jouer, ouvrir
from tests.flux.outils import bout, lire, types
from tests.portails.outils import Portail, reference

_HISTOIRES, _ECRITURES = 12, 20
_LONGUES, _A_LA_FOIS = 1_000, 100


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


def test_qui_lit_apprend_tout_ce_qui_attend(postgres: str) -> None:
    """However much was done at a stroke: more than is numbered at once."""
    faits = 2 * A_LA_FOIS + 1

    async def agir(url: str) -> None:
        base = Base(du_service(url), 4)
        await base.ouvrir()
        id = await ouvrir(base)
        await asyncio.to_thread(
            sql,
            url,
            "INSERT INTO evenement (candidature_id, genre, le, auteur, version, details, empreinte)"
            f" SELECT '{id}', 'retiree', now(), 'proprietaire', 1, '{{}}', ''"
            f" FROM generate_series(1, {faits})",
        )
        assert (await chercher_le_bout(base)).position == faits
        await base.fermer()

    with base_migree(postgres) as url:
        asyncio.run(agir(url))


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
    manques = _jouer(postgres, range(_HISTOIRES), _ECRITURES)
    assert manques, "le lecteur naïf n'a rien manqué : l'essai ne prouve rien"


@pytest.mark.verify
@pytest.mark.parametrize("debut", range(0, _LONGUES, _A_LA_FOIS))
def test_rien_n_est_manque_dans_mille_histoires(postgres: str, debut: int) -> None:
    assert _jouer(postgres, range(debut, debut + _A_LA_FOIS), _ECRITURES)


def _jouer(postgres: str, graines: range, ecritures: int) -> int:
    """How many events the naive reader missed in all."""
    with base_migree(postgres) as url:
        return asyncio.run(jouer(du_service(url), graines, ecritures))


def test_un_brouillon_d_un_portail_se_dit_modifie_a_qui_le_demande(
    client: Client, portail: Portail, postgres: str
) -> None:
    """By the last save, once a minute at most; a draft that no portal holds, never."""
    ref, seule = reference(), client.creer()
    portail.ecrire(ref, {"contact": {"courriel": "jeanne@example.fr"}}).raise_for_status()
    mienne, depart = portail.candidature(ref), bout(client, portail.cle)
    modifiees = {"type": "candidature.modifiee", "limite": 500}

    def signaler(pas: float) -> list[Json]:
        async def agir() -> None:
            base = Base(du_service(postgres), 2)
            await base.ouvrir()
            await numeroter(base, modifications=pas)
            await base.fermer()

        asyncio.run(agir())
        lues = lire(client, portail.cle, **modifiees)["evenements"]
        return [lu for lu in lues if lu["data"]["candidature"]["id"] == mienne.id]

    deja = len(signaler(0))
    for courriel in ("ali@example.fr", "ali.b@example.fr"):
        mienne.modifier({"contact": {"courriel": courriel}}).raise_for_status()
        seule.modifier({"contact": {"courriel": courriel}}).raise_for_status()
    assert len(signaler(3_600)) == deja  # one hour has not gone by
    lues = signaler(0)
    assert len(lues) == deja + 1
    assert lues[-1]["data"]["candidature"]["reference"] == ref
    assert lues[-1]["timestamp"] == mienne.evenements()[-1]["le"]
    assert len(signaler(0)) == deja + 1
    # It is told to who asks alone, and counts for nothing in the sequence.
    assert lire(client, portail.cle, apres=depart)["evenements"] == []
    assert lues[-1]["data"]["sequence"] == 0
    assert lire(client, seule.jeton, **modifiees)["evenements"] == []


def test_ce_que_fait_une_version_d_avant_se_publie_aussi(client: Client, postgres: str) -> None:
    """It writes the record, and knows nothing of positions."""
    candidature = deposee(client)
    sql(
        postgres,
        f"UPDATE candidature SET etat = 'retiree' WHERE id = '{candidature.id}'",
        "INSERT INTO evenement (candidature_id, genre, le, auteur, version, details, empreinte) "
        f"VALUES ('{candidature.id}', 'retiree', now(), 'proprietaire', 1, '{{}}', '')",
    )
    lues = lire(client, candidature.jeton)
    assert types(lues) == ["candidature.deposee", "candidature.retiree"]
    assert lues["evenements"][1]["data"]["candidature"]["etat"] == "retiree"
    assert lues["evenements"][1]["data"]["sequence"] == 2
