"""The list of deposited candidatures: filtered, and limited to the regions of who asks."""

from typing import Any
from uuid import uuid4

import pytest

from app.instruction.criteres import Filtres
from tests.bases import sql
from tests.client import Client
from tests.instruction.deposees import Deposee
from tests.instruction.outils import Instruction, vider

CAMILLE, ALIX = str(uuid4()), str(uuid4())
URGENT, A_REVOIR = str(uuid4()), str(uuid4())
NORMANDIE = Deposee(
    "Axe Seine",
    inscrite={
        "departements": ["76", "27"],
        "axes": ["foncier", "innovation"],
        "etiquettes": [URGENT],
    },
    affectes=[CAMILLE],
    corrections=(("", "expiree"), ("9998-01-01T00:00:00Z", "")),
    pieces=("en_attente", "sain"),
    ajoutees=("infecte",),
    avis=(("9998-01-01T00:00:00Z", ""), ("", "reserve")),
)
BRETAGNE = Deposee(
    "Pays de Lorient",
    "53",
    siret="21560121400019",
    epci=("245600001", "200000002"),
    affectes=[CAMILLE, ALIX],
    pieces=("infecte",),
    corrections=(("2023-01-01T00:00:00Z", ""),),
    inscrite={"departements": ["56"], "avertissements": ["epci_seul"], "axes": ["foncier"]}
    | {"etiquettes": [URGENT, A_REVOIR]},
)
TARDIVE = Deposee(
    "Grand Cœur d'Été",
    rangs=("2023-09-20T12:00:00+02:00",),
    corrections=(("", "expiree"),),
    avis=(("", ""), ("", "favorable"), ("", "favorable")),
)
INSTRUITE = Deposee(
    "Nevers",
    "27",
    "en_instruction",
    rangs=("2023-09-01T00:00:00Z",),
    inscrite={"departements": ["2A"], "type_perimetre": "nouveau"},
    propositions=("acceptee", "refusee"),
    corrections=(("", "annulee"), ("", "repondue")),
    avis=(("9998-01-01T00:00:00Z", "revoque"), ("", "revoque"), ("", "defavorable")),
)
RETIREE = Deposee("Retirée", "28", "retiree", avis=(("", ""), ("", "sans_avis")))
# Between two, and of no region alone.
PARTAGEE = Deposee(
    "Lacq-Pau-Tarbes",
    "interregional",
    autres_regions=("75", "76"),
    inscrite={"type_perimetre": "identique", "region_pilote": "75"}
    | {"maj_le": "2023-10-05T08:00:00Z"},
    corrections=(("", "repondue"), ("2023-10-01T00:00:00Z", "annulee")),
    etat="en_instruction",
    propositions=("refusee", ""),
)
TOUTES = (NORMANDIE, BRETAGNE, TARDIVE, INSTRUITE, PARTAGEE)


@pytest.fixture(scope="module")
def peuplee(service_vide: tuple[Client, str]) -> Instruction:
    """The service with all of these."""
    instruction = vider(*service_vide)
    instruction.deposer(*TOUTES, RETIREE)
    # One has its place among the news, the other not yet.
    sql(
        instruction.url,
        f"INSERT INTO derniere_nouveaute (candidature_id, position) VALUES ('{BRETAGNE.id}', 1)",
        "INSERT INTO a_signaler (evenement_id, candidature_id, genre, le) "
        f"VALUES (1, '{TARDIVE.id}', 'note', now())",
    )
    return instruction


