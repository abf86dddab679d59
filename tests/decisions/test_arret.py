"""Sealing: letters, codes, what no one may do any more, what nobody else learns; and reopening."""

import json
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

import pytest

from app.decisions.lettre_signee import verifier_lettre
from tests.bases import sql
from tests.client import Candidature, Client, Json
from tests.decisions.lots import SIGNATAIRE, Decideur, decideur, epci_neuf, prise
from tests.instruction.dossiers import Agent, agent

REFUS: Final[Json] = {
    "sens": "refusee",
    "motifs": ["perimetre"],
    "motivation": "Le périmètre n'est pas homogène.",
}
RAISON: Final = {"raison": "Une ligne y manquait, que voici."}


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


def _lot(ministre: Decideur, *lignes: Json, **dits: Any) -> str:
    lot: str = ministre.creer(signataire=SIGNATAIRE, **dits)["id"]
    ministre.inscrire(lot, *lignes)
    return lot


def _decisions(qui: Agent, candidature: Candidature) -> list[Json]:
    return qui.appeler("GET", f"/candidatures/{candidature.id}/decisions").json()["decisions"]


def test_arreter_fige_les_lignes_donne_les_codes_et_signe_les_lettres(
    client: Client, url: str, ministre: Decideur, normand: Agent
) -> None:
    siren = epci_neuf()
    une, autre = prise(client, normand, siren), prise(client, normand, epci_neuf())
    lot = _lot(
        ministre,
        {"candidature": une.id, "decision": {"sens": "acceptee"}},
        {"candidature": autre.id, "decision": REFUS},
    )
    cle = {"Idempotency-Key": str(uuid4())}
    version = ministre.lire(lot)["version"]
    arrete = ministre.faire("POST", lot, "/arret", version, headers=cle)
    assert (arrete.status_code, arrete.json()["etat"], arrete.json()["lignes"]) == (
        *(200, "arrete"),
        2,
    )
    assert arrete.json()["arrete_le"] == "2023-09-25T08:00:00Z"
    rejoue = ministre.faire("POST", lot, "/arret", version, headers=cle)
    assert (rejoue.headers["Idempotency-Replayed"], rejoue.json()) == ("true", arrete.json())
    (acceptee,), (refusee,) = (_decisions(ministre.agent, un) for un in (une, autre))
    assert (acceptee["sens"], acceptee["depot"], acceptee["publiee_le"]) == ("acceptee", 1, None)
    retenu = acceptee["territoire_retenu"]
    assert [un["siren"] for un in retenu["epci"]] == [siren]
    assert retenu["code"].startswith("ti-28")
    assert (refusee["sens"], refusee["motivation"]) == ("refusee", REFUS["motivation"])
    jwks = client.get("/.well-known/jwks.json").json()
    adresse = f"/candidatures/{autre.id}/decisions/1/lettre"
    signee = ministre.agent.appeler("GET", adresse).content
    # One hash names it: what is sent, to the byte.
    (scellement,) = sql(
        url,
        "SELECT details->>'empreinte' FROM evenement WHERE genre = 'arretee' "
        f"AND candidature_id = '{autre.id}'",
    )
    assert {sha256(signee).hexdigest(), refusee["empreinte"], *scellement} == {*scellement}
    lettre = verifier_lettre(signee, jwks)
    assert (lettre.numero, lettre.signataire.nom) == (autre.lire()["numero"], "Faure")
    assert lettre.recours is not None
    lignes = {ligne["candidature"]: ligne["code"] for ligne in ministre.lignes(lot)}
    assert lignes == {une.id: retenu["code"], autre.id: None}


