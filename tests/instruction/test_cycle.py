"""Taking in charge, giving back, entrusting, proposing: who may, when, and what shows of it."""

import json
from typing import Any

import pytest

from app.acces.droits import Portee
from app.config import Settings
from tests.acces.temoins import nouvel_agent, nouvelle_cle
from tests.bases import sql
from tests.client import Candidature, Client, contrat
from tests.depots.pieces import prete
from tests.instruction.dossiers import AMIENS, ROUEN, Agent, agent, deposee_en

LONGUE = "Le périmètre n'est pas d'une taille adéquate."


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


@pytest.fixture
def dossier(client: Client) -> Candidature:
    return deposee_en(client, ROUEN)


@pytest.fixture
def pris(dossier: Candidature, normand: Agent) -> Candidature:
    normand.prendre(dossier.id).raise_for_status()
    return dossier


def _vu(dossier: Candidature) -> Any:
    """All that the applicant is shown."""
    lue = dossier.appeler("GET")
    return lue.headers["ETag"], lue.json(), dossier.appeler("GET", "/evenements").json()


# --- T1 ---


def test_prise_en_instruction_le_demandeur_l_apprend(dossier: Candidature, normand: Agent) -> None:
    lu = normand.prendre(dossier.id)
    assert (lu.status_code, lu.json()["etat"], lu.json()["etape"]) == (
        200,
        "en_instruction",
        "en_cours",
    )
    (charge,) = lu.json()["affectations"]
    assert charge["responsable"] and charge["agent"]["nom"] == "essai"
    assert dossier.lire()["etat"] == "en_instruction"
    dernier = dossier.appeler("GET", "/evenements").json()["evenements"][-1]
    assert (dernier["genre"], dernier["auteur"], dernier["acces"], dernier["origine"]) == (
        "prise_en_instruction",
        "instruction",
        None,
        None,
    )


def test_un_corps_envoye_par_morceaux_se_lit_comme_un_autre(
    dossier: Candidature, normand: Agent, url: str
) -> None:
    """Without `Content-Length`, whoever is named is not forgotten for that; one may name nobody."""
    collegue = nouvel_agent(url)
    corps = json.dumps({"affectations": [{"agent": collegue}]}).encode()
    type_ = {"Content-Type": "application/json"}
    pris = normand.prendre(dossier.id, content=iter([corps[:9], corps[9:]]), headers=type_)
    assert [un["agent"]["id"] for un in pris.json()["affectations"]] == [collegue]
    sans_type = normand.prendre(dossier.id, content=corps)
    assert (sans_type.status_code, sans_type.json()["code"]) == (415, "type-de-contenu-refuse")
    prise = contrat()["paths"]["/v1/instruction/candidatures/{id}/prise-en-instruction"]["post"]
    assert prise["requestBody"]["required"] is False


def test_pas_avant_qu_aucun_depot_a_temps_ne_puisse_revenir(
    dossier: Candidature, normand: Agent
) -> None:
    trop_tot = normand.prendre(dossier.id, le="2023-09-22T22:14:59.999Z")
    assert (trop_tot.status_code, trop_tot.json()["code"]) == (409, "campagne-ouverte")
    assert dossier.lire()["etat"] == "deposee"
    assert normand.prendre(dossier.id, le="2023-09-22T22:15:00Z").status_code == 200


def test_reprise_par_un_autre_ne_change_rien(
    pris: Candidature, client: Client, url: str, normand: Agent
) -> None:
    avant = normand.lire(pris.id)
    assert agent(client, url).prendre(pris.id).status_code == 200
    assert normand.lire(pris.id) == avant


def test_ni_un_brouillon_ni_une_retiree(client: Client, normand: Agent) -> None:
    assert normand.prendre(prete(client).id).status_code == 404
    retiree = deposee_en(client, ROUEN)
    retiree.appeler("POST", "/retrait").raise_for_status()
    refus = normand.prendre(retiree.id)
    assert (refus.status_code, refus.json()["code"]) == (409, "etat-incompatible")


