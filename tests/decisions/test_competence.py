"""Who decides for a region decides of what it leads, grants what is its own, learns no more."""

from typing import Final

import pytest

from app.formulaire.referentiels import EPCI
from tests.bases import sql
from tests.client import Client, Json
from tests.decisions.lots import SIGNATAIRE, Decideur, decideur, epci_neuf, prise
from tests.instruction.dossiers import AMIENS, Agent, agent

ACCEPTEE: Final[Json] = {"sens": "acceptee"}
AILLEURS: Final = "248500589"  # an EPCI of Pays de la Loire


@pytest.fixture(scope="module")
def normande(client: Client, url: str) -> Decideur:
    return decideur(client, url, "28")


@pytest.fixture(scope="module")
def national(client: Client, url: str) -> Agent:
    return agent(client, url)


def _codes(normande: Decideur, lot: str, *lignes: Json) -> list[tuple[int, str]]:
    """What is refused of these lines, by their places."""
    refus = normande.faire("PATCH", lot, "/lignes", json={"lignes": lignes})
    assert (refus.status_code, refus.json()["code"]) == (422, "lignes-refusees")
    return [(un["ligne"], un["code"]) for un in refus.json()["lignes"]]


def _retenu(*epci: str, communes: tuple[str, ...] = (), pilote: str | None = None) -> Json:
    return {"nom": "B", "epci": [*epci], "communes": [*communes], "region_pilote": pilote}


def test_une_region_n_inscrit_que_ce_qu_elle_pilote_et_ne_retient_que_ce_qui_est_sien(
    client: Client, national: Agent, normande: Decideur
) -> None:
    sienne, commune = epci_neuf(), epci_neuf()
    une = prise(client, national, sienne, epci_neuf(), AMIENS, region="interregional")
    autre = prise(client, national, commune, AMIENS, "248000747", region="interregional")
    assert national.lire(autre.id)["region_pilote"] == "32"
    lot = normande.creer()["id"]
    dites: list[Json] = [
        {"candidature": autre.id, "decision": ACCEPTEE},
        {"candidature": une.id, "decision": ACCEPTEE, "code": "ti-3201"},
        *(
            {"candidature": une.id, "decision": ACCEPTEE | {"territoire_retenu": retenu}}
            for retenu in (
                _retenu(sienne, pilote="32"),
                _retenu(sienne, AILLEURS),
                _retenu(sienne, communes=("44109",)),
            )
        ),
    ]
    assert _codes(normande, lot, *dites) == [
        (1, "region-non-pilote"),
        (2, "region-non-pilote"),
        (3, "region-non-pilote"),
        (4, "lieu-hors-regions"),
        (5, "lieu-hors-regions"),
    ]
    # Its own, a straddling member that was asked for, a commune of its own.
    retenu = _retenu(sienne, AMIENS, communes=("76540",), pilote="28")
    decision = ACCEPTEE | {"territoire_retenu": retenu}
    normande.inscrire(lot, {"candidature": une.id, "decision": decision, "code": "ti-2871"})


def test_l_essai_d_une_region_ne_dit_rien_de_ce_qui_est_arrete_ailleurs(
    client: Client, url: str, national: Agent, normande: Decideur, ministre: Decideur
) -> None:
    scellee = prise(client, national, AILLEURS, region="52")
    arrete = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(arrete, {"candidature": scellee.id, "decision": ACCEPTEE, "code": "ti-5271"})
    ministre.faire("POST", arrete, "/arret").raise_for_status()
    une = prise(client, national, epci_neuf())
    lot = normande.creer(signataire=SIGNATAIRE)["id"]
    normande.inscrire(lot, {"candidature": une.id, "decision": ACCEPTEE})

    def empechements(epci: str, code: str) -> set[tuple[str, bool]]:
        sql(
            url,
            f"UPDATE ligne_de_lot SET code = '{code}', territoire_retenu = jsonb_build_object("
            f"'nom', 'B', 'epci', jsonb_build_array('{epci}'), 'communes', '[]'\\:\\:jsonb, "
            f"'region_pilote', NULL) WHERE lot = '{lot}'",
        )
        lue = normande.agent.appeler("POST", f"/lots/{lot}/verification").raise_for_status()
        return {(un["code"], un["levable"]) for un in lue.json()["refus"]}

    tout = {("region-non-pilote", False), ("lieu-hors-regions", False)}
    assert empechements(AILLEURS, "ti-5271") == tout
    assert empechements("244900015", "ti-5272") == tout


