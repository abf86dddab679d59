"""Opinions that reviewers ask for: who may, of whom, until when."""

from typing import Any

import pytest

from app.acces.droits import Portee
from app.config import Settings
from tests.acces.courrier import adresse, recu, recus
from tests.avis.consultes import (
    ECHEANCE,
    FIN,
    LENDEMAIN,
    Consulte,
    consulte,
    demande,
    demander,
    entre,
    liens_d_avis,
    suivre,
)
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client, Json
from tests.instruction.dossiers import AMIENS, APRES, ROUEN, Agent, agent, deposee_en


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


@pytest.fixture
def dossier(client: Client) -> Candidature:
    return deposee_en(client, ROUEN, AMIENS, region="interregional")


def test_chaque_region_concernee_demande_et_lit_une_autre_n_en_sait_rien(
    client: Client, dossier: Candidature, normand: Agent, url: str
) -> None:
    picard, lecteur = (
        agent(client, url, "32"),
        agent(client, url, portee=Portee.INSTRUCTION_LECTURE),
    )
    un, autre = demander(normand, dossier.id), demander(picard, dossier.id, fonction="dreets")
    chemin = f"/candidatures/{dossier.id}/avis"
    for qui in (normand, picard, lecteur):
        lus = qui.appeler("GET", chemin).raise_for_status().json()["avis"]
        assert [lu["id"] for lu in lus] == [un["id"], autre["id"]]
    assert lus[0]["par"]["nom"] == "essai"
    breton, ici = agent(client, url, "53"), f"{chemin}/{un['id']}"
    gestes: list[tuple[str, str, Json | None]] = [
        ("POST", chemin, demande()),
        ("PATCH", ici, {"echeance": ECHEANCE}),
        ("DELETE", ici, None),
        ("POST", f"{ici}/relance", None),
    ]
    for methode, ou, corps in gestes:
        assert breton.appeler(methode, ou, json=corps).status_code == 404
        assert lecteur.appeler(methode, ou, json=corps).status_code == 403
    for ou in (chemin, ici):
        assert breton.appeler("GET", ou).status_code == 404
    d_ailleurs = deposee_en(client, ROUEN)
    egaree = normand.appeler("GET", f"/candidatures/{d_ailleurs.id}/avis/{un['id']}")
    probleme(egaree, 404, "avis-absent")


def test_le_courriel_ne_dit_rien_que_quelqu_un_ait_ecrit(
    client: Client, dossier: Candidature, normand: Agent
) -> None:
    demandee = demander(normand, dossier.id, question="Cliquez sur https://ailleurs.example")
    texte = recu(client, demandee["courriel"])["texte"]
    numero = dossier.lire()["numero"]
    assert numero in texte and "21/10/2023 à 00:00" in texte
    nom = dossier.lire()["dossier"]["perimetre"]["nom_territoire"]
    assert not [dit for dit in ("ailleurs.example", nom, "essai") if dit in texte]


def test_un_seul_a_la_fois_a_la_meme_adresse(dossier: Candidature, normand: Agent) -> None:
    courriel, chemin = adresse("sgar"), f"/candidatures/{dossier.id}/avis"
    premier = demander(normand, dossier.id, courriel=courriel)
    encore = normand.appeler("POST", chemin, json=demande(courriel.upper()))
    assert probleme(encore, 409, "avis-deja-demande")["avis"] == premier["id"]
    normand.appeler("DELETE", f"{chemin}/{premier['id']}").raise_for_status()
    assert demander(normand, dossier.id, courriel=courriel)["id"] != premier["id"]
    apres = "2023-10-21T00:00:00Z"
    tard = demande(courriel, echeance="2023-11-20T00:00:00Z")
    assert normand.appeler("POST", chemin, apres, json=tard).status_code == 201


def test_un_dossier_en_recoit_trente_au_plus(
    dossier: Candidature, normand: Agent, url: str
) -> None:
    demander(normand, dossier.id)
    sql(
        url,
        "INSERT INTO avis SELECT (jsonb_populate_record(a, jsonb_build_object("
        "'id', gen_random_uuid(), 'courriel', n))).* "
        f"FROM avis a, generate_series(1, 29) n WHERE candidature_id = '{dossier.id}'",
    )
    chemin = f"/candidatures/{dossier.id}/avis"
    refus = normand.appeler("POST", chemin, json=demande())
    assert probleme(refus, 409, "trop-d-avis")["maximum"] == 30
    lot = demande() | {"region": "28"}
    faites = normand.appeler("POST", "/demandes-avis", json=lot).json()
    assert dossier.id in faites["ecartees"]
    # What was asked in vain gives its place back, to whoever revokes it; not without end.
    siens = f"WHERE candidature_id = '{dossier.id}'"
    sql(url, f"UPDATE avis SET revoque_le = now() {siens} AND courriel = '1'")
    demander(normand, dossier.id)
    sql(
        url,
        f"UPDATE avis SET revoque_le = now() {siens}",
        "INSERT INTO avis SELECT (jsonb_populate_record(a, jsonb_build_object("
        "'id', gen_random_uuid(), 'courriel', 'z' || n))).* "
        f"FROM avis a, generate_series(1, 69) n {siens} AND courriel = '2'",
    )
    refus = normand.appeler("POST", chemin, json=demande())
    assert probleme(refus, 409, "trop-d-avis")["maximum"] == 100
    faites = normand.appeler("POST", "/demandes-avis", json=demande() | {"region": "28"}).json()
    assert dossier.id in faites["ecartees"]


