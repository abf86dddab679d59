"""What a dry run says of a lot: all that sealing it would refuse, and what its own lines admit."""

from datetime import datetime, timedelta
from typing import Final

import pytest

from app.formulaire.referentiels.communes import lire_communes
from tests.bases import sql
from tests.client import Client, Json
from tests.decisions.lots import SIGNATAIRE, Decideur, epci_neuf, prise
from tests.instruction.dossiers import AMIENS, APRES, Agent, agent

ACCEPTEE: Final[Json] = {"sens": "acceptee"}
OUESSANT: Final = "29155"  # of no EPCI
CORSE: Final = "200015162"
RAISON: Final = "Les deux intercommunalités en sont convenues."


@pytest.fixture
def normand(client: Client, url: str) -> Agent:
    return agent(client, url)


def _refus(ministre: Decideur, lot: str) -> set[tuple[str | None, str, bool]]:
    lue = ministre.agent.appeler("POST", f"/lots/{lot}/verification").raise_for_status().json()
    assert lue["possible"] == (lue["refus"] == [])
    return {(un["candidature"], un["code"], un["levable"]) for un in lue["refus"]}


def test_l_essai_dit_tout_ce_qui_empeche_d_arreter_et_ne_change_rien(
    client: Client, url: str, ministre: Decideur, normand: Agent
) -> None:
    lot, commun, a_part = ministre.creer()["id"], epci_neuf(), epci_neuf()
    assert _refus(ministre, lot) == {
        (None, "lot-vide", False),
        (None, "signataire-incomplet", False),
    }
    une, autre = prise(client, normand, commun), prise(client, normand, commun, a_part)
    retiree = prise(client, normand, epci_neuf())
    corrigee = prise(client, normand, epci_neuf())
    demande: Json = {"motif": "incomplete", "message": "Qui ?", "pointeurs": ["/contact"]}
    normand.appeler(
        "POST",
        f"/candidatures/{corrigee.id}/corrections",
        json=demande | {"jusqu_au": "2023-10-10T12:00:00Z"},
        headers={"If-Match": "*"},
    ).raise_for_status()
    ministre.inscrire(
        lot,
        {"candidature": une.id, "decision": ACCEPTEE, "code": "ti-2898"},
        {"candidature": autre.id, "decision": ACCEPTEE, "code": "ti-2898"},
        {"candidature": retiree.id, "decision": {"sens": "refusee", "motifs": ["autre"]}},
        {"candidature": corrigee.id, "decision": ACCEPTEE, "code": "ti-3298"},
    )
    retiree.appeler("POST", "/retrait").raise_for_status()
    sql(url, f"UPDATE ligne_de_lot SET depot = 9 WHERE candidature_id = '{une.id}'")
    avant = ministre.lire(lot), ministre.lignes(lot)
    recouvre = "perimetres-en-recouvrement"
    assert _refus(ministre, lot) == {
        (None, "signataire-incomplet", False),
        (une.id, "depot-change", True),
        (une.id, "code-pris", False),
        (autre.id, "code-pris", False),
        (une.id, recouvre, True),
        (autre.id, recouvre, True),
        (retiree.id, "etat-incompatible", False),
        (retiree.id, "motivation-absente", False),
        (corrigee.id, "correction-ouverte", False),
        (corrigee.id, "code-hors-region", True),
    }
    assert (ministre.lire(lot), ministre.lignes(lot)) == avant
    ministre.faire("PATCH", lot, json={"signataire": SIGNATAIRE}).raise_for_status()
    ministre.inscrire(
        lot,
        {"candidature": une.id, "decision": ACCEPTEE, "admis": RAISON},
        {"candidature": autre.id, "decision": ACCEPTEE, "admis": RAISON},
        rayees=[retiree.id, corrigee.id],
    )
    assert _refus(ministre, lot) == set()
    ministre.inscrire(lot, {"candidature": autre.id, "decision": ACCEPTEE})
    assert _refus(ministre, lot) == {(autre.id, recouvre, True)}
    communes = [lire_communes().membres[commun][0]]
    moindre: Json = {"nom": "B", "epci": [a_part], "communes": communes, "region_pilote": None}
    ministre.inscrire(
        lot, {"candidature": autre.id, "decision": ACCEPTEE | {"territoire_retenu": moindre}}
    )
    # A commune by itself is of the EPCI that the other has whole.
    assert _refus(ministre, lot) == {(autre.id, recouvre, True)}
    ministre.inscrire(
        lot,
        {
            "candidature": autre.id,
            "decision": ACCEPTEE | {"territoire_retenu": moindre | {"communes": []}},
        },
    )
    assert _refus(ministre, lot) == set()
    # What is proposed, taken or said alike, then is no more.
    contraire: Json = {"sens": "refusee", "motifs": ["autre"], "motivation": "Trop grand."}
    contraire["motivation"] *= 2
    dites: list[Json | None] = [None, ACCEPTEE]
    for decision in dites:
        normand.proposer(une.id, normand.lire(une.id)["version"]).raise_for_status()
        ministre.inscrire(lot, {"candidature": une.id, "decision": decision, "admis": RAISON})
        assert _refus(ministre, lot) == set()
        normand.proposer(une.id, normand.lire(une.id)["version"], **contraire).raise_for_status()
        assert _refus(ministre, lot) == {(une.id, "proposition-changee", True)}
    ministre.inscrire(lot, {"candidature": une.id, "decision": ACCEPTEE, "admis": RAISON})
    assert _refus(ministre, lot) == set()
    demi = SIGNATAIRE | {"qualite": None}
    ministre.faire("PATCH", lot, json={"signataire": demi}).raise_for_status()
    assert _refus(ministre, lot) == {(None, "signataire-incomplet", False)}


