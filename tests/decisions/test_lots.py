"""Lots: made, changed, dropped, seen by those alone who decide for all that they decide for."""

from uuid import uuid4

import pytest

from tests.bases import sql
from tests.client import Client, Json
from tests.decisions.lots import SIGNATAIRE, Decideur, decideur
from tests.instruction.dossiers import agent


def test_un_lot_se_cree_se_complete_et_se_supprime(ministre: Decideur) -> None:
    cree = ministre.creer("Première sélection")
    assert (cree["etat"], cree["secret"], cree["lignes"], cree["version"]) == (
        *("brouillon", True),
        *(0, 1),
    )
    assert (cree["publier_le"], cree["signataire"], cree["par"]["nom"]) == (None, None, "essai")
    lot = cree["id"]
    change: Json = {"publier_le": "2023-11-09T11:00:00+01:00", "signataire": SIGNATAIRE}
    change |= {"secret": False}
    modifie = ministre.faire("PATCH", lot, json=change)
    assert modifie.headers["ETag"] == '"2"'
    assert modifie.json() == ministre.lire(lot)
    assert modifie.json() == {
        **cree,
        **change,
        "publier_le": "2023-11-09T10:00:00Z",
        "version": 2,
    }
    assert ministre.faire("PATCH", lot, json={"signataire": None}).json()["signataire"] is None
    assert ministre.faire("DELETE", lot).status_code == 204
    assert ministre.agent.appeler("GET", f"/lots/{lot}").json()["code"] == "introuvable"


def test_rien_ne_s_ecrit_par_dessus_ce_qui_n_a_pas_ete_lu(ministre: Decideur) -> None:
    lot = ministre.creer()["id"]
    sans = ministre.agent.appeler("PATCH", f"/lots/{lot}", json={"nom": "A"})
    assert (sans.status_code, sans.json()["code"]) == (428, "precondition-requise")
    assert ministre.faire("PATCH", lot, json={"nom": "A"}).status_code == 200
    perime = ministre.faire("PATCH", lot, version=1, json={"nom": "B"})
    assert (perime.status_code, perime.json()["code"]) == (412, "lot-perime")
    assert perime.headers["ETag"] == '"2"'
    (fait,) = perime.json()["changements"]
    assert (fait["genre"], fait["version"], fait["par"]["nom"]) == ("modification", 2, "essai")
    assert ministre.faire("DELETE", lot, version=1).status_code == 412
    assert ministre.lire(lot)["nom"] == "A"


@pytest.mark.parametrize(
    "change",
    [
        {"nom": None},
        {"nom": ""},
        {"secret": None},
        {"publier_le": "2023-11-09T10:00:00"},
        {"signataire": {"prenom": "A"}},
        {"etat": "publie"},
    ],
    ids=str,
)
def test_ce_qui_n_a_pas_la_forme_attendue_ne_change_rien(ministre: Decideur, change: Json) -> None:
    lot = ministre.creer()
    refus = ministre.faire("PATCH", lot["id"], json=change)
    assert (refus.status_code, refus.json()["code"]) == (422, "requete-invalide")
    assert ministre.lire(lot["id"]) == lot


def test_recreer_sous_la_meme_cle_n_en_fait_pas_un_autre(ministre: Decideur) -> None:
    cle, corps = {"Idempotency-Key": str(uuid4())}, {"nom": "Une fois"}
    premier = ministre.agent.appeler("POST", "/lots", json=corps, headers=cle)
    second = ministre.agent.appeler("POST", "/lots", json=corps, headers=cle)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert (premier.status_code, premier.json()) == (201, second.json())
    assert premier.headers["Location"] == f"/v1/instruction/lots/{premier.json()['id']}"
    autre = ministre.agent.appeler("POST", "/lots", json={"nom": "Autre"}, headers=cle)
    assert autre.json()["code"] == "cle-reutilisee"


def test_qui_decide_pour_une_region_ne_voit_que_les_lots_de_ses_regions(
    client: Client, url: str, ministre: Decideur
) -> None:
    normand, autre = decideur(client, url, "28"), decideur(client, url, "28", "32")
    national, sien = ministre.creer()["id"], normand.creer()["id"]
    commun = autre.creer()["id"]

    def vus(qui: Decideur) -> set[str]:
        trouves, apres = list[str](), None
        while True:
            page = qui.agent.appeler(
                "GET", "/lots", params={"limite": 2} | ({"apres": apres} if apres else {})
            ).json()
            trouves += [lot["id"] for lot in page["lots"]]
            if (apres := page["suivant"]) is None:
                assert len(trouves) == len(set(trouves))
                return {lot for lot in trouves if lot in (national, sien, commun)}

    assert vus(ministre) == {national, sien, commun}
    assert vus(normand) == {sien}
    assert vus(autre) == {sien, commun}
    for lot in (national, commun):
        assert normand.agent.appeler("GET", f"/lots/{lot}").status_code == 404
        assert normand.agent.appeler("DELETE", f"/lots/{lot}").status_code == 404
    instructeur = agent(client, url)
    assert instructeur.appeler("GET", f"/lots/{sien}").status_code == 403


def test_cinquante_lots_d_un_agent_se_preparent_et_deux_cents_en_tout(
    client: Client, url: str
) -> None:
    un, autre = decideur(client, url), decideur(client, url)
    modele = un.creer()["id"]

    def maximum(qui: Decideur) -> int | None:
        fait = qui.agent.appeler("POST", "/lots", json={"nom": "Un de plus"})
        if fait.status_code == 201:
            return qui.faire("DELETE", fait.json()["id"]).raise_for_status() and None
        assert (fait.status_code, fait.json()["code"]) == (409, "trop-de-lots")
        return fait.json()["maximum"]

    def preparer(nombre: int, agent: str = "agent") -> None:
        sql(
            url,
            "INSERT INTO lot (id, version, nom, etat, secret, cree_le, agent) SELECT "
            f"gen_random_uuid(), 1, 'copie', etat, secret, cree_le, {agent} FROM lot, "
            f"generate_series(1, {nombre}) WHERE id = '{modele}'",
        )

    preparer(48)
    assert maximum(un) is None
    preparer(1)
    assert (maximum(un), maximum(autre)) == (50, None)
    preparer(150, "gen_random_uuid()")
    assert maximum(autre) == 200
    sql(url, "DELETE FROM lot WHERE nom = 'copie'")
    assert (maximum(un), maximum(autre)) == (None, None)