@pytest.mark.parametrize(
    "autres",
    [
        {"courriel": "personne"},
        {"fonction": "ministre"},
        {"question": " "},
        {"question": "a" * 2_001},
        {"question": "\0"},
        {"echeance": APRES},
        {"echeance": "2024-03-24T08:00:01Z"},
        {"echeance": "bientôt"},
        {"sections": ["avis"]},
        {"rang": 1},
    ],
)
def test_ce_qui_ne_se_demande_pas_se_refuse(
    dossier: Candidature, normand: Agent, autres: Json
) -> None:
    chemin = f"/candidatures/{dossier.id}/avis"
    probleme(normand.appeler("POST", chemin, json=demande() | autres), 422, "requete-invalide")
    assert normand.appeler("GET", chemin).json() == {"avis": []}


def test_l_echeance_se_rapproche_et_s_eloigne_et_qui_est_consulte_l_apprend(
    client: Client, dossier: Candidature, normand: Agent
) -> None:
    demandee, qui = consulte(normand, dossier)
    ici = f"/candidatures/{dossier.id}/avis/{demandee['id']}"

    def reporter(echeance: str, le: str = APRES) -> Any:
        return normand.appeler("PATCH", ici, le, json={"echeance": echeance})

    tot, tard = "2023-09-30T12:00:00Z", "2023-12-01T12:00:00Z"
    # They have just been written to, and are left alone.
    assert reporter(tard).raise_for_status().json()["echeance"] == tard
    assert reporter(tot, LENDEMAIN).raise_for_status().json()["echeance"] == tot
    version = normand.lire(dossier.id)["version"]
    dit = reporter(tot, "2023-09-28T08:00:00Z").raise_for_status()
    assert dit.headers["ETag"] == f'"{version}"' == f'"{normand.lire(dossier.id)["version"]}"'
    probleme(qui.envoyer("favorable", le=tot), 409, "avis-clos")
    probleme(reporter(APRES), 422, "requete-invalide")
    tres_tard = "2023-10-14T12:00:00Z"
    assert normand.appeler("GET", ici, tres_tard).json()["statut"] == "en_retard"
    assert reporter(tard, tres_tard).raise_for_status().json()["statut"] == "attendu"
    assert qui.envoyer("favorable", le=tres_tard).status_code == 201
    assert "01/12/2023 à 13:00" in recu(client, demandee["courriel"], 3)["texte"]
    assert "30/09/2023 à 14:00" in recu(client, demandee["courriel"], 2)["texte"]
    assert len(recus(client, demandee["courriel"])) == 3


def test_reportee_quand_plus_rien_ne_s_en_lit_seul_un_nouveau_lien_l_ouvre(
    client: Client, dossier: Candidature, normand: Agent
) -> None:
    demandee, qui = consulte(normand, dossier)
    ici = f"/candidatures/{dossier.id}/avis/{demandee['id']}"
    normand.appeler("POST", f"{ici}/relance", LENDEMAIN).raise_for_status()
    (ancien,) = liens_d_avis(client, demandee["courriel"], 2)
    corps = {"echeance": "2023-12-01T12:00:00Z"}
    normand.appeler("PATCH", ici, FIN, json=corps).raise_for_status()
    probleme(qui.appeler("GET", le=FIN), 401, "jeton-refuse")
    probleme(suivre(client, ancien, FIN), 404, "lien-refuse")
    (neuf,) = liens_d_avis(client, demandee["courriel"], 3)
    assert suivre(client, neuf, FIN).status_code == 200


def test_revoque_il_ne_se_relance_ni_ne_se_reporte_et_ce_qui_est_rendu_reste(
    client: Client, dossier: Candidature, normand: Agent, url: str
) -> None:
    (attendu, absent), (rendu, qui) = consulte(normand, dossier), consulte(normand, dossier)
    qui.envoyer("favorable").raise_for_status()
    ebauche = {"sens": None, "texte": "Je relis."}
    absent.appeler("PUT", "/reponse", json=ebauche).raise_for_status()
    chemin = f"/candidatures/{dossier.id}/avis"
    for un in (attendu, rendu):
        normand.appeler("DELETE", f"{chemin}/{un['id']}").raise_for_status()
        ici = f"{chemin}/{un['id']}"
        probleme(normand.appeler("POST", f"{ici}/relance"), 409, "avis-clos")
        refus = normand.appeler("PATCH", ici, json={"echeance": ECHEANCE})
        probleme(refus, 409, "avis-clos")
    statuts = [un["statut"] for un in normand.appeler("GET", chemin).json()["avis"]]
    assert statuts == ["revoque", "rendu"]
    restes = "SELECT count(*) FROM avis WHERE brouillon IS NOT NULL AND candidature_id = "
    assert sql(url, f"{restes}'{dossier.id}'") == [(0,)]


