"""Who is consulted: from the link to the answer, without an account; nothing but what is shown."""

from typing import Any

import pytest

from app.config import Settings
from tests.avis.consultes import (
    ECHEANCE,
    FIN,
    JUSTE_AVANT,
    JUSTE_AVANT_LA_FIN,
    LENDEMAIN,
    Consulte,
    consulte,
    demander,
    liens_d_avis,
    suivre,
)
from tests.bases import sql
from tests.candidatures.outils import probleme
from tests.client import Candidature, Client
from tests.depots.pieces import deposee
from tests.instruction.dossiers import Agent, agent


@pytest.fixture(scope="module")
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


@pytest.fixture(scope="module")
def normand(client: Client, url: str) -> Agent:
    return agent(client, url, "28")


@pytest.fixture
def dossier(client: Client) -> Candidature:
    return deposee(client)


def _vu(dossier: Candidature) -> Any:
    lue = dossier.appeler("GET")
    return lue.headers["ETag"], lue.content, dossier.appeler("GET", "/evenements").content


def test_trois_requetes_du_lien_a_l_avis_et_le_demandeur_n_en_voit_rien(
    client: Client, normand: Agent, dossier: Candidature
) -> None:
    avant, version = _vu(dossier), normand.lire(dossier.id)["version"]
    demandee = demander(normand, dossier.id)
    assert (demandee["statut"], demandee["depot"], demandee["reponses"]) == ("attendu", 1, [])
    (lien,) = liens_d_avis(client, demandee["courriel"])
    qui = Consulte(client, suivre(client, lien).raise_for_status().json()["jeton"])
    lu = qui.lire()
    assert lu["instantane"] == dossier.appeler("GET", "/depots/1").json()["instantane"]
    assert (lu["question"], lu["ouvert"], lu["reponses"]) == ("Ce périmètre ?", True, [])
    assert qui.envoyer("reserve", "À élargir.").status_code == 201
    suivi = normand.appeler("GET", f"/candidatures/{dossier.id}/avis").json()["avis"]
    assert [(un["statut"], un["reponse"]["sens"], un["reponse"]["texte"]) for un in suivi] == [
        ("rendu", "reserve", "À élargir.")
    ]
    assert _vu(dossier) == avant
    perimee = normand.proposer(dossier.id, version)
    genres = [changement["genre"] for changement in perimee.json()["changements"]]
    assert genres == ["avis_demande", "avis_rendu"]


def test_ne_se_montre_que_ce_qui_est_demande_du_depot_d_alors(
    client: Client, normand: Agent, dossier: Candidature
) -> None:
    _, qui = consulte(normand, dossier, sections=["perimetre", "gouvernance"])
    dossier.modifier({"perimetre": {"commentaire": "Autre."}}).raise_for_status()
    dossier.deposer().raise_for_status()
    lu, depose = qui.lire(), dossier.appeler("GET", "/depots/1").json()
    montre = {nom: depose["instantane"][nom] for nom in ("perimetre", "gouvernance")}
    assert (lu["depot"], lu["instantane"]) == (1, montre)
    par_rubrique = {piece["rubrique"]: piece for piece in depose["pieces"]}
    assert lu["pieces"] == [par_rubrique["lettres"]]
    tous = {*lu} | {*lu["instantane"]}
    assert not tous & {"par", "agent", "avis", "notes", "contact", "demandeur", "courriel"}
    ici = "/pieces-jointes/{}/contenu"
    servie = qui.appeler("GET", ici.format(par_rubrique["lettres"]["id"]))
    assert len(servie.content) == par_rubrique["lettres"]["taille"]
    autre = par_rubrique["plan_action_operationnel"]["id"]
    probleme(qui.appeler("GET", ici.format(autre)), 404, "introuvable")


def test_un_fichier_que_l_antivirus_n_a_pas_vu_ne_se_donne_pas(
    normand: Agent, dossier: Candidature, url: str
) -> None:
    _, qui = consulte(normand, dossier)
    piece = qui.lire()["pieces"][0]["id"]
    sql(url, f"UPDATE piece_jointe SET antivirus = 'en_attente' WHERE id = '{piece}'")
    refus = qui.appeler("GET", f"/pieces-jointes/{piece}/contenu")
    probleme(refus, 409, "analyse-en-attente")


def test_un_brouillon_se_garde_et_nul_autre_ne_le_lit(normand: Agent, dossier: Candidature) -> None:
    demandee, qui = consulte(normand, dossier)
    ebauche = {"sens": None, "texte": "Je relis."}
    assert qui.appeler("PUT", "/reponse", json=ebauche).status_code == 204
    assert qui.lire()["brouillon"] == ebauche
    ici = f"/candidatures/{dossier.id}/avis/{demandee['id']}"
    assert "Je relis." not in normand.appeler("GET", ici).text
    qui.envoyer("favorable").raise_for_status()
    assert qui.lire()["brouillon"] is None


