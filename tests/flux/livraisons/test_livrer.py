"""Deliveries: what is sent, in which order, how often, and what a receiver may do about it."""

import json
import socket
from uuid import uuid4

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from app.acces.cles import empreinte_du_titulaire
from app.acces.droits import Portee
from app.kit.clock import heure_de_la_machine
from tests.depots.pieces import deposee
from tests.flux.livraisons.outils import VIF, Envois
from tests.recepteurs import (
    Barriere,
    Repondre,
    Requete,
    couper,
    couper_au_milieu,
    dire,
    dire_autre_chose,
    entetes_sans_fin,
    goutte_a_goutte,
    ne_rien_dire,
    recevoir,
    tour_a_tour,
)


def test_ce_qui_arrive_est_envoye_signe(envois: Envois) -> None:
    titulaire, candidature = envois.titulaire(), uuid4()
    with recevoir() as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        envois.publier(titulaire, candidature)
        recue = recepteur.recevoir()
        envois.attendre_les_etats(crochet, "livree")
    assert recue.ligne == "POST /crochet HTTP/1.1"
    lu = json.loads(recue.corps)
    assert Webhook(crochet.secret).verify(recue.corps, dict(recue.entetes)) == lu
    assert (lu["type"], lu["data"]["id"]) == ("candidature.deposee", recue.id)
    assert lu["data"]["candidature"]["id"] == str(candidature)
    assert lu["data"]["candidature"]["reference"] == "ref"
    assert envois.issues(crochet) == [("livree", 204)]
    assert recue.entetes.keys() == {
        "host",
        "user-agent",
        "content-type",
        "content-length",
        "connection",
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
    }


def test_en_cloudevents_c_est_le_meme_evenement(envois: Envois) -> None:
    titulaire = envois.titulaire()
    with recevoir() as recepteur:
        envois.declarer(titulaire, recepteur.url, format="cloudevents")
        envois.publier(titulaire, uuid4())
        recue = recepteur.recevoir()
    assert recue.entetes["content-type"] == "application/cloudevents+json"
    assert json.loads(recue.corps)["id"] == recue.id


def test_seul_ce_que_le_titulaire_peut_voir_est_envoye(envois: Envois) -> None:
    titulaire, autre = envois.titulaire(), envois.titulaire()
    normand = envois.titulaire(Portee.INSTRUCTION_LECTURE, regions=["28"])
    with recevoir() as recepteur, recevoir() as instruit:
        envois.declarer(titulaire, recepteur.url)
        envois.declarer(normand, instruit.url)
        sienne, bretonne = uuid4(), uuid4()
        envois.publier(autre, uuid4(), region="53")
        envois.publier(titulaire, bretonne, region="53")
        envois.publier(titulaire, sienne)
        recues = [_candidature(recue) for recue in recepteur.recevoir_toutes(2)]
        assert {*recues} == {str(bretonne), str(sienne)}
        lue = json.loads(instruit.recevoir().corps)["data"]
        assert lue["candidature"]["id"] == str(sienne)
        assert (lue["candidature"]["reference"], lue["lien"]) == (None, None)
        assert recepteur.rien
        assert instruit.rien


def test_seuls_les_types_demandes_sont_envoyes(envois: Envois) -> None:
    titulaire, candidature = envois.titulaire(), uuid4()
    with recevoir() as tout, recevoir() as choisi, recevoir() as suivi:
        envois.declarer(titulaire, tout.url)
        envois.declarer(titulaire, choisi.url, types=["candidature.retiree"])
        envois.declarer(titulaire, suivi.url, types=["candidature.modifiee"])
        for type in ("candidature.deposee", "candidature.modifiee", "candidature.retiree"):
            envois.publier(titulaire, candidature, type=type)
        assert [_type(r) for r in tout.recevoir_toutes(2)] == [
            "candidature.deposee",
            "candidature.retiree",
        ]
        assert _type(choisi.recevoir()) == "candidature.retiree"
        assert tout.rien
        assert choisi.rien
        assert _type(suivi.recevoir()) == "candidature.modifiee"
        assert suivi.rien


