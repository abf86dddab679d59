"""A deposit is printed by a process of its own, which may take so much and no more."""

import asyncio
from types import SimpleNamespace
from typing import cast

import pytest
from pydantic_core import to_json

from app.editions.dossier_imprime import dossier_pdf
from app.editions.imprimer import A_IMPRIMER, EDITEUR, imprimer, pdf_de
from app.editions.refus import NonImprimable
from app.kit.confine import A_BOUT
from app.kit.files.slots import Places
from app.kit.process import Issue
from app.kit.services import Services
from app.kit.web.patience import Patience
from app.kit.web.problems import Indisponible
from tests.editions.deposes import depose
from tests.formulaire.exemples import Json
from tests.pouponniere import confier


def issue(octets: bytes, secondes: float = 60) -> Issue:
    return confier(lambda p: p.faire(EDITEUR, octets, secondes=secondes, sortie_max=1 << 25))


def test_un_autre_processus_imprime_les_memes_octets() -> None:
    assert issue(to_json(depose())) == Issue(0, dossier_pdf(depose()))


def test_qui_n_a_pas_de_place_est_prie_de_revenir() -> None:
    """One address has one of two, however many it asks for."""

    async def demander_deux_fois() -> None:
        places = Places(A_IMPRIMER, Patience(place=0))
        services = cast(Services, SimpleNamespace(impressions=places))
        async with places.prendre("198.51.100.7"):
            with pytest.raises(Indisponible) as refus:
                await imprimer(services, "198.51.100.7", b"{}")
        assert refus.value.entetes["Retry-After"] == "15"

    asyncio.run(demander_deux_fois())


def test_qui_meurt_d_un_depot_le_refuse() -> None:
    for statut in A_BOUT:
        with pytest.raises(NonImprimable):
            pdf_de(Issue(statut, b"%PDF-"))
    with pytest.raises(Indisponible) as refus:
        pdf_de(Issue(None, b""))
    assert refus.value.entetes == {"Retry-After": "15"}
    with pytest.raises(RuntimeError):
        pdf_de(Issue(1, b""))


@pytest.mark.verify  # ten seconds of a processor
def test_un_depot_trop_long_est_abandonne() -> None:
    """A million letters that no font draws: each takes eight to name."""
    membre = {"qualite": "elu"} | dict.fromkeys(("nom", "prenom", "fonction"), "!" + "\u0484" * 249)
    instantane: Json = {"gouvernance": {"membres": [membre] * 1_400}}
    assert issue(to_json(depose(instantane))).statut in A_BOUT


def test_qui_tarde_est_tue() -> None:
    assert issue(to_json(depose()), 0.001) == Issue(None, b"")