FILTRES: dict[str, tuple[dict[str, Any], tuple[Deposee, ...]]] = {
    "aucun": ({}, TOUTES),
    "region": ({"region": "53"}, (BRETAGNE,)),
    "regions": ({"region": ["53", "27"]}, (BRETAGNE, INSTRUITE)),
    "region_de_plusieurs": ({"region": "75"}, (PARTAGEE,)),
    "regions_de_plusieurs": ({"region": ["76", "75", "53"]}, (BRETAGNE, PARTAGEE)),
    "region_sans_rien": ({"region": "94"}, ()),
    "etat": ({"etat": "en_instruction"}, (INSTRUITE, PARTAGEE)),
    "retirees": ({"etat": "retiree"}, (RETIREE,)),
    "etats": ({"etat": ["retiree", "en_instruction"]}, (RETIREE, INSTRUITE, PARTAGEE)),
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
    "etape_a_prendre": ({"etape": "a_prendre"}, (NORMANDIE, BRETAGNE, TARDIVE)),
    "etape_en_cours": ({"etape": "en_cours"}, (PARTAGEE,)),
    "etapes": ({"etape": ["proposee", "retiree"]}, (INSTRUITE, RETIREE)),
    "etape_publiee": ({"etape": "publiee"}, ()),
    "etape_et_etat": ({"etape": "retiree", "etat": "deposee"}, ()),
    "pilote": ({"region_pilote": "75"}, (PARTAGEE,)),
    "pilote_concernee_seulement": ({"region_pilote": "76"}, ()),
    "departement": ({"departement": "27"}, (NORMANDIE,)),
    "departements": ({"departement": ["56", "2A"]}, (BRETAGNE, INSTRUITE)),
    "type": ({"type_perimetre": ["nouveau", "identique"]}, (INSTRUITE, PARTAGEE)),
    "axe": ({"axe": "innovation"}, (NORMANDIE,)),
    "axes": ({"axe": ["innovation", "foncier"]}, (NORMANDIE, BRETAGNE)),
    "a_moi": ({"affecte_a": "moi"}, ()),
    "a_elle": ({"affecte_a": CAMILLE}, (NORMANDIE, BRETAGNE)),
    "a_personne": ({"affecte_a": "personne"}, (TARDIVE, INSTRUITE, PARTAGEE)),
    "a_lui_ou_personne": (
        {"affecte_a": [ALIX, "personne"]},
        (BRETAGNE, TARDIVE, INSTRUITE, PARTAGEE),
    ),
    "etiquette": ({"etiquette": A_REVOIR}, (BRETAGNE,)),
    "etiquettes": ({"etiquette": [A_REVOIR, URGENT]}, (NORMANDIE, BRETAGNE)),
    "etiquette_de_personne": ({"etiquette": str(uuid4())}, ()),
    "sans_etiquette": ({"sans_etiquette": A_REVOIR}, (NORMANDIE, TARDIVE, INSTRUITE, PARTAGEE)),
    "sans_aucune": ({"sans_etiquette": [URGENT, A_REVOIR]}, (TARDIVE, INSTRUITE, PARTAGEE)),
    "l_une_sans_l_autre": ({"etiquette": URGENT, "sans_etiquette": A_REVOIR}, (NORMANDIE,)),
    "proposition": ({"proposition": "refusee"}, (INSTRUITE,)),
    "proposition_remplacee": ({"proposition": "acceptee"}, ()),
    "lot": ({"lot": "018c2f78-a3b4-4526-87d8-e9f012345678"}, ()),
    "rien_de_propose": ({"proposition": "aucune"}, (NORMANDIE, BRETAGNE, TARDIVE, PARTAGEE)),
    "propose_ou_non": ({"proposition": ["aucune", "refusee"]}, TOUTES),
    "correction_ouverte": ({"correction": "ouverte"}, (NORMANDIE,)),
    "correction_expiree": ({"correction": "expiree"}, (BRETAGNE, TARDIVE)),
    "correction_repondue": ({"correction": "repondue"}, (INSTRUITE,)),
    "corrections": ({"correction": ["repondue", "ouverte"]}, (NORMANDIE, INSTRUITE)),
    "avis_attendu": ({"avis": "attendu"}, (NORMANDIE, TARDIVE)),
    "avis_attendu_d_une_retiree": ({"avis": "attendu", "etat": "retiree"}, ()),
    "avis_en_retard": ({"avis": "en_retard"}, (TARDIVE,)),
    "avis_favorable": ({"avis": "favorable"}, (TARDIVE,)),
    "avis_defavorable": ({"avis": "defavorable"}, (INSTRUITE,)),
    "avis_rendus": ({"avis": ["reserve", "defavorable"]}, (NORMANDIE, INSTRUITE)),
    "sans_avis": ({"avis": "sans_avis", "etat": "retiree"}, (RETIREE,)),
    "mise_a_jour": ({"maj_apres": "2023-09-10T10:00:00.001Z"}, (TARDIVE, PARTAGEE)),
    "mise_a_jour_a_l_instant": ({"maj_apres": "2023-10-05T08:00:00Z"}, (PARTAGEE,)),
    "du_nouveau": ({"nouveautes": True}, (BRETAGNE, TARDIVE)),
    "rien_de_nouveau": ({"nouveautes": False}, (NORMANDIE, INSTRUITE, PARTAGEE)),
    "sirets": ({"siret": ["21560121400019", "73282932000074"], "region": "53"}, (BRETAGNE,)),
    "plusieurs_epci": ({"epci": ["200000002", "200084952"]}, TOUTES),
    "avertissement": ({"avertissement": "epci_seul"}, (BRETAGNE,)),
    "avertissement_a_peu_pres": ({"avertissement": "epci"}, ()),
    "fichier_en_attente": ({"pieces": "en_attente"}, (NORMANDIE,)),
    "fichier_infecte": ({"pieces": "infecte"}, (BRETAGNE,)),  # not what was added since
    "ensemble": ({"region": "28", "q": "axe", "etat": "deposee"}, (NORMANDIE,)),
}