def test_un_lecteur_ne_prend_rien(dossier: Candidature, client: Client, url: str) -> None:
    lecteur = agent(client, url, "28", portee=Portee.INSTRUCTION_LECTURE)
    assert lecteur.prendre(dossier.id).status_code == 403
    actions = {une["nom"]: une["motif"] for une in lecteur.lire(dossier.id)["actions"]}
    assert {*actions.values()} == {"acces-insuffisant"}


# --- together ---


@pytest.mark.parametrize("mode", ["tout", "partiel"])
def test_un_lot_dit_tous_ses_refus(client: Client, normand: Agent, mode: str) -> None:
    bonnes = [deposee_en(client, ROUEN).id for _ in range(2)]
    retiree, ailleurs = deposee_en(client, ROUEN), deposee_en(client, AMIENS, region="32")
    retiree.appeler("POST", "/retrait").raise_for_status()
    corps = {"candidatures": [*bonnes, retiree.id, ailleurs.id], "mode": mode}
    lot = normand.appeler("POST", "/prises-en-instruction", json=corps)
    refusees = lot.json()["lignes" if mode == "tout" else "refusees"]
    assert {(une["candidature"], une["code"]) for une in refusees} == {
        (retiree.id, "etat-incompatible"),
        (ailleurs.id, "introuvable"),
    }
    assert lot.status_code == (409 if mode == "tout" else 200)
    etats = {normand.lire(id)["etat"] for id in bonnes}
    assert etats == ({"deposee"} if mode == "tout" else {"en_instruction"})


# --- T2 ---


def test_rendue_elle_est_comme_avant(pris: Candidature, normand: Agent) -> None:
    rendu = normand.appeler("POST", f"/candidatures/{pris.id}/rendu")
    assert (rendu.status_code, rendu.json()["etat"], rendu.json()["affectations"]) == (
        200,
        "deposee",
        [],
    )
    assert pris.lire()["etat"] == "deposee"


def test_rien_ne_se_rend_quand_une_decision_est_proposee(pris: Candidature, normand: Agent) -> None:
    version = normand.lire(pris.id)["version"]
    version = normand.proposer(pris.id, version).raise_for_status().json()["version"]
    refus = normand.appeler("POST", f"/candidatures/{pris.id}/rendu")
    assert (refus.status_code, refus.json()["code"]) == (409, "instruction-avancee")
    retiree = normand.appeler(
        "DELETE", f"/candidatures/{pris.id}/proposition", headers={"If-Match": f'"{version}"'}
    )
    assert retiree.json()["proposition"] is None
    assert normand.appeler("POST", f"/candidatures/{pris.id}/rendu").status_code == 200


# --- who is in charge ---


def test_un_dossier_se_confie_a_des_agents_connus(
    pris: Candidature, client: Client, url: str, normand: Agent
) -> None:
    autre = agent(client, url, "28")
    autre.lire(pris.id)
    connus = [un["id"] for un in normand.appeler("GET", "/agents").json()["agents"]]
    inconnu = "018c2f74-6f70-4182-93a4-b5c6d7e8f901"
    ici = f"/candidatures/{pris.id}/affectations"

    def confier(*agents: tuple[str, bool], **headers: str) -> Any:
        voulues = [{"agent": id, "responsable": repond} for id, repond in agents]
        return normand.appeler("PUT", ici, json={"affectations": voulues}, headers=headers)

    faites = confier((connus[0], False), (connus[1], True)).json()["affectations"]
    assert [un["responsable"] for un in faites] == [True, False]
    for refusees in (
        [(inconnu, True)],
        [(connus[0], True), (connus[1], True)],
        [(connus[0], False), (connus[0], True)],
    ):
        assert confier(*refusees).status_code == 422
    assert confier((connus[0], True), **{"If-Match": '"1"'}).status_code == 412
    assert normand.appeler("GET", ici).json() == {"affectations": faites}


# --- T8 ---