def test_ce_qui_vient_d_une_candidature_arrive_dans_l_ordre_malgre_les_echecs(
    envois: Envois,
) -> None:
    titulaire, lente, autre = envois.titulaire(), uuid4(), uuid4()
    with recevoir() as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        refusees = [0]

        def repondre(prise: socket.socket, requete: Requete) -> None:
            refuse = _candidature(requete) == str(lente) and refusees[0] < 3
            refusees[0] += refuse
            dire(500 if refuse else 204)(prise, requete)

        recepteur.repondre = repondre
        envois.publier(titulaire, lente, lente, autre, lente)
        envois.attendre_les_etats(crochet, *["livree"] * 4)
        recues = recepteur.recevoir_toutes(7)
    siennes = [recue.id for recue in recues if _candidature(recue) == str(lente)]
    premiere, *suite = dict.fromkeys(siennes)
    assert siennes == [premiere] * 4 + suite
    assert len(suite) == 2
    # The other candidature did not wait for those.
    assert _candidature(recues[-1]) == str(lente)


def test_quatre_au_plus_a_la_fois_et_jamais_deux_d_une_candidature(envois: Envois) -> None:
    titulaire, ensemble = envois.titulaire(), Barriere()
    with recevoir(ensemble) as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        candidatures = [uuid4() for _ in range(6)]
        envois.publier(titulaire, *candidatures, *candidatures)
        premieres = recepteur.recevoir_toutes(4)
        assert len({_candidature(recue) for recue in premieres}) == 4
        ensemble.ouvrir()
        envois.attendre_les_etats(crochet, *["livree"] * 12)
    assert recepteur.plus == 4
    assert ensemble.plus_par_candidature == 1


@pytest.mark.parametrize(
    ("repondre", "issue", "statut"),
    [
        (dire(500), "statut", 500),
        (dire(302, "Location: http://127.0.0.1:1/"), "statut", 302),
        (dire(304), "statut", 304),
        (dire(400), "statut", 400),
        (ne_rien_dire, "delai", None),
        (goutte_a_goutte, "delai", 200),
        (couper, "coupure", None),
        (couper_au_milieu, "coupure", 200),
        (dire_autre_chose, "coupure", None),
        (entetes_sans_fin, "coupure", None),
    ],
)
def test_un_echec_se_voit_et_l_essai_suivant_aboutit(
    envois: Envois, repondre: Repondre, issue: str, statut: int | None
) -> None:
    titulaire = envois.titulaire()
    with recevoir(tour_a_tour(repondre, dire(200, corps=b"merci"))) as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        envois.publier(titulaire, uuid4())
        premiere, seconde = recepteur.recevoir_toutes(2)
        envois.attendre_les_etats(crochet, "livree")
        assert recepteur.rien
    assert premiere.id == seconde.id
    assert premiere.corps == seconde.corps
    assert envois.issues(crochet) == [(issue, statut), ("livree", 200)]
    assert envois.lire(
        "SELECT echecs, echoue_depuis FROM crochet WHERE id = :id", id=crochet.id
    ) == [(0, None)]


def test_une_reponse_immense_n_est_pas_lue(envois: Envois) -> None:
    titulaire, dite = envois.titulaire(), [0]

    def un_giga(prise: socket.socket, _: Requete) -> None:
        prise.sendall(b"HTTP/1.1 410 X\r\nContent-Length: 1073741824\r\n\r\n")
        while dite[0] < 2**30:
            dite[0] += prise.send(b"x" * 65536)

    with recevoir(un_giga) as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        envois.publier(titulaire, uuid4())
        recepteur.recevoir()
        envois.attendre("SELECT actif FROM crochet WHERE id = :id", False, id=crochet.id)
    ((corps,),) = envois.lire("SELECT corps FROM tentative WHERE crochet_id = :id", id=crochet.id)
    assert corps == b"x" * 4096
    assert dite[0] < 2**26


