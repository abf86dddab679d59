"""The log of deliveries, sending again, trying: of one's own endpoints, through the API."""

import json
from collections.abc import Generator
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import httpx2
import pytest
from standardwebhooks import Webhook

from app.acces.droits import Portee
from tests.acces.cles import DE_PORTAIL, porteur
from tests.acces.temoins import nouvelle_cle
from tests.candidatures.outils import probleme
from tests.client import Json
from tests.flux.livraisons.outils import Crochet, Envois, Titulaire
from tests.flux.outils import deposer_par
from tests.portails.outils import Portail
from tests.recepteurs import Recepteur, dire, ne_rien_dire, recevoir, tour_a_tour


@pytest.fixture(scope="module")
def titulaire(envois: Envois) -> Titulaire:
    return envois.titulaire()


@pytest.fixture
def recepteur() -> Generator[Recepteur]:
    with recevoir() as recepteur:
        yield recepteur


def test_le_journal_dit_chaque_essai_et_ce_qui_a_ete_repondu(
    envois: Envois, titulaire: Titulaire, recepteur: Recepteur
) -> None:
    reponses = dire(503, "X-Trace: 42", corps=b"en maintenance"), dire(204)
    recepteur.repondre = tour_a_tour(*reponses)
    crochet, candidature = envois.declarer(titulaire, recepteur.url), uuid4()
    envois.publier(titulaire, candidature)
    envois.attendre_les_etats(crochet, "livree")
    recue = recepteur.recevoir()
    (livraison,) = _lister(envois, crochet)["livraisons"]
    assert livraison["evenement"] == recue.id
    assert livraison["candidature"] == str(candidature)
    assert (livraison["etat"], livraison["essais"]) == ("livree", 2)
    assert livraison["prochaine"] is None
    ratee, reussie = livraison["tentatives"]
    assert (ratee["issue"], ratee["statut"], ratee["corps"]) == ("statut", 503, "en maintenance")
    assert {"nom": "x-trace", "valeur": "42"} in ratee["recus"]
    assert {"nom": "webhook-id", "valeur": recue.id} in ratee["envoyes"]
    assert ratee["duree_ms"] >= 0
    assert (reussie["issue"], reussie["statut"], reussie["corps"]) == ("livree", 204, "")


def test_le_journal_se_lit_par_etat_par_evenement_et_par_pages(
    envois: Envois, titulaire: Titulaire, recepteur: Recepteur
) -> None:
    crochet = envois.declarer(titulaire, recepteur.url)
    envois.publier(titulaire, uuid4(), uuid4(), uuid4())
    envois.attendre_les_etats(crochet, *["livree"] * 3)
    toutes = _lister(envois, crochet)["livraisons"]
    positions = [une["position"] for une in toutes]
    assert positions == sorted(positions, reverse=True)
    assert _lister(envois, crochet, etat="en_attente")["livraisons"] == []
    assert _lister(envois, crochet, evenement=toutes[1]["evenement"])["livraisons"] == [toutes[1]]
    page = _lister(envois, crochet, limite=2)
    assert page["livraisons"] == toutes[:2]
    suite = _lister(envois, crochet, limite=2, apres=page["suivant"])
    assert (suite["livraisons"], suite["suivant"]) == (toutes[2:], None)
    trop = _appeler(envois, crochet, "GET", "/livraisons", params={"limite": 51})
    probleme(trop, 422, "requete-invalide")