def test_ce_qui_est_retenu_est_un_territoire(
    client: Client, ministre: Decideur, normand: Agent
) -> None:
    siren, demande = epci_neuf(), epci_neuf()
    sienne, demandee, ailleurs = (lire_communes().membres[un][0] for un in (siren, demande, CORSE))
    une, lot = prise(client, normand, demande), ministre.creer(signataire=SIGNATAIRE)["id"]
    cas: list[tuple[list[str], list[str], str | None]] = [
        ([], [], "territoire-vide"),
        ([siren, siren], [], "lieu-en-double"),
        ([siren], [sienne, sienne], "lieu-en-double"),
        ([], [sienne], "commune-hors-perimetre"),
        ([siren], [demandee, ailleurs], "commune-hors-perimetre"),
        ([siren], [OUESSANT], "commune-hors-perimetre"),
        ([siren], [sienne, demandee], None),
        ([], [demandee], None),
    ]
    for epci, communes, attendu in cas:
        retenu: Json = {"nom": "B", "epci": epci, "communes": communes, "region_pilote": None}
        decision = ACCEPTEE | {"territoire_retenu": retenu}
        ministre.inscrire(lot, {"candidature": une.id, "decision": decision})
        levable = attendu == "commune-hors-perimetre"
        refus = [(une.id, attendu, levable)] if attendu else []
        assert _refus(ministre, lot) == {*refus}, (epci, communes)


def test_l_instant_de_publier_n_est_pas_passe(
    client: Client, ministre: Decideur, normand: Agent
) -> None:
    le = datetime.fromisoformat(APRES)
    lot = ministre.creer(signataire=SIGNATAIRE, publier_le=APRES)["id"]
    une = prise(client, normand, epci_neuf())
    ministre.inscrire(lot, {"candidature": une.id, "decision": ACCEPTEE})
    assert _refus(ministre, lot) == {(None, "instant-passe", False)}
    bientot = (le + timedelta(milliseconds=1)).isoformat()
    ministre.faire("PATCH", lot, json={"publier_le": bientot}).raise_for_status()
    assert _refus(ministre, lot) == set()


def test_un_code_a_une_region_qui_pilote_et_elle_en_a_quatre_vingt_dix_neuf(
    client: Client, url: str, ministre: Decideur, normand: Agent
) -> None:
    lot = ministre.creer(signataire=SIGNATAIRE)["id"]
    partagee = prise(client, normand, epci_neuf(), AMIENS, region="interregional")
    corse = prise(client, normand, CORSE, region="94")
    sans: Json = {"candidature": partagee.id, "decision": ACCEPTEE}
    ministre.inscrire(lot, sans, {"candidature": corse.id, "decision": ACCEPTEE})
    assert _refus(ministre, lot) == {(partagee.id, "region-pilote-absente", False)}
    retenu: Json = {"nom": "B", "epci": [AMIENS], "communes": [], "region_pilote": "28"}
    dite = {"candidature": partagee.id, "decision": ACCEPTEE | {"territoire_retenu": retenu}}
    ministre.inscrire(lot, dite)
    assert _refus(ministre, lot) == set()
    # Of Corse no other test accepts anything: they stay.
    donnes = "SELECT 'ti-94' || lpad(n\\:\\:text, 2, '0') FROM generate_series(1, 98) AS n"
    sql(url, f"INSERT INTO code_donne {donnes}")
    assert _refus(ministre, lot) == set()
    sql(url, "INSERT INTO code_donne VALUES ('ti-9499')")
    assert _refus(ministre, lot) == {(corse.id, "codes-epuises", False)}