def test_dix_essais_puis_l_evenement_est_abandonne_et_le_suivant_part(envois: Envois) -> None:
    titulaire, candidature = envois.titulaire(), uuid4()
    with recevoir(dire(500)) as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        envois.publier(titulaire, candidature, candidature)
        dix = recepteur.recevoir_toutes(10)
        recepteur.repondre = dire(204)
        envois.attendre_les_etats(crochet, "abandonnee", "livree")
        assert len({recue.id for recue in dix}) == 1
        assert recepteur.recevoir().id != dix[0].id
        assert recepteur.rien
    assert envois.etats(crochet) == [("abandonnee", 10), ("livree", 1)]


def test_celui_qui_dit_410_n_est_plus_appele(envois: Envois) -> None:
    titulaire = envois.titulaire()
    with recevoir(dire(410)) as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        envois.publier(titulaire, uuid4())
        recepteur.recevoir()
        envois.attendre(
            "SELECT actif, coupe_pour FROM crochet WHERE id = :id", False, "disparu", id=crochet.id
        )
        envois.publier(titulaire, uuid4())
        # Switched on again it goes on from where it was: nothing is missed.
        recepteur.repondre = dire(204)
        envois.executer(f"UPDATE crochet SET actif = true WHERE id = '{crochet.id}'")
        envois.attendre_les_etats(crochet, "livree", "livree")
        recepteur.recevoir_toutes(2)
        assert recepteur.rien


@pytest.mark.parametrize("statut", [429, 503])
def test_le_delai_demande_est_respecte(envois: Envois, statut: int) -> None:
    titulaire = envois.titulaire()
    with recevoir(tour_a_tour(dire(statut, "Retry-After: 3600"), dire(204))) as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        envois.publier(titulaire, uuid4())
        recepteur.recevoir()
        envois.attendre("SELECT essais FROM livraison WHERE crochet_id = :id", 1, id=crochet.id)
        ((attente,),) = envois.lire(
            "SELECT extract(epoch FROM prochaine - now()) FROM livraison WHERE crochet_id = :id",
            id=crochet.id,
        )
    # An hour, within the bound of these tests.
    assert VIF.differe.total_seconds() - 1 < attente <= VIF.differe.total_seconds()


@pytest.mark.parametrize("statut", [429, 502, 504])
def test_qui_en_a_trop_recoit_plus_lentement(envois: Envois, statut: int) -> None:
    titulaire = envois.titulaire()
    with recevoir(tour_a_tour(dire(statut), dire(204))) as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        envois.publier(titulaire, *[uuid4() for _ in range(8)])
        envois.attendre_les_etats(crochet, *["livree"] * 8)
        recues = recepteur.recevoir_toutes(9)
    assert len({recue.id for recue in recues}) == 8
    # One of the first four was refused: until one gets through, one goes out at a time.
    assert envois.lire("SELECT reprend_le, echecs FROM crochet WHERE id = :id", id=crochet.id) == [
        (None, 0)
    ]


def test_un_secret_remplace_entre_deux_essais_signe_le_second(envois: Envois) -> None:
    titulaire, attente = envois.titulaire(), Barriere()
    with recevoir(attente) as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        attente.ensuite = dire(500)
        envois.publier(titulaire, uuid4())
        premiere = recepteur.recevoir()
        neuf = envois.remplacer_le_secret(crochet)
        attente.ouvrir()
        seconde = recepteur.recevoir()
        recepteur.repondre = dire(204)
        envois.attendre_les_etats(crochet, "livree")
    Webhook(crochet.secret).verify(premiere.corps, dict(premiere.entetes))
    for secret in (crochet.secret, neuf):  # both, for a while
        Webhook(secret).verify(seconde.corps, dict(seconde.entetes))
    with pytest.raises(WebhookVerificationError):
        Webhook(neuf).verify(premiere.corps, dict(premiere.entetes))