def test_une_decision_se_propose_et_le_demandeur_n_en_voit_rien(
    pris: Candidature, normand: Agent
) -> None:
    vu, version = _vu(pris), normand.lire(pris.id)["version"]
    propose = normand.proposer(pris.id, version, "refusee", motifs=["perimetre"], motivation=LONGUE)
    assert (propose.status_code, propose.json()["etape"]) == (200, "proposee")
    lue = normand.appeler("GET", f"/candidatures/{pris.id}/proposition").json()
    assert (lue["sens"], lue["depot"], lue["version"]) == ("refusee", 1, version + 1)
    assert _vu(pris) == vu


@pytest.mark.parametrize(
    "sans",
    [
        {"sens": "refusee"},
        {"sens": "sans_suite", "motifs": ["autre"], "motivation": "Trop court."},
        {"sens": "refusee", "motivation": LONGUE},
        {"sens": "refusee", "motifs": ["autre"], "motivation": " " * 30},
    ],
)
def test_un_refus_se_motive(pris: Candidature, normand: Agent, sans: dict[str, Any]) -> None:
    version = normand.lire(pris.id)["version"]
    refus = normand.proposer(pris.id, version, **sans)
    assert (refus.status_code, refus.json()["code"]) == (422, "motivation-absente")


def test_un_territoire_retenu_est_fait_d_epci_et_de_communes_connus(
    pris: Candidature, normand: Agent
) -> None:
    version = normand.lire(pris.id)["version"]
    retenu: dict[str, Any] = {"nom": "Axe Seine", "epci": [ROUEN, "123456789"]}
    retenu |= {"communes": ["76540", "76000"], "region_pilote": None}
    refus = normand.proposer(pris.id, version, territoire_retenu=retenu)
    assert [(p["nom"], p["type"]) for p in refus.json()["parametres"]] == [
        ("/territoire_retenu/epci/1", "siren_inconnu"),
        ("/territoire_retenu/communes/1", "commune_inconnue"),
    ]
    retenu |= {"epci": [ROUEN], "communes": ["76540"]}
    assert normand.proposer(pris.id, version, territoire_retenu=retenu).status_code == 200


def test_if_match_est_requis_et_le_refus_dit_qui_a_fait_quoi(
    pris: Candidature, client: Client, url: str, normand: Agent
) -> None:
    assert normand.proposer(pris.id, None).status_code == 428
    version = normand.lire(pris.id)["version"]
    agent(client, url).proposer(pris.id, version).raise_for_status()
    refus = normand.proposer(pris.id, version)
    assert (refus.status_code, refus.headers["ETag"]) == (412, f'"{version + 1}"')
    (fait,) = refus.json()["changements"]
    assert (fait["version"], fait["genre"], fait["par"]["nom"]) == (
        version + 1,
        "proposition",
        "essai",
    )


def test_la_region_qui_pilote_propose_les_autres_lisent(client: Client, url: str) -> None:
    partage = deposee_en(client, ROUEN, "200010700", AMIENS, region="interregional")
    pilote, autre, ailleurs = (agent(client, url, code) for code in ("28", "32", "53"))
    autre.prendre(partage.id).raise_for_status()
    version = autre.lire(partage.id)["version"]
    refus = autre.proposer(partage.id, version)
    assert (refus.status_code, refus.json()["region_pilote"]) == (403, "28")
    assert ailleurs.proposer(partage.id, version).status_code == 404
    assert pilote.proposer(partage.id, version).status_code == 200


