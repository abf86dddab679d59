"""One candidature on both releases at once: each reads, goes on and proves what the other wrote.

The last release makes the tables and serves; this one's migrations come while it does.
"""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, cast
from uuid import uuid4

import pytest

from tests.acces.courrier import inviter, liens, suivre
from tests.bases import base_neuve, migrer_pour_servir
from tests.client import Candidature, Client, Json
from tests.depots.pieces import FICHIERS, accuse, deposee, prete, rangs
from tests.exploitation.processus import CELUI_CI, Code
from tests.formulaire.exemples import dossier_complet
from tests.livraisons.ensemble import Ensemble, Lieu, client_de_l_ancien
from tests.smtp import serveur_smtp

pytestmark = pytest.mark.verify
_ENREGISTREMENTS: Final = 20  # of each release, at once
_INVITEE: Final = "ali.durand@example.fr"


@pytest.fixture(scope="module", params=["l_ancien_travaille", "le_nouveau_travaille"])
def ensemble(
    request: pytest.FixtureRequest,
    postgres: str,
    ancien: Code,
    tmp_path_factory: pytest.TempPathFactory,
) -> Generator[Ensemble]:
    travaille = request.param == "l_ancien_travaille"
    with base_neuve(postgres) as url, serveur_smtp() as boite:
        lieu = Lieu(url, tmp_path_factory.mktemp("donnees"), boite)
        lieu.ti(ancien, "migrate")
        with lieu.servir(ancien, travaux=travaille) as vieux, client_de_l_ancien(vieux) as premier:
            d_avant = deposee(premier)
            migrer_pour_servir(url)
            with lieu.servir(CELUI_CI, travaux=not travaille) as neuf, neuf.client() as second:
                oisif = second if travaille else premier
                yield Ensemble(lieu, premier, second, oisif, d_avant)


@pytest.fixture(params=["de_l_ancien", "du_nouveau"])
def client(request: pytest.FixtureRequest, ensemble: Ensemble) -> Client:
    """Where a candidature begins: on either release."""
    return ensemble.ancien if request.param == "de_l_ancien" else ensemble.nouveau


def _dit(lu: Any, promis: Any) -> bool:
    """Whether an answer says all that another one says: a release may add members."""
    if isinstance(promis, dict):
        membres = cast(Json, promis).items()
        return all(nom in lu and _dit(lu[nom], valeur) for nom, valeur in membres)
    if isinstance(promis, list):
        elements = cast(list[Any], promis)
        return len(lu) == len(elements) and all(map(_dit, lu, elements))
    return lu == promis


def _les_deux_disent(ensemble: Ensemble, candidature: Candidature, *chemins: str) -> None:
    """The new release says all that the old one says of a candidature, but for the verdict."""
    deux = (candidature, ensemble.autre(candidature))
    for chemin in chemins:
        lus = {une.client is ensemble.nouveau: une.appeler("GET", chemin).json() for une in deux}
        for membre in ("validation", "avertissements"):  # a release may judge otherwise
            lus[False].pop(membre, None)
        assert _dit(lus[True], lus[False]), lus


def _prouver(ensemble: Ensemble, candidature: Candidature, tmp_path: Path, *codes: Code) -> None:
    """Have each verify, offline, the receipt that this candidature's release hands out."""
    recu, cles, lettre = (tmp_path / nom for nom in ("accuse.json", "jwks.json", "lettre.pdf"))
    recu.write_bytes(accuse(candidature).content)
    cles.write_bytes(candidature.client.get("/.well-known/jwks.json").content)
    lettre.write_bytes(FICHIERS["lettres"][1])
    for code in codes:
        dit = ensemble.lieu.ti(code, "verifier", recu, "--cles", cles, "--piece", lettre)
        assert "Accusé authentique" in dit and "lettre.pdf : reçu" in dit


def test_chacun_poursuit_le_brouillon_de_l_autre(ensemble: Ensemble, client: Client) -> None:
    ici = client.creer(dossier_complet())
    la = ensemble.autre(ici)
    connue = la.modifier({"contact": {"nom_prenom": "Ali Durand"}}).headers["etag"]
    assert ici.modifier({"bilan": {"actions_realisees": "Une."}}).status_code == 200
    refusee = la.modifier({"bilan": {"actions_realisees": "Deux."}}, **{"If-Match": connue})
    assert refusee.status_code == 412
    piece = ici.joindre("lettres", *FICHIERS["lettres"]).json()
    contenu = la.appeler("GET", f"/pieces-jointes/{piece['id']}/contenu").content
    assert contenu == FICHIERS["lettres"][1]
    dossier = la.lire()["dossier"]
    assert dossier["contact"]["nom_prenom"] == "Ali Durand"
    assert dossier["bilan"]["actions_realisees"] == "Une."
    _les_deux_disent(ensemble, ici, "", "/pieces-jointes", "/evenements")


