"""What is large is done beside the event loop, so many at a time, each address its share."""

import asyncio
import threading
from pathlib import Path
from typing import Final

import pytest

from app.kit.aside import GROS, ACote, Etabli, PlaceRequise
from app.kit.web.patience import Patience
from tests.conftest import reglages_pour, servir

_AUTANT: Final = 2
_DERRIERE: Final = {"proxys": ["127.0.0.0/8"], "cloture": "2099-01-01T00:00:00Z"}


def test_ce_qui_est_petit_se_fait_sur_place_et_le_reste_a_cote() -> None:
    async def faire() -> list[int]:
        etabli = Etabli(_AUTANT, Patience())
        return [await etabli.faire("", taille, threading.get_ident) for taille in (GROS, GROS + 1)]

    ici, ailleurs = asyncio.run(faire())
    assert ici == threading.get_ident() != ailleurs


def test_une_adresse_n_en_fait_pas_plus_que_sa_part_et_toutes_que_les_places() -> None:
    en_cours, vus = list[str](), list[tuple[int, int]]()
    ensemble = threading.Barrier(_AUTANT)

    def travail(origine: str) -> None:
        en_cours.append(origine)
        vus.append((len(en_cours), en_cours.count(origine)))
        ensemble.wait(30)
        en_cours.remove(origine)

    async def faire() -> None:
        etabli = Etabli(_AUTANT, Patience())
        origines = ["a", "b"] * 10
        await asyncio.gather(*(etabli.faire(o, GROS + 1, travail, o) for o in origines))

    asyncio.run(faire())
    assert [max(nombres) for nombres in zip(*vus, strict=True)] == [_AUTANT, 1]


def test_une_requete_garde_la_place_que_son_premier_gros_travail_a_prise() -> None:
    async def faire() -> list[str]:
        etabli, faits = Etabli(_AUTANT, Patience()), list[str]()

        async def autre() -> None:
            await etabli.faire("a", GROS + 1, faits.append, "autre")

        async with etabli.pour("a") as a_cote:
            await a_cote.faire(GROS + 1, faits.append, "premier")
            attend = asyncio.create_task(autre())
            await a_cote.faire(GROS + 1, faits.append, "second")
        await attend
        return faits

    assert asyncio.run(faire()) == ["premier", "second", "autre"]


def test_qui_ne_doit_pas_attendre_l_apprend() -> None:
    async def faire() -> int:
        async with Etabli(_AUTANT, Patience()).pour("a") as a_cote:
            assert await a_cote.faire_sans_attendre(GROS, int, "1") == 1
            with pytest.raises(PlaceRequise):
                await a_cote.faire_sans_attendre(GROS + 1, int, "2")
            await a_cote.prendre()
            return await a_cote.faire_sans_attendre(GROS + 1, int, "2")

    assert asyncio.run(faire()) == 2


def test_les_places_se_partagent_par_abonne_comme_ailleurs(
    production: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by the shorter network that the record keeps: its neighbours are others."""
    vus, pour = set[str](), Etabli.pour

    def noter(etabli: Etabli, abonne: str) -> ACote:
        vus.add(abonne)
        return pour(etabli, abonne)

    monkeypatch.setattr(Etabli, "pour", noter)
    with servir(reglages_pour(production, tmp_path, **_DERRIERE)) as client:
        client.headers["X-Forwarded-For"] = "198.51.100.7"
        candidature = client.creer()
        candidature.modifier({"contact": {"nom_prenom": "Anne"}})
        candidature.appeler("GET")
        candidature.appeler("GET", "/validation")
        candidature.deposer()
        client.post("/v1/validation", json={})
    assert vus == {"198.51.100.7/32"}
