"""The task that sends: several of them, one that dies amid an attempt, one that stops."""

import os
import signal
from pathlib import Path
from uuid import uuid4

import pytest

from app.kit.services import Patiences
from tests.conftest import reglages_pour, servir
from tests.exploitation.processus import service
from tests.flux.livraisons.outils import VIF, Envois
from tests.recepteurs import Barriere, dire, recevoir, tour_a_tour
from tests.smtp import certificat


def test_deux_qui_envoient_n_en_font_pas_plus_qu_un_seul(envois: Envois, tmp_path: Path) -> None:
    cle = envois.reglages.fichier_de_cle
    reglages = reglages_pour(
        envois.url, tmp_path, bac_a_sable=True, travaux=True, cle_signature=cle
    )
    titulaire, barriere = envois.titulaire(), Barriere()
    with servir(reglages, patiences=Patiences(envois=VIF)), recevoir(barriere) as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        candidatures = [uuid4() for _ in range(6)]
        for _ in range(3):
            envois.publier(titulaire, *candidatures)
        recepteur.recevoir_toutes(4)
        envois.attendre_la_repartition(crochet)
        barriere.ouvrir()
        envois.attendre_les_etats(crochet, *["livree"] * 18)
        recepteur.recevoir_toutes(14)
        assert recepteur.rien
    assert recepteur.plus == 4
    assert barriere.plus_par_candidature == 1


def test_ce_qu_a_pris_qui_est_mort_est_repris_par_un_autre(envois: Envois) -> None:
    """Nobody heard of the attempt: a second one, never a loss."""
    titulaire, barriere = envois.titulaire(), Barriere()
    with recevoir(barriere) as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        envois.publier(titulaire, uuid4())
        premiere = recepteur.recevoir()
        # As if another process had taken it, and nobody had heard of it since.
        envois.executer(
            "UPDATE livraison SET prochaine = now() - interval '1 second' "
            f"WHERE crochet_id = '{crochet.id}' AND en_cours"
        )
        seconde = recepteur.recevoir()
        barriere.ouvrir()
        envois.attendre_les_etats(crochet, "livree")
    assert premiere.id == seconde.id
    ((etat, essais),) = envois.etats(crochet)
    assert (etat, essais) == ("livree", 1)


def test_une_reponse_perdue_n_est_pas_comptee_deux_fois(envois: Envois) -> None:
    """Two attempts of one delivery, both refused: one failure, the second is left alone."""
    titulaire, barriere = envois.titulaire(), Barriere()
    barriere.ensuite = tour_a_tour(dire(500), dire(500), dire(204))
    with recevoir(barriere) as recepteur:
        crochet = envois.declarer(titulaire, recepteur.url)
        envois.publier(titulaire, uuid4())
        recepteur.recevoir()
        envois.executer(
            "UPDATE livraison SET prochaine = now() - interval '1 second' "
            f"WHERE crochet_id = '{crochet.id}' AND en_cours"
        )
        recepteur.recevoir()
        barriere.ouvrir()
        recepteur.recevoir()
        envois.attendre_les_etats(crochet, "livree")
    assert envois.etats(crochet) == [("livree", 2)]


@pytest.mark.verify
def test_un_service_tue_avant_d_avoir_note_la_reponse_renvoie(tmp_path: Path) -> None:
    """kill -9 between the answer and the commit: a second attempt, by who starts next."""
    barriere = Barriere()
    with recevoir(barriere) as recepteur:
        with service(tmp_path) as premier:
            envois = Envois.de(premier)
            titulaire = envois.titulaire()
            crochet = envois.declarer(titulaire, recepteur.url)
            envois.publier(titulaire, uuid4())
            premiere = recepteur.recevoir()
            for ouvrier in premier.ouvriers():
                os.kill(ouvrier, signal.SIGKILL)
            barriere.ouvrir()
            envois.sonde.fermer()
        with service(tmp_path) as second:
            envois = Envois.de(second)
            seconde = recepteur.recevoir(90)
            envois.attendre_les_etats(crochet, "livree")
            assert envois.etats(crochet) == [("livree", 1)]
            envois.sonde.fermer()
    assert premiere.id == seconde.id


@pytest.mark.verify
def test_une_livraison_va_par_tls_a_qui_prouve_son_nom(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    contexte, autorite = certificat(tmp_path, "exemple.test")
    # The path of a socket has some hundred characters at most.
    with (
        recevoir(tls=contexte) as recepteur,
        service(tmp_path_factory.mktemp("tls"), SSL_CERT_FILE=str(autorite)) as lance,
    ):
        envois = Envois.de(lance)
        titulaire = envois.titulaire()
        sur = envois.declarer(titulaire, recepteur.url)
        # The same receiver, by a name that its certificate does not have.
        autre = envois.declarer(titulaire, recepteur.url.replace("127.0.0.1", "localhost"))
        envois.publier(titulaire, uuid4())
        envois.attendre_les_etats(sur, "livree")
        issue = "SELECT issue, statut FROM tentative WHERE crochet_id = :id"
        envois.attendre(issue, "tls", None, id=autre.id)
        assert envois.issues(sur) == [("livree", 204)]
        recepteur.recevoir()
        assert recepteur.rien
        envois.sonde.fermer()