def test_une_cle_qui_a_perdu_sa_portee_ne_recoit_plus_rien(envois: Envois) -> None:
    titulaire = envois.titulaire()
    with recevoir(dire(500)) as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        envois.publier(titulaire, uuid4())
        recepteur.recevoir()
        # What was to be tried again is not, either.
        envois.executer(f"UPDATE cle_api SET portees = '{{}}' WHERE titulaire = '{titulaire.id}'")
        suivant = envois.declarer(envois.titulaire(), recepteur.url)
        envois.publier(titulaire, uuid4())
        envois.attendre_la_repartition(suivant)
        # Nothing has been given up: a key may come back, and the cursor has not moved.
        assert [etat for etat, *_ in envois.etats(crochet)] == ["en_attente"]
        rendue = "UPDATE cle_api SET portees = '{candidatures:lire}' WHERE titulaire = "
        recepteur.repondre = dire(204)
        envois.executer(f"{rendue}'{titulaire.id}'")
        envois.attendre_les_etats(crochet, "livree", "livree")


def test_une_cle_limitee_a_d_autres_regions_ne_recoit_plus_les_premieres(envois: Envois) -> None:
    titulaire = envois.titulaire(Portee.INSTRUCTION_LECTURE, regions=["28"])
    with recevoir() as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        ailleurs = "UPDATE cle_api SET regions = '{53}' WHERE titulaire = "
        envois.executer(f"{ailleurs}'{titulaire.id}'")
        envois.publier(titulaire, uuid4(), region="28")
        envois.attendre_la_repartition(crochet)
        assert envois.etats(crochet) == []
        envois.publier(titulaire, uuid4(), region="53")
        recepteur.recevoir()
        assert recepteur.rien


def test_un_crochet_ajoute_pendant_des_ecritures_recoit_tout_ce_qui_suit(envois: Envois) -> None:
    titulaire, dites = envois.titulaire(), [uuid4() for _ in range(100)]
    with recevoir() as recepteur:
        envois.publier(titulaire, *dites[:40])
        crochet = envois.declarer(titulaire, recepteur.url)  # while those get their positions
        ((depart,),) = envois.lire("SELECT position FROM crochet WHERE id = :id", id=crochet.id)
        for rang in range(40, 100, 10):
            envois.publier(titulaire, *dites[rang : rang + 10])
        envois.attendre_la_repartition(crochet)
        attendues = envois.lire(
            "SELECT id FROM flux WHERE portail = :portail AND position > :depart ORDER BY position",
            portail=empreinte_du_titulaire(titulaire.id),
            depart=depart,
        )
        assert len(attendues) >= 60
        recues = recepteur.recevoir_toutes(len(attendues))
    assert {recue.id for recue in recues} == {f"evt_{id.hex}" for (id,) in attendues}


def test_l_horloge_du_bac_a_sable_ne_date_pas_les_envois(
    envois: Envois,
) -> None:
    """Deposits go back in time; deliveries keep to the machine's clock and to the feed's order."""
    candidature = deposee(envois.client)
    envois.attendre(
        "SELECT count(*) FROM a_numeroter WHERE candidature_id = :id", 0, id=candidature.id
    )
    titulaire = envois.titulaire(Portee.INSTRUCTION_LECTURE)
    with recevoir() as recepteur:
        envois.declarer(titulaire, recepteur.url)
        for nom, heure in (
            ("Ici", "2023-09-22T12:00:00+02:00"),
            ("Là", "2023-09-19T12:00:00+02:00"),
        ):
            entetes = {"X-Horloge": heure}
            candidature.modifier(
                {"perimetre": {"nom_territoire": nom}}, **entetes
            ).raise_for_status()
            candidature.deposer(**entetes).raise_for_status()
        recues = recepteur.recevoir_toutes(2)
    assert [json.loads(recue.corps)["data"]["depot"] for recue in recues] == [2, 3]
    for recue in recues:
        assert abs(int(recue.entetes["webhook-timestamp"]) - heure_de_la_machine()) < 60


def test_une_candidature_effacee_se_dit_aussi(envois: Envois) -> None:
    titulaire, candidature = envois.titulaire(), uuid4()
    with recevoir() as recepteur:
        envois.declarer(titulaire, recepteur.url)
        envois.publier(titulaire, candidature, type="candidature.supprimee")
        assert _type(recepteur.recevoir()) == "candidature.supprimee"


def _candidature(requete: Requete) -> str:
    return json.loads(requete.corps)["data"]["candidature"]["id"]


def _type(requete: Requete) -> str:
    return json.loads(requete.corps)["type"]