def test_une_candidature_effacee_y_reste_sans_ce_qui_en_a_ete_repondu(
    envois: Envois, recepteur: Recepteur
) -> None:
    """A receiver may name whom it likes in what it answers."""
    titulaire = envois.titulaire(*DE_PORTAIL)
    nom = "Yseult Kerguézennec"
    dit = dire(500, f"X-Qui: {quote(nom)}", corps=nom.encode())
    recepteur.repondre = tour_a_tour(dit, dire(204))
    crochet = envois.declarer(titulaire, recepteur.url)
    candidature = deposer_par(Portail(envois.client, titulaire.cle))
    envois.attendre_les_etats(crochet, "livree")
    assert nom in json.dumps(_lister(envois, crochet), ensure_ascii=False)
    effacee = envois.client.delete(
        f"/v1/administration/candidatures/{candidature.id}",
        params={"motif": "injonction"},
        headers=porteur(nouvelle_cle(envois.url, Portee.ADMINISTRATION)[1]),
    )
    effacee.raise_for_status()
    envois.attendre_les_etats(crochet, "livree", "livree")
    derniere, premiere = _lister(envois, crochet)["livraisons"]
    assert (derniere["type"], premiere["type"]) == ("candidature.supprimee", "candidature.deposee")
    assert {derniere["candidature"], premiere["candidature"]} == {candidature.id}
    ratee, reussie = premiere["tentatives"]
    assert (ratee["issue"], ratee["statut"]) == ("statut", 500)
    assert [une[quoi] for une in (ratee, reussie) for quoi in ("recus", "corps")] == [None] * 4
    reste = json.dumps(envois.sonde.contenu())
    assert "Kergu" not in reste and nom.encode().hex() not in reste


def test_un_evenement_se_renvoie_sous_le_meme_identifiant(
    envois: Envois, titulaire: Titulaire, recepteur: Recepteur
) -> None:
    crochet = envois.declarer(titulaire, recepteur.url)
    envois.publier(titulaire, uuid4())
    envois.attendre_les_etats(crochet, "livree")
    premiere = recepteur.recevoir()
    chemin = f"/livraisons/{premiere.id}/relance"
    relancee = _appeler(envois, crochet, "POST", chemin).raise_for_status().json()
    assert (relancee["etat"], relancee["essais"]) == ("en_attente", 0)
    seconde = recepteur.recevoir()
    assert (seconde.id, seconde.corps) == (premiere.id, premiere.corps)
    envois.attendre_les_etats(crochet, "livree")
    # What was kept of it has gone: the feed has it all the same.
    envois.executer(f"DELETE FROM livraison WHERE crochet_id = '{crochet.id}'")
    _appeler(envois, crochet, "POST", chemin).raise_for_status()
    assert recepteur.recevoir().id == premiere.id
    inconnu = f"/livraisons/evt_{uuid4().hex}/relance"
    probleme(_appeler(envois, crochet, "POST", inconnu), 404, "introuvable")


def test_une_partie_du_flux_se_renvoie(
    envois: Envois, titulaire: Titulaire, recepteur: Recepteur
) -> None:
    crochet, candidatures = envois.declarer(titulaire, recepteur.url), [uuid4() for _ in range(3)]
    for type in ("candidature.deposee", "candidature.retiree"):
        envois.publier(titulaire, *candidatures, type=type)
        envois.attendre_la_repartition(crochet)
    envois.attendre_les_etats(crochet, *["livree"] * 6)
    premieres = {recue.id for recue in recepteur.recevoir_toutes(6)}
    positions = sorted(une["position"] for une in _lister(envois, crochet)["livraisons"])
    rejeu = _rejouer(envois, crochet, apres=positions[0], jusqu_a=positions[4])
    assert rejeu == {"nombre": 4, "jusqu_a": positions[4], "complet": True}
    assert {recue.id for recue in recepteur.recevoir_toutes(4)} < premieres
    # What is still being sent is not sent again.
    envois.attendre_les_etats(crochet, *["livree"] * 6)
    rejeu = _rejouer(envois, crochet, depuis="2020-01-01T00:00:00Z", types=["candidature.retiree"])
    assert rejeu["nombre"] == 3
    recepteur.recevoir_toutes(3)
    envois.attendre_les_etats(crochet, *["livree"] * 6)
    assert recepteur.rien
    for corps in ({}, {"apres": 1, "depuis": "2020-01-01T00:00:00Z"}, {"apres": -1}):
        refus = _appeler(envois, crochet, "POST", "/rejouer", json=corps)
        probleme(refus, 422, "requete-invalide")


