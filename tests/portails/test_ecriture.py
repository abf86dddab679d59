"""A portal writes under its own reference: created once, merged, each answer accounted for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import httpx2
import pytest

from tests.acces.cles import DE_PORTAIL
from tests.acces.temoins import nouvelle_cle
from tests.bases import sql
from tests.candidatures.outils import APRES_CLOTURE, paires, probleme, refus_de_forme
from tests.client import Json
from tests.conftest import reglages_pour, servir
from tests.formulaire.exemples import dossier_complet
from tests.portails.outils import PREFIXE, Portail, reference
from tests.portails.test_tri import feuilles

COURRIEL: Json = {"contact": {"courriel": "jeanne@"}}


def test_le_premier_envoi_cree_la_candidature(portail: Portail) -> None:
    mienne, envoye = reference(), dossier_complet()
    reponse = portail.ecrire(mienne, envoye)
    assert reponse.status_code == 201
    assert reponse.headers["location"] == f"{PREFIXE}/{mienne}"
    assert reponse.headers["etag"] == '"1"'
    lu = reponse.json()
    assert (lu["reference"], lu["candidature"]["etat"]) == (mienne, "brouillon")
    assert sorted(lu["prises"]) == sorted(feuilles(envoye))
    assert (lu["inchangees"], lu["refusees"]) == ([], [])
    assert {c for _, c in paires(lu["validation"]["erreurs"])} == {"piece_manquante"}
    assert portail.lire(mienne).json()["dossier"] == envoye


def test_le_meme_envoi_ne_change_rien(portail: Portail) -> None:
    mienne, envoye = reference(), dossier_complet()
    premiere = portail.ecrire(mienne, envoye).json()
    reponse = portail.ecrire(mienne, envoye)
    assert (reponse.status_code, reponse.headers["etag"]) == (200, '"1"')
    assert reponse.json()["candidature"] == premiere["candidature"]
    assert reponse.json()["prises"] == []
    assert sorted(reponse.json()["inchangees"]) == sorted(feuilles(envoye))
    assert [e["genre"] for e in portail.candidature(mienne).evenements()] == ["creee"]


def test_ce_qui_n_est_pas_envoye_est_garde_et_null_retire(portail: Portail) -> None:
    mienne = reference()
    portail.ecrire(mienne, {"contact": {"courriel": "a@", "telephone": "02", "nom_prenom": "A"}})
    lu = portail.ecrire(mienne, {"contact": {"courriel": "a@b", "telephone": None}}).json()
    assert sorted(lu["prises"]) == ["/contact/courriel", "/contact/telephone"]
    assert lu["candidature"]["version"] == 2
    assert portail.lire(mienne).json()["dossier"] == {
        "contact": {"courriel": "a@b", "nom_prenom": "A"}
    }


def test_ce_qui_n_a_pas_la_forme_est_refuse_et_le_reste_pris(portail: Portail) -> None:
    mienne = reference()
    lu = portail.ecrire(
        mienne,
        {
            "contact": {"courriel": "pas encore une adresse", "fax": "02"},
            "perimetre": {"epci": ["200084952"], "region": 28, "nom_territoire": "Seine-Axe"},
        },
    ).json()
    assert sorted(lu["prises"]) == ["/contact/courriel", "/perimetre/nom_territoire"]
    assert paires(lu["refusees"]) == [
        ("/contact/fax", "champ_inconnu"),
        ("/perimetre/epci/0", "type_invalide"),
        ("/perimetre/region", "type_invalide"),
    ]
    (epci,) = [r for r in lu["refusees"] if r["pointeur"] == "/perimetre/epci/0"]
    assert (epci["non_pris"], epci["parametres"]) == ("/perimetre/epci", {"attendu": "objet"})
    assert epci["message"] == "Le type de cette valeur ne convient pas : objet attendu."
    # Of the right shape, wrong all the same: kept, and the verdict says so.
    assert ("/contact/courriel", "courriel_invalide") in paires(lu["validation"]["erreurs"])
    assert portail.lire(mienne).json()["dossier"] == {
        "contact": {"courriel": "pas encore une adresse"},
        "perimetre": {"nom_territoire": "Seine-Axe"},
    }


def test_un_envoi_dont_rien_n_est_pris_cree_et_ne_modifie_pas(portail: Portail) -> None:
    mienne = reference()
    assert portail.ecrire(mienne, {"annexe": 1}).status_code == 201
    lu = portail.ecrire(mienne, {"annexe": 1}).json()
    assert (lu["candidature"]["version"], lu["prises"], lu["inchangees"]) == (1, [], [])
    assert paires(lu["refusees"]) == [("/annexe", "champ_inconnu")]
    assert portail.lire(mienne).json()["dossier"] == {}


@pytest.mark.parametrize("corps", [{"dossier": 1}, {"dossier": {}, "reference": "x"}, {"a": 1}])
def test_un_corps_qui_n_est_pas_un_envoi_est_refuse_en_entier(
    portail: Portail, corps: Json
) -> None:
    mienne = reference()
    refus_de_forme(portail.appeler("PUT", f"{PREFIXE}/{mienne}", json=corps))
    probleme(portail.lire(mienne), 404, "introuvable")


def test_les_premiers_envois_simultanes_font_une_seule_candidature(
    portail: Portail, postgres: str
) -> None:
    mienne, ensemble = reference(), 8
    depart = Barrier(ensemble)
    champs = ["courriel", "telephone", "nom_prenom", "fonction_organisation"] * 2
    (avant,) = sql(postgres, "SELECT count(*) FROM candidature")

    def envoyer(champ: str) -> httpx2.Response:
        depart.wait()
        return portail.ecrire(mienne, {"contact": {champ: champ}})

    with ThreadPoolExecutor(ensemble) as fils:
        reponses = list(fils.map(envoyer, champs))
    assert sorted(r.status_code for r in reponses) == [200] * (ensemble - 1) + [201]
    assert len({r.json()["candidature"]["id"] for r in reponses}) == 1
    assert portail.lire(mienne).json()["dossier"] == {"contact": {c: c for c in champs}}
    assert sql(postgres, "SELECT count(*) FROM candidature") == [(avant[0] + 1,)]


def test_une_version_perimee_est_refusee(portail: Portail) -> None:
    mienne = reference()
    absente = probleme(
        portail.ecrire(mienne, COURRIEL, **{"If-Match": '"1"'}), 412, "version-perimee"
    )
    assert (absente["version"], absente["pointeurs"]) == (0, [])
    probleme(portail.lire(mienne), 404, "introuvable")
    portail.ecrire(mienne, COURRIEL)
    assert portail.ecrire(mienne, {"contact": None}, **{"If-Match": '"1"'}).status_code == 200
    perimee = portail.ecrire(mienne, COURRIEL, **{"If-Match": '"1"'})
    assert probleme(perimee, 412, "version-perimee")["pointeurs"] == ["/contact"]
    assert perimee.headers["etag"] == '"2"'


def test_apres_la_cloture_rien_ne_s_ecrit(portail: Portail) -> None:
    mienne = reference()
    probleme(portail.ecrire(mienne, COURRIEL, **APRES_CLOTURE), 409, "campagne-fermee")
    probleme(portail.lire(mienne), 404, "introuvable")
    portail.ecrire(mienne, COURRIEL)
    tardif = portail.ecrire(mienne, {"contact": {"courriel": "b@"}}, **APRES_CLOTURE)
    probleme(tardif, 409, "campagne-fermee")
    assert portail.lire(mienne).json()["dossier"] == COURRIEL


@pytest.mark.parametrize("mauvaise", ["a b", "é", ".cache", "a" * 129, "a%2Fb", "a:b"])
def test_une_reference_est_faite_pour_une_adresse(portail: Portail, mauvaise: str) -> None:
    assert portail.ecrire(mauvaise, {}).status_code in (404, 422)


def test_les_erreurs_se_demandent_dans_la_forme_d_une_bibliotheque(portail: Portail) -> None:
    chemin = f"{PREFIXE}/{reference()}"
    lu = portail.appeler("PUT", chemin, json={"dossier": {}}, params={"erreurs": "ajv"}).json()
    assert lu["validation"]["erreurs_ajv"]


def test_creer_compte_et_mettre_a_jour_non(production: str, tmp_path: Path) -> None:
    ouvert = {"cloture": datetime(2100, 1, 1, tzinfo=UTC), "creations_de_portail_par_heure": 1}
    with servir(reglages_pour(production, tmp_path, **ouvert)) as client:
        cle = nouvelle_cle(production, *DE_PORTAIL)[1]
        autre, mienne = Portail(client, cle), reference()
        creee = autre.ecrire(mienne, COURRIEL)
        assert (creee.status_code, creee.headers["ratelimit-remaining"]) == (201, "0")
        assert autre.ecrire(mienne, {"contact": {"courriel": "b@"}}).status_code == 200
        refus = autre.ecrire(reference(), COURRIEL)
        probleme(refus, 429, "trop-de-requetes")
        assert int(refus.headers["retry-after"]) > 0