@pytest.mark.parametrize(("filtres", "attendues"), FILTRES.values(), ids=FILTRES.keys())
def test_filtre(
    peuplee: Instruction, filtres: dict[str, Any], attendues: tuple[Deposee, ...]
) -> None:
    assert {*peuplee.ids(**filtres)} == {une.id for une in attendues}


def test_a_moi_est_a_qui_demande(peuplee: Instruction) -> None:
    cle = peuplee.cle_de("28")
    assert peuplee.ids(cle, affecte_a="moi") == []
    ((moi,),) = sql(peuplee.url, "SELECT id FROM agent WHERE regions = '{28}'")
    ecrire = f"VALUES ('{TARDIVE.id}', '{moi}', true, now(), '{moi}')"
    colonnes = "(candidature_id, agent, responsable, le, par)"
    sql(peuplee.url, f"INSERT INTO affectation {colonnes} {ecrire}")
    assert peuplee.ids(cle, affecte_a="moi") == peuplee.ids(affecte_a=str(moi)) == [TARDIVE.id]
    assert peuplee.ids(affecte_a="moi") == []
    sql(peuplee.url, f"DELETE FROM affectation WHERE agent = '{moi}'")


def test_chaque_filtre_est_essaye() -> None:
    assert Filtres.model_fields.keys() == {
        nom for filtres, _ in FILTRES.values() for nom in filtres
    }


def test_le_total_compte_ce_qui_convient(peuplee: Instruction) -> None:
    assert peuplee.lire(limite=2)["total"] is None
    assert peuplee.lire(limite=2, total=True)["total"] == len(TOUTES)
    assert peuplee.lire(total=True, axe="foncier")["total"] == 2
    assert peuplee.lire(peuplee.cle_de("53"), total=True)["total"] == 1


def test_la_liste_et_le_dossier_comptent_les_avis(peuplee: Instruction) -> None:
    attendus = {
        NORMANDIE.id: (1, 1, 0, 0),
        BRETAGNE.id: (0, 0, 0, 0),
        TARDIVE.id: (1, 2, 2, 0),
        INSTRUITE.id: (0, 1, 0, 1),
        RETIREE.id: (0, 1, 0, 0),
    }
    lues = peuplee.lire(etat=["deposee", "en_instruction", "retiree"])["candidatures"]
    noms = ("attendus", "rendus", "favorables", "defavorables")
    comptes = {une["id"]: tuple(une["avis"][nom] for nom in noms) for une in lues}
    assert {id: comptes[id] for id in attendus} == attendus
    entetes = {"Authorization": f"Bearer {peuplee.cle}"}
    for id in (NORMANDIE.id, TARDIVE.id, RETIREE.id):
        dossier = peuplee.client.get(f"/v1/instruction/candidatures/{id}", headers=entetes)
        assert tuple(dossier.json()["avis"][nom] for nom in noms) == attendus[id]


def test_la_liste_dit_ou_en_est_l_instruction(peuplee: Instruction) -> None:
    lues = {une["id"]: une for une in peuplee.lire()["candidatures"]}
    assert (lues[INSTRUITE.id]["etape"], lues[INSTRUITE.id]["proposition"]) == (
        "proposee",
        "refusee",
    )
    assert (lues[PARTAGEE.id]["etape"], lues[PARTAGEE.id]["proposition"]) == ("en_cours", None)
    assert lues[PARTAGEE.id]["regions"] == ["interregional", "75", "76"]
    assert lues[PARTAGEE.id]["region_pilote"] == "75"
    charges = {charge["agent"]["id"] for charge in lues[BRETAGNE.id]["affectations"]}
    assert charges == {CAMILLE, ALIX}


REFUSES = {
    "etape": {"etape": "close"},
    "departement": {"departement": "ain"},
    "affecte_a": {"affecte_a": "lui"},
    "etiquette": {"etiquette": "À revoir"},
    "proposition": {"proposition": "Favorable"},
    "avertissement": {"avertissement": "'; --"},
    "pieces": {"pieces": "sain"},
    "correction": {"correction": "annulee"},
    "avis": {"avis": "rendu"},
    "mise_a_jour": {"maj_apres": "2023-10-05"},
    "deux_fois_un_instant": {"depose_apres": ["2023-09-01T00:00:00Z", "x"]},
    "trop": {"siret": ["73282932000074"] * 101},
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