def test_arretee_en_secret_son_sens_n_est_montre_qu_a_qui_decide(
    client: Client, ministre: Decideur, normand: Agent
) -> None:
    une = prise(client, normand, epci_neuf())
    normand.proposer(une.id, normand.lire(une.id)["version"]).raise_for_status()
    lot = _lot(ministre, {"candidature": une.id})

    def vu(qui: Agent, **filtres: str) -> list[Json]:
        lues = qui.appeler("GET", "/candidatures", params=filtres | {"limite": "100"}).json()
        return [c for c in lues["candidatures"] if c["id"] == une.id]

    assert vu(normand, proposition="acceptee")
    ministre.faire("POST", lot, "/arret").raise_for_status()
    lu = normand.lire(une.id)
    assert (lu["etape"], lu["proposition"]) == ("arretee", None)
    motifs = {a["nom"]: a["motif"] for a in lu["actions"]}
    empechees = ("rendre", "demander_une_correction", "proposer", "retirer_la_proposition")
    assert {motifs[nom] for nom in empechees} == {"lot-arrete"}
    (listee,) = vu(normand, etape="arretee")
    assert (listee["etape"], listee["proposition"]) == ("arretee", None)
    for sens in ("acceptee", "refusee", "sans_suite", "aucune"):
        assert not vu(normand, proposition=sens)
    assert not vu(normand, lot=lot)
    ici = f"/candidatures/{une.id}"
    assert normand.appeler("GET", f"{ici}/proposition").json()["code"] == "embargo"
    assert normand.appeler("GET", f"{ici}/decisions/1").json()["code"] == "embargo"
    assert normand.appeler("GET", f"{ici}/decisions").json()["decisions"] == []
    lui = ministre.agent
    assert vu(lui, proposition="acceptee", lot=lot)[0]["proposition"] == "acceptee"
    assert lui.lire(une.id)["proposition"]["sens"] == "acceptee"
    public = prise(client, normand, epci_neuf())
    normand.proposer(public.id, normand.lire(public.id)["version"]).raise_for_status()
    montre = _lot(ministre, {"candidature": public.id}, secret=False)
    ministre.faire("POST", montre, "/arret").raise_for_status()
    assert normand.lire(public.id)["proposition"]["sens"] == "acceptee"
    assert normand.lire(public.id)["etape"] == "arretee"


def test_rien_ne_change_de_ce_qui_est_arrete_avant_qu_il_ne_soit_rouvert(
    client: Client, url: str, ministre: Decideur, normand: Agent
) -> None:
    une = prise(client, normand, epci_neuf())
    lot = _lot(ministre, {"candidature": une.id, "decision": {"sens": "acceptee"}})
    ministre.faire("POST", lot, "/arret").raise_for_status()
    ici, si = f"/candidatures/{une.id}", {"If-Match": "*"}
    demande: Json = {"motif": "incomplete", "message": "Qui ?", "pointeurs": ["/contact"]}
    demande["jusqu_au"] = "2023-10-10T12:00:00Z"
    gestes: list[tuple[str, str, Json | None]] = [
        ("PUT", "/proposition", REFUS),
        ("DELETE", "/proposition", None),
        ("POST", "/rendu", None),
        ("POST", "/corrections", demande),
    ]
    for methode, chemin, corps in gestes:
        refus = normand.appeler(methode, ici + chemin, json=corps, headers=si)
        assert (refus.status_code, refus.json()["code"]) == (409, "lot-arrete"), chemin
    for methode, suite, corps in (
        ("PATCH", "", {"nom": "B"}),
        ("DELETE", "", None),
        ("PATCH", "/lignes", {"rayees": [une.id]}),
        ("POST", "/arret", None),
        ("POST", "/verification", None),
    ):
        refus = ministre.faire(methode, lot, suite, json=corps)
        assert (refus.status_code, refus.json()["code"]) == (409, "lot-arrete"), suite
    code = ministre.lignes(lot)[0]["code"]
    rouvert = ministre.faire("POST", lot, "/reouverture", json=RAISON)
    assert (rouvert.json()["etat"], rouvert.json()["arrete_le"]) == ("brouillon", None)
    assert normand.lire(une.id)["etape"] == "en_cours"
    assert _decisions(ministre.agent, une) == []
    assert ministre.lignes(lot)[0]["code"] == code
    # The hash of the letter that is void stays in the record, and the reason with the lot.
    arretee, rouverte = sql(
        url,
        "SELECT details->>'empreinte' FROM evenement WHERE genre IN ('arretee', 'reouverte') "
        f"AND candidature_id = '{une.id}' ORDER BY id",
    )
    assert arretee == rouverte and len(arretee[0]) == 64
    actes = ministre.lire(lot)["actes"]
    assert [(un["genre"], un["raison"]) for un in actes] == [
        ("arret", None),
        ("reouverture", RAISON["raison"]),
    ]
    assert {un["par"]["nom"] for un in actes} == {"essai"}
    garde = ministre.faire("DELETE", lot)
    assert (garde.status_code, garde.json()["code"]) == (409, "lot-deja-arrete")
    assert ministre.faire("POST", lot, "/reouverture", json=RAISON).json()["code"] == (
        "lot-non-arrete"
    )
    ministre.inscrire(lot, {"candidature": une.id, "decision": REFUS})
    ministre.faire("POST", lot, "/arret").raise_for_status()
    ((seconde),) = _decisions(ministre.agent, une)
    assert (seconde["decision"], seconde["sens"]) == (1, "refusee")