def test_ce_qui_est_retire_ne_se_consulte_plus(dossier: Candidature, normand: Agent) -> None:
    demandee = demander(normand, dossier.id)
    dossier.appeler("POST", "/retrait").raise_for_status()
    chemin = f"/candidatures/{dossier.id}/avis"
    ici = f"{chemin}/{demandee['id']}"
    assert normand.appeler("GET", ici).json()["statut"] == "clos"
    for methode, ou, corps in (
        ("POST", chemin, demande()),
        ("PATCH", ici, {"echeance": ECHEANCE}),
        ("POST", f"{ici}/relance", None),
    ):
        probleme(normand.appeler(methode, ou, json=corps), 409, "etat-incompatible")


def test_relance_il_recoit_un_autre_lien_et_garde_ce_qu_il_prepare(
    client: Client, dossier: Candidature, normand: Agent
) -> None:
    demandee, qui = consulte(normand, dossier)
    ebauche = {"sens": "reserve", "texte": "Je relis."}
    qui.appeler("PUT", "/reponse", json=ebauche).raise_for_status()
    ici = f"/candidatures/{dossier.id}/avis/{demandee['id']}"
    tot = normand.appeler("POST", f"{ici}/relance", "2023-09-26T07:59:59.999Z")
    assert probleme(tot, 409, "relance-trop-proche")["possible_le"] == LENDEMAIN
    assert normand.appeler("POST", f"{ici}/relance", LENDEMAIN).status_code == 202
    probleme(normand.appeler("POST", f"{ici}/relance", ECHEANCE), 409, "avis-clos")
    assert entre(client, demandee["courriel"], 2).lire()["brouillon"] == ebauche
    probleme(qui.appeler("GET"), 401, "jeton-refuse")


def test_deux_liens_ne_servent_qu_une_fois_a_eux_deux(
    client: Client, dossier: Candidature, normand: Agent
) -> None:
    demandee = demander(normand, dossier.id)
    ici = f"/candidatures/{dossier.id}/avis/{demandee['id']}"
    normand.appeler("POST", f"{ici}/relance", LENDEMAIN).raise_for_status()
    (premier,), (second,) = (liens_d_avis(client, demandee["courriel"], rang) for rang in (1, 2))
    qui = Consulte(client, suivre(client, premier).raise_for_status().json()["jeton"])
    probleme(suivre(client, second), 404, "lien-refuse")
    assert qui.lire()["ouvert"]


def test_une_adresse_ne_recoit_qu_un_nombre_de_courriels_par_jour_de_tous_les_dossiers(
    client: Client, dossier: Candidature, normand: Agent, url: str
) -> None:
    courriel, autre = adresse("sgar"), deposee_en(client, ROUEN)
    un = demander(normand, dossier.id, courriel=courriel)
    # Those of a day alone end so late; the sandbox allows a thousand times as many.
    sql(url, "UPDATE compteur SET nombre = 49999 WHERE fin > '2023-09-19T06:59:00Z'")
    chemin, lot = f"/candidatures/{autre.id}/avis", {"region": "28"}
    deja = normand.appeler("POST", f"/candidatures/{dossier.id}/avis", json=demande(courriel))
    probleme(deja, 409, "avis-deja-demande")  # what is refused counts for nothing
    demander(normand, autre.id, courriel=courriel)
    ici, avant = f"/candidatures/{dossier.id}/avis/{un['id']}", normand.lire(dossier.id)["version"]
    tard = {"echeance": "2023-12-01T12:00:00Z"}
    normand.appeler("DELETE", f"{chemin}/{_dernier(normand, chemin)}").raise_for_status()
    refus = [
        normand.appeler("POST", chemin, json=demande(courriel.upper())),
        normand.appeler("POST", "/demandes-avis", json=demande(courriel) | lot),
        normand.appeler("POST", f"{ici}/relance", LENDEMAIN),
        normand.appeler("PATCH", ici, LENDEMAIN, json=tard),
    ]
    for refuse in refus:
        probleme(refuse, 429, "trop-de-requetes")
        assert int(refuse.headers["RateLimit-Reset"]) > 80_000
    assert normand.lire(dossier.id)["version"] == avant
    assert len(normand.appeler("GET", chemin).json()["avis"]) == 1
    assert demander(normand, autre.id)["statut"] == "attendu", "à une autre"


def _dernier(qui: Agent, chemin: str) -> str:
    return qui.appeler("GET", chemin).json()["avis"][-1]["id"]