def test_un_perimetre_qui_change_de_region_change_qui_voit_le_dossier(
    client: Client, url: str
) -> None:
    dossier = deposee_en(client, ROUEN)
    quittee, rejointe = (agent(client, url, region) for region in ("28", "32"))
    avant = quittee.lire(dossier.id)["version"]
    assert rejointe.appeler("GET", f"/candidatures/{dossier.id}").status_code == 404
    dossier.modifier(
        {"perimetre": {"region": "32", "epci": [{"siren": AMIENS}]}}
    ).raise_for_status()
    assert dossier.deposer().status_code == 201
    assert quittee.appeler("GET", f"/candidatures/{dossier.id}").status_code == 404
    assert rejointe.lire(dossier.id)["regions"] == ["32"]
    perimee = rejointe.proposer(dossier.id, avant)
    dits = [(c["genre"], c["par"]) for c in perimee.json()["changements"]]
    assert (perimee.status_code, dits) == (412, [("regions_changees", None)])
    details = "SELECT details FROM evenement WHERE genre = 'regions_changees'"
    assert sql(url, f"{details} AND candidature_id = '{dossier.id}'") == [
        ({"avant": ["28"], "apres": ["32"]},)
    ]
    assert "regions_changees" not in [e["genre"] for e in dossier.evenements()]
    # Deposited again there, nobody else sees it: nothing is told.
    dossier.modifier({"contact": {"nom_prenom": "Anne Martin"}}).raise_for_status()
    assert dossier.deposer().status_code == 201
    assert len(sql(url, f"{details} AND candidature_id = '{dossier.id}'")) == 1


def test_qui_decide_choisit_la_region_qui_pilote(client: Client, url: str) -> None:
    partage = deposee_en(client, ROUEN, AMIENS, region="interregional")
    decideur = agent(client, url, portee=Portee.INSTRUCTION_DECISION)
    amienois = agent(client, url, "32")
    lu = decideur.lire(partage.id)
    assert lu["region_pilote"] is None  # as many EPCI on either side

    def choisir(qui: Agent, region: str, version: int) -> Any:
        ici, headers = f"/candidatures/{partage.id}/region-pilote", {"If-Match": f'"{version}"'}
        return qui.appeler("PUT", ici, json={"region": region}, headers=headers)

    assert choisir(amienois, "32", lu["version"]).status_code == 403
    for autre in ("53", "interregional"):
        assert choisir(decideur, autre, lu["version"]).status_code == 422
    choisi = choisir(decideur, "32", lu["version"])
    assert (choisi.status_code, choisi.json()["region_pilote"]) == (200, "32")
    amienois.prendre(partage.id).raise_for_status()
    version = amienois.lire(partage.id)["version"]
    assert amienois.proposer(partage.id, version).status_code == 200


def test_rien_ne_se_propose_d_une_candidature_retiree(pris: Candidature, normand: Agent) -> None:
    version = normand.lire(pris.id)["version"]
    pris.appeler("POST", "/retrait").raise_for_status()
    perimee = normand.proposer(pris.id, version)
    assert [c["genre"] for c in perimee.json()["changements"]] == ["retiree"]
    refus = normand.proposer(pris.id, version + 1)
    assert (refus.status_code, refus.json()["code"]) == (409, "etat-incompatible")


def test_ce_que_les_agents_ont_fait_part_avec_la_candidature(
    pris: Candidature, normand: Agent, url: str
) -> None:
    normand.proposer(pris.id, normand.lire(pris.id)["version"]).raise_for_status()
    pris.appeler("POST", "/retrait").raise_for_status()
    pris.appeler("DELETE").raise_for_status()
    for table in ("instruction", "acte_instruction", "affectation", "proposition"):
        ici = f"FROM {table} WHERE candidature_id = '{pris.id}'"
        assert sql(url, f"SELECT count(*) {ici}") == [(0,)]
    assert normand.appeler("GET", f"/candidatures/{pris.id}").status_code == 404


def test_un_agent_efface_de_l_annuaire_n_a_plus_de_nom_et_ce_qu_il_a_fait_reste(
    client: Client, url: str, normand: Agent
) -> None:
    dossier = deposee_en(client, ROUEN)
    partant = agent(client, url, "28")
    partant.prendre(dossier.id).raise_for_status()
    (charge,) = normand.lire(dossier.id)["affectations"]
    entetes = {"Authorization": f"Bearer {nouvelle_cle(url, Portee.ADMINISTRATION)[1]}"}
    adresse = f"/v1/administration/agents/{charge['agent']['id']}"
    assert client.delete(adresse, headers=entetes).status_code == 204
    (reste,) = normand.lire(dossier.id)["affectations"]
    assert reste["agent"] == {**charge["agent"], "nom": None}
    partant.lire(dossier.id)
    assert normand.lire(dossier.id)["affectations"] == [charge]