def test_un_essai_rend_ce_qui_a_ete_repondu(
    envois: Envois, titulaire: Titulaire, recepteur: Recepteur
) -> None:
    recepteur.repondre = dire(418, corps=b"non")
    crochet = envois.declarer(titulaire, recepteur.url)
    envois.executer(f"UPDATE crochet SET actif = false WHERE id = '{crochet.id}'")
    rendu = _appeler(envois, crochet, "POST", "/essai").raise_for_status().json()
    assert (rendu["issue"], rendu["statut"], rendu["corps"]) == ("statut", 418, "non")
    recue = recepteur.recevoir()
    lu = Webhook(crochet.secret).verify(recue.corps, dict(recue.entetes))
    assert lu == json.loads(recue.corps)
    assert (lu["type"], lu["data"]["crochet"]) == ("webhook.essai", str(crochet.id))
    assert envois.issues(crochet) == [("statut", 418)]
    assert envois.lire("SELECT echecs FROM crochet WHERE id = :id", id=crochet.id) == [(0,)]
    recepteur.repondre = ne_rien_dire
    rendu = _appeler(envois, crochet, "POST", "/essai").raise_for_status().json()
    assert (rendu["issue"], rendu["statut"], rendu["recus"]) == ("delai", None, None)


def test_un_essai_ne_dit_pas_qui_existe_sur_le_reseau(envois: Envois, titulaire: Titulaire) -> None:
    dits = set[str]()
    for url in ("http://169.254.169.254/", "http://10.0.0.1:8443/", "http://n-existe-pas.invalid/"):
        rendu = _appeler(envois, envois.declarer(titulaire, url), "POST", "/essai")
        lu = rendu.raise_for_status().json()
        dits.add(json.dumps({nom: lu[nom] for nom in ("issue", "statut", "recus", "corps")}))
    assert dits == {'{"issue": "cible", "statut": null, "recus": null, "corps": null}'}


def test_le_crochet_d_un_autre_reste_introuvable(envois: Envois, titulaire: Titulaire) -> None:
    autre = envois.declarer(envois.titulaire(), "http://127.0.0.1:1/")
    sien = Crochet(autre.id, titulaire, "")
    for methode, suite in (
        ("GET", "/livraisons"),
        ("POST", f"/livraisons/evt_{uuid4().hex}/relance"),
        ("POST", "/essai"),
    ):
        probleme(_appeler(envois, sien, methode, suite), 404, "introuvable")
    refus = _appeler(envois, sien, "POST", "/rejouer", json={"apres": 0})
    probleme(refus, 404, "introuvable")


def test_l_evenement_d_un_autre_ne_se_renvoie_pas(envois: Envois, titulaire: Titulaire) -> None:
    autre = envois.titulaire()
    crochet = envois.declarer(titulaire, "http://127.0.0.1:1/")
    envois.publier(autre, uuid4())
    envois.attendre_la_repartition(crochet)
    ((id,),) = envois.lire("SELECT id FROM flux ORDER BY position DESC LIMIT 1")
    assert isinstance(id, UUID)
    refus = _appeler(envois, crochet, "POST", f"/livraisons/evt_{id.hex}/relance")
    probleme(refus, 404, "introuvable")
    ((position,),) = envois.lire("SELECT max(position) FROM flux")
    assert _rejouer(envois, crochet, apres=position - 1)["nombre"] == 0


def _appeler(
    envois: Envois, crochet: Crochet, methode: str, suite: str, **options: Any
) -> httpx2.Response:
    entetes = porteur(crochet.titulaire.cle)
    return envois.client.request(methode, crochet.chemin + suite, headers=entetes, **options)


def _lister(envois: Envois, crochet: Crochet, **parametres: Any) -> Json:
    reponse = _appeler(envois, crochet, "GET", "/livraisons", params=parametres)
    return reponse.raise_for_status().json()


def _rejouer(envois: Envois, crochet: Crochet, **corps: Any) -> Json:
    return _appeler(envois, crochet, "POST", "/rejouer", json=corps).raise_for_status().json()