def test_une_ligne_fautive_et_rien_n_est_arrete_sauf_a_passer_outre(
    client: Client, ministre: Decideur, normand: Agent
) -> None:
    commun = epci_neuf()
    une, autre = prise(client, normand, commun), prise(client, normand, commun)
    acceptees = [{"candidature": c.id, "decision": {"sens": "acceptee"}} for c in (une, autre)]
    lot = _lot(ministre, *acceptees)
    refus = ministre.faire("POST", lot, "/arret")
    assert (refus.status_code, refus.json()["code"]) == (409, "perimetres-en-recouvrement")
    assert {un["candidature"] for un in refus.json()["refus"]} == {une.id, autre.id}
    ministre.faire("PATCH", lot, json={"signataire": None}).raise_for_status()
    refus = ministre.faire("POST", lot, "/arret")
    assert (refus.status_code, refus.json()["code"]) == (409, "arret-refuse")
    assert ministre.lire(lot)["etat"] == "brouillon"
    assert normand.lire(une.id)["etape"] == "en_cours"
    outre: Json = {"params": {"passer_outre": "true"}, "json": RAISON}
    refus = ministre.faire("POST", lot, "/arret", **outre)
    assert (refus.status_code, refus.json()["code"]) == (422, "signataire-incomplet")
    ministre.faire("PATCH", lot, json={"signataire": SIGNATAIRE}).raise_for_status()
    manques: list[Json] = [{"params": {"passer_outre": "true"}}, {"json": RAISON}]
    for manque in manques:
        assert ministre.faire("POST", lot, "/arret", **manque).json()["code"] == "requete-invalide"
    arrete = ministre.faire("POST", lot, "/arret", **outre).json()
    assert (arrete["etat"], arrete["actes"][-1]["raison"]) == ("arrete", RAISON["raison"])
    codes = [ligne["code"] for ligne in ministre.lignes(lot)]
    assert len({*codes}) == 2
    assert json.dumps(codes).count("ti-28") == 2


def test_ce_qui_a_quitte_les_regions_d_un_lot_ne_s_y_arrete_pas(
    client: Client, url: str, normand: Agent
) -> None:
    """Nor stays sealed, if it left them afterwards, once the lot is reopened."""
    normande = decideur(client, url, "28")
    une = prise(client, normand, epci_neuf())
    lot = _lot(normande, {"candidature": une.id, "decision": REFUS})
    partir = (
        "UPDATE instruction SET regions = '{{{region}}}', region_pilote = '{region}' "
        f"WHERE candidature_id = '{une.id}'"
    )
    sql(url, partir.format(region="53"))
    outre: Json = {"params": {"passer_outre": "true"}, "json": RAISON}
    refus = normande.faire("POST", lot, "/arret", **outre)
    assert refus.status_code == 409
    codes = {(un["code"], un["levable"]) for un in refus.json()["refus"]}
    assert ("region-non-pilote", False) in codes
    sql(url, partir.format(region="28"))
    normande.faire("POST", lot, "/arret").raise_for_status()
    sql(url, partir.format(region="53"))
    normande.faire("POST", lot, "/reouverture", json=RAISON).raise_for_status()
    scellee = f"SELECT lot, arretee_le FROM instruction WHERE candidature_id = '{une.id}'"
    assert sql(url, scellee) == [(None, None)]


def test_de_deux_lots_arretes_ensemble_le_second_voit_le_premier(
    client: Client, ministre: Decideur, normand: Agent
) -> None:
    commun = epci_neuf()
    lots = [
        _lot(ministre, {"candidature": une.id, "decision": {"sens": "acceptee"}})
        for une in (prise(client, normand, commun), prise(client, normand, commun))
    ]
    with ThreadPoolExecutor(len(lots)) as fils:
        gestes = [fils.submit(ministre.faire, "POST", lot, "/arret") for lot in lots]
        faits = [geste.result() for geste in gestes]
    assert sorted(fait.status_code for fait in faits) == [200, 409]