def test_ce_qui_est_demande_ailleurs_ne_dit_rien_de_ce_qui_y_est_arrete(
    client: Client, url: str, national: Agent, normande: Decideur, ministre: Decideur
) -> None:
    picarde = decideur(client, url, "32")
    disputee = next(siren for siren, une in reversed(EPCI.items()) if une.regions == ("32",))
    une = prise(client, national, epci_neuf(), epci_neuf(), disputee, region="interregional")
    autre = prise(client, national, disputee, region="32")
    lot, arrete = (qui.creer(signataire=SIGNATAIRE)["id"] for qui in (normande, picarde))
    normande.inscrire(lot, {"candidature": une.id, "decision": ACCEPTEE})
    picarde.inscrire(arrete, {"candidature": autre.id, "decision": ACCEPTEE})
    essai = ("POST", f"/lots/{lot}/verification")
    gestes = (essai, ("GET", f"/lots/{lot}"), ("GET", f"/lots/{lot}/lignes"), ("GET", "/lots"))

    def vus(qui: Decideur) -> list[bytes]:
        return [qui.agent.appeler(*geste).raise_for_status().content for geste in gestes]

    def recouvertes(qui: Decideur) -> list[tuple[str, str, bool]]:
        lue = qui.agent.appeler(*essai).raise_for_status().json()
        return [(un["candidature"], un["code"], un["levable"]) for un in lue["refus"]]

    avant, recouvrement = vus(normande), [(une.id, "perimetres-en-recouvrement", True)]
    assert recouvertes(ministre) == recouvertes(normande) == []
    picarde.faire("POST", arrete, "/arret").raise_for_status()
    assert vus(normande) == avant
    # Who decides for all may read it; sealing asks what the dry run asked.
    assert recouvertes(ministre) == recouvrement
    normande.faire("POST", lot, "/arret").raise_for_status()
    raison = {"raison": "Le nom d'un territoire était faux."}
    normande.faire("POST", lot, "/reouverture", json=raison).raise_for_status()
    picarde.faire("POST", arrete, "/publication", json={"maintenant": True}).raise_for_status()
    assert recouvertes(normande) == recouvrement


def test_une_region_ne_rapporte_que_les_decisions_de_ce_qu_elle_pilote(
    client: Client, url: str, national: Agent, normande: Decideur, ministre: Decideur
) -> None:
    une = prise(client, national, epci_neuf())
    lot = ministre.creer(signataire=SIGNATAIRE)["id"]
    ministre.inscrire(lot, {"candidature": une.id, "decision": ACCEPTEE})
    ministre.faire("POST", lot, "/arret").raise_for_status()
    ministre.faire("POST", lot, "/publication", json={"maintenant": True}).raise_for_status()
    ici, si = f"/candidatures/{une.id}/decisions/1/reexamen", {"If-Match": "*"}
    raison = {"motif": "recours_gracieux", "raison": "Le recours gracieux est fondé."}
    piloter = f"UPDATE instruction SET region_pilote = '{{}}' WHERE candidature_id = '{une.id}'"
    sql(url, piloter.format("32"))
    refus = normande.agent.appeler("POST", ici, json=raison, headers=si)
    assert (refus.status_code, refus.json()["code"]) == (403, "region-non-pilote")
    assert une.lire()["etat"] == "acceptee"
    sql(url, piloter.format("28"))
    assert normande.agent.appeler("POST", ici, json=raison, headers=si).status_code == 200