def test_un_depot_de_l_un_se_lit_se_prouve_et_se_refait_par_l_autre(
    ensemble: Ensemble, client: Client, ancien: Code, tmp_path: Path
) -> None:
    ici = prete(client)
    la = ensemble.autre(ici)
    assert la.deposer().status_code == 201
    _prouver(ensemble, ici, tmp_path, ancien, CELUI_CI)
    assert la.modifier({"bilan": {"actions_realisees": "Autre."}}).status_code == 200
    assert ici.deposer().status_code == 201
    assert la.deposer().json()["depot"] == 2  # unchanged since: the same
    assert rangs(la) == [1, 2]
    _les_deux_disent(ensemble, ici, "", "/depots", "/depots/1", "/depots/2", "/evenements")


def test_ce_que_l_un_retire_l_autre_le_sait_et_l_efface(ensemble: Ensemble, client: Client) -> None:
    ici = deposee(client)
    la = ensemble.autre(ici)
    assert la.appeler("POST", "/retrait").status_code == 200
    assert ici.lire()["etat"] == "retiree"
    assert ici.modifier({"bilan": {"actions_realisees": "Tard."}}).status_code == 409
    assert ici.appeler("DELETE").status_code == 204
    assert la.appeler("GET").status_code == 404


def test_l_un_rejoue_la_creation_de_l_autre(ensemble: Ensemble) -> None:
    corps, entetes = {"dossier": dossier_complet()}, {"Idempotency-Key": str(uuid4())}
    premiere, seconde = (
        client.post("/v1/candidatures", json=corps, headers=entetes)
        for client in (ensemble.ancien, ensemble.nouveau)
    )
    assert (premiere.status_code, seconde.status_code) == (201, 201)
    assert seconde.headers["idempotency-replayed"] == "true"
    assert seconde.json() == {**premiere.json(), "correction": None}


def test_ce_que_les_deux_enregistrent_a_la_fois_est_garde(
    ensemble: Ensemble, client: Client
) -> None:
    ici = client.creer()
    la = ensemble.autre(ici)

    def enregistrer(candidature: Candidature, section: str, champ: str) -> None:
        for rang in range(_ENREGISTREMENTS):
            reponse = candidature.modifier({section: {champ: f"Essai {rang}."}})
            assert reponse.status_code == 200, reponse.text

    with ThreadPoolExecutor(2) as fils:
        ecrits = [
            fils.submit(enregistrer, ici, "bilan", "actions_realisees"),
            fils.submit(enregistrer, la, "contact", "nom_prenom"),
        ]
    for ecrit in ecrits:
        ecrit.result()
    fin = f"Essai {_ENREGISTREMENTS - 1}."
    lu = ici.lire()
    assert lu["dossier"]["bilan"]["actions_realisees"] == fin
    assert lu["dossier"]["contact"]["nom_prenom"] == fin
    assert lu["version"] == 1 + 2 * _ENREGISTREMENTS


def test_le_courriel_demande_a_l_un_est_envoye_par_l_autre(ensemble: Ensemble) -> None:
    candidature = ensemble.oisif.creer({"demandeur": {"courriel": "jeanne.martin@example.fr"}})
    inviter(candidature, _INVITEE).raise_for_status()
    courriel = ensemble.lieu.boite.recevoir()
    assert courriel["To"] == _INVITEE
    (lien,) = liens(courriel.get_content())
    invitee = suivre(ensemble.oisif, lien)
    assert ensemble.autre(invitee).modifier({"contact": {"nom_prenom": "Ali"}}).status_code == 200


def test_l_ancien_redemarre_sur_les_nouvelles_tables(ensemble: Ensemble, ancien: Code) -> None:
    with (
        ensemble.lieu.servir(ancien, travaux=False) as relance,
        client_de_l_ancien(relance) as client,
    ):
        candidature = deposee(client)
        assert rangs(ensemble.autre(candidature)) == [1]


def test_le_journal_des_deux_se_suit_pour_l_un_et_pour_l_autre(
    ensemble: Ensemble, ancien: Code
) -> None:
    assert ensemble.autre(ensemble.d_avant).modifier({"contact": {"nom_prenom": "Ali"}}).is_success
    assert ensemble.d_avant.deposer().status_code == 201
    dit = ensemble.lieu.ti(ancien, "journal", "verifier")
    temoin = dit.strip().rpartition(" ")[2]
    assert "Tout se suit" in ensemble.lieu.ti(CELUI_CI, "journal", "verifier", "--temoin", temoin)
