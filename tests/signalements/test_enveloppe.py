"""A dossier sent bare where it is expected in an object, or the other way round.

Of our own finding: what to do is said, not that its keys do not exist.
"""

from tests.candidatures.outils import refus_de_forme
from tests.client import Client, Json


def test_un_dossier_nu_est_dit_a_mettre_dans_dossier(client: Client) -> None:
    reponse = client.post("/v1/candidatures", json={"contact": {}, "fax": 1})
    assert refus_de_forme(reponse) == [("/contact", "mal_place"), ("/fax", "champ_inconnu")]
    assert "mettez le dossier dans « dossier »" in reponse.json()["erreurs"][0]["message"]


def test_une_enveloppe_de_trop_est_dite(client: Client) -> None:
    enveloppe: Json = {"dossier": {"contact": {}}}
    for reponse in (
        client.creer().modifier(enveloppe),
        client.post("/v1/validation", json=enveloppe),
    ):
        assert refus_de_forme(reponse) == [("/dossier", "mal_place")]
        assert "envoyez ce que « dossier » contient" in reponse.json()["erreurs"][0]["message"]
