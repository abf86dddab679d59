"""The list of deposited candidatures: filtered, and limited to the regions of who asks."""

from typing import Any

import pytest

from tests.client import Client
from tests.instruction.deposees import Deposee
from tests.instruction.outils import Instruction, vider

NORMANDIE = Deposee("Axe Seine")
BRETAGNE = Deposee("Pays de Lorient", "53", siret="21560121400019", epci=("245600001", "200000002"))
TARDIVE = Deposee("Grand Cœur d'Été", rangs=("2023-09-20T12:00:00+02:00",))
INSTRUITE = Deposee("Nevers", "27", "en_instruction", rangs=("2023-09-01T00:00:00Z",))
RETIREE = Deposee("Retirée", "28", "retiree")
# Between two, and of no region alone.
PARTAGEE = Deposee("Lacq-Pau-Tarbes", "interregional", autres_regions=("75", "76"))
TOUTES = (NORMANDIE, BRETAGNE, TARDIVE, INSTRUITE, PARTAGEE)


@pytest.fixture(scope="module")
def peuplee(service_vide: tuple[Client, str]) -> Instruction:
    """The service with all of these."""
    instruction = vider(*service_vide)
    instruction.deposer(*TOUTES, RETIREE)
    return instruction


FILTRES: dict[str, tuple[dict[str, Any], tuple[Deposee, ...]]] = {
    "aucun": ({}, TOUTES),
    "region": ({"region": "53"}, (BRETAGNE,)),
    "regions": ({"region": ["53", "27"]}, (BRETAGNE, INSTRUITE)),
    "region_de_plusieurs": ({"region": "75"}, (PARTAGEE,)),
    "regions_de_plusieurs": ({"region": ["76", "75", "53"]}, (BRETAGNE, PARTAGEE)),
    "region_sans_rien": ({"region": "94"}, ()),
    "etat": ({"etat": "en_instruction"}, (INSTRUITE,)),
    "retirees": ({"etat": "retiree"}, (RETIREE,)),
    "etats": ({"etat": ["retiree", "en_instruction"]}, (RETIREE, INSTRUITE)),
    "a_l_instant": ({"depose_apres": "2023-09-20T10:00:00Z"}, (TARDIVE,)),
    "avant_l_instant": ({"depose_avant": "2023-09-01T00:00:00Z"}, ()),
    "entre": (
        {"depose_apres": "2023-09-02T00:00:00Z", "depose_avant": "2023-09-20T12:00:00+02:00"},
        (NORMANDIE, BRETAGNE, PARTAGEE),
    ),
    "siret": ({"siret": "21560121400019"}, (BRETAGNE,)),
    "epci": ({"epci": "200000002"}, (BRETAGNE,)),
    "mot": ({"q": "LORIENT"}, (BRETAGNE,)),
    "mots": ({"q": "seine axe"}, (NORMANDIE,)),
    "mots_ailleurs": ({"q": "axe lorient"}, ()),
    "accents": ({"q": "d'ete coeur"}, (TARDIVE,)),
    "accents_de_trop": ({"q": "nèvers"}, (INSTRUITE,)),
    "deux_lettres": ({"q": "ax"}, (NORMANDIE,)),
    "deux_lettres_au_milieu": ({"q": "xe"}, ()),
    "deux_lettres_apres_une_apostrophe": ({"q": "d'ét"}, (TARDIVE,)),
    "joker": ({"q": "%"}, TOUTES),  # no word in it
    "sql": ({"q": "' OR 1=1 --"}, ()),
    "ensemble": ({"region": "28", "q": "axe", "etat": "deposee"}, (NORMANDIE,)),
}


@pytest.mark.parametrize(("filtres", "attendues"), FILTRES.values(), ids=FILTRES.keys())
def test_filtre(
    peuplee: Instruction, filtres: dict[str, Any], attendues: tuple[Deposee, ...]
) -> None:
    assert {*peuplee.ids(**filtres)} == {une.id for une in attendues}


REFUSES = {
    "region": {"region": "00"},
    "etat": {"etat": "brouillon"},
    "supprimee": {"etat": "supprimee"},
    "instant": {"depose_apres": "hier"},
    "instant_sans_fuseau": {"depose_apres": "2023-09-01T00:00:00"},
    "instant_au_bout_du_calendrier": {"depose_avant": "9999-12-31T23:59:59-14:00"},
    "siret": {"siret": "732 829 320 00074"},
    "epci": {"epci": "'; DROP TABLE depot; --"},
    "nul": {"q": "\0"},
    "limite": {"limite": 0},
    "limite_haute": {"limite": 101},
}


@pytest.mark.parametrize("parametres", REFUSES.values(), ids=REFUSES.keys())
def test_refuse_un_filtre_qui_n_en_est_pas_un(
    peuplee: Instruction, parametres: dict[str, Any]
) -> None:
    reponse = peuplee.demander(**parametres)
    assert (reponse.status_code, reponse.json()["code"]) == (422, "requete-invalide")


# --- regions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filtres", "vues"),
    [
        ({}, {BRETAGNE.id, INSTRUITE.id}),
        ({"region": "53"}, {BRETAGNE.id}),
        ({"region": "28"}, set[str]()),
        ({"region": ["28", "27"]}, {INSTRUITE.id}),
        ({"q": "axe"}, set[str]()),
        ({"etat": "retiree"}, set[str]()),
    ],
)
def test_un_instructeur_ne_voit_que_ses_regions(
    peuplee: Instruction, filtres: dict[str, Any], vues: set[str]
) -> None:
    assert {*peuplee.ids(peuplee.cle_de("53", "27"), **filtres)} == vues


def test_un_instructeur_sans_region_ne_voit_rien(peuplee: Instruction) -> None:
    assert peuplee.ids(peuplee.cle_de()) == []


@pytest.mark.parametrize("region", ["75", "76", "interregional"])
def test_chaque_region_concernee_voit_un_dossier_de_plusieurs(
    peuplee: Instruction, region: str
) -> None:
    assert peuplee.ids(peuplee.cle_de(region)) == [PARTAGEE.id]