def test_chaque_envoi_se_garde_le_meme_ne_compte_qu_une_fois(
    normand: Agent, dossier: Candidature, url: str
) -> None:
    demandee, qui = consulte(normand, dossier)
    statuts = [qui.envoyer(*r).status_code for r in (("favorable",), ("favorable",))]
    assert statuts == [201, 200]
    qui.envoyer("defavorable", "Après relecture.").raise_for_status()
    ici = f"/candidatures/{dossier.id}/avis/{demandee['id']}"
    lues = normand.appeler("GET", ici).json()
    assert [(r["envoi"], r["sens"]) for r in lues["reponses"]] == [
        (1, "favorable"),
        (2, "defavorable"),
    ]
    assert lues["reponse"] == lues["reponses"][1] == qui.lire()["reponses"][1]
    sql(
        url,
        "INSERT INTO avis_rendu SELECT avis_id, envoi + 2 * n, sens, texte, le FROM avis_rendu, "
        f"generate_series(1, 9) n WHERE avis_id = '{demandee['id']}'",
    )
    probleme(qui.envoyer("sans_avis"), 409, "trop-d-envois")


def test_en_retard_d_une_milliseconde_il_ne_s_envoie_plus_mais_se_lit_quinze_jours(
    client: Client, normand: Agent, dossier: Candidature
) -> None:
    demandee, qui = consulte(normand, dossier)
    relance = f"/candidatures/{dossier.id}/avis/{demandee['id']}/relance"
    normand.appeler("POST", relance, LENDEMAIN).raise_for_status()
    (lien,) = liens_d_avis(client, demandee["courriel"], 2)
    assert qui.envoyer("favorable", le=JUSTE_AVANT).status_code == 201
    refus = probleme(qui.envoyer("reserve", le=ECHEANCE), 409, "avis-clos")
    assert (refus["arrivee"], refus["echeance"]) == (ECHEANCE, ECHEANCE)
    ebauche = {"sens": None, "texte": ""}
    tard = qui.appeler("PUT", "/reponse", ECHEANCE, json=ebauche)
    probleme(tard, 409, "avis-clos")
    assert qui.lire(JUSTE_AVANT_LA_FIN)["ouvert"] is False
    probleme(qui.appeler("GET", le=FIN), 401, "jeton-refuse")
    probleme(suivre(client, lien, FIN), 404, "lien-refuse")
    assert suivre(client, lien, JUSTE_AVANT_LA_FIN).status_code == 200


def _sans_requete(reponse: Any) -> Any:
    return {cle: valeur for cle, valeur in reponse.json().items() if cle != "requete"}


def test_servi_revoque_retire_ou_jamais_emis_rien_ne_les_distingue(
    client: Client, normand: Agent
) -> None:
    """Neither a link nor a secret."""
    liens, jetons = ["tid_" + "B" * 43], [Consulte(client, "tiv_" + "B" * 43)]
    ceux = [deposee(client) for _ in range(3)]
    for rang, dossier in enumerate(ceux):
        demandee, qui = consulte(normand, dossier)
        (servi,) = liens_d_avis(client, demandee["courriel"])
        ici = f"/candidatures/{dossier.id}/avis/{demandee['id']}"
        normand.appeler("POST", f"{ici}/relance", LENDEMAIN).raise_for_status()
        (neuf,) = liens_d_avis(client, demandee["courriel"], 2)
        liens += [servi]
        if rang == 0:  # a new secret: the former one opens nothing any more
            suivre(client, neuf).raise_for_status()
        elif rang == 1:
            assert normand.appeler("DELETE", ici).status_code == 204
            assert normand.appeler("DELETE", ici).status_code == 204
        else:
            dossier.appeler("POST", "/retrait").raise_for_status()
        liens += [neuf]
        jetons.append(qui)
    refus = [_sans_requete(suivre(client, lien)) for lien in liens]
    assert [un["code"] for un in refus] == ["lien-refuse"] * len(liens)
    assert all(un == refus[0] for un in refus)
    for methode, suite, corps in (
        ("GET", "", None),
        ("PUT", "/reponse", {"sens": None, "texte": ""}),
        ("POST", "/envoi", {"sens": "favorable", "texte": ""}),
        ("GET", f"/pieces-jointes/{ceux[0].id}/contenu", None),
    ):
        eux = [_sans_requete(qui.appeler(methode, suite, json=corps)) for qui in jetons]
        assert [un["code"] for un in eux] == ["jeton-refuse"] * len(jetons), suite
        assert all(un == eux[0] for un in eux)


def test_son_jeton_n_ouvre_rien_d_autre(
    client: Client, normand: Agent, dossier: Candidature
) -> None:
    _, qui = consulte(normand, dossier)
    porteur = {"Authorization": f"Bearer {qui.jeton}"}
    for chemin in (f"/v1/candidatures/{dossier.id}", "/v1/candidatures", "/v1/flux"):
        probleme(client.get(chemin, headers=porteur), 403, "acces-insuffisant")
    instruite = f"/v1/instruction/candidatures/{dossier.id}/avis"
    probleme(client.get(instruite, headers=porteur), 403, "acces-insuffisant")


def test_il_part_avec_la_candidature(
    client: Client, normand: Agent, dossier: Candidature, url: str
) -> None:
    demandee, qui = consulte(normand, dossier)
    qui.envoyer("favorable").raise_for_status()
    dossier.appeler("POST", "/retrait").raise_for_status()
    dossier.appeler("DELETE").raise_for_status()
    probleme(qui.appeler("GET"), 401, "jeton-refuse")
    ici = f"'{demandee['id']}'"
    assert sql(url, f"SELECT count(*) FROM avis WHERE id = {ici}") == [(0,)]
    assert sql(url, f"SELECT count(*) FROM avis_rendu WHERE avis_id = {ici}") == [(0,)]
