"""The life of a draft, through HTTP."""

from tests.client import Client
from tests.formulaire.exemples import dossier_complet


def test_un_brouillon_garde_ce_qui_est_saisi_et_dit_ce_qui_manque(client: Client) -> None:
    candidature = client.creer()
    reponse = candidature.modifier({"contact": {"courriel": "jeanne.mar"}})
    assert reponse.status_code == 200
    lue = reponse.json()
    assert lue["dossier"] == {"contact": {"courriel": "jeanne.mar"}}
    codes = {e["pointeur"]: e["code"] for e in lue["validation"]["erreurs"]}
    assert codes["/contact/courriel"] == "courriel_invalide"
    assert candidature.lire()["dossier"] == lue["dossier"]


def test_un_dossier_complet_n_attend_que_ses_fichiers(client: Client) -> None:
    lue = client.creer(dossier_complet()).lire()
    codes = {e["code"] for e in lue["validation"]["erreurs"]}
    assert codes == {"piece_manquante"}
