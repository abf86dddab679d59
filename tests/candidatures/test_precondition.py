"""`ETag` and `If-Match` (RFC 9110, section 13.1.1)."""

import pytest

from tests.candidatures.outils import inchangee, probleme
from tests.client import Candidature, Client


@pytest.fixture
def candidature(client: Client) -> Candidature:
    """A draft at version 3: the e-mail changed in 2, the phone in 3."""
    candidature = client.creer()
    candidature.modifier({"contact": {"courriel": "jeanne@"}})
    candidature.modifier({"contact": {"telephone": "02"}})
    return candidature


def test_chaque_reponse_porte_sa_version(candidature: Candidature) -> None:
    lecture = candidature.appeler("GET")
    assert (lecture.headers["etag"], lecture.json()["version"]) == ('"3"', 3)
    ecriture = candidature.modifier({"contact": {"telephone": "02 35"}})
    assert (ecriture.headers["etag"], ecriture.json()["version"]) == ('"4"', 4)


@pytest.mark.parametrize(
    "si_version", ['"3"', "*", " * ", '"1", "3"', '"3" ,"9"', 'W/"3", "3"', '"x", "3"']
)
def test_la_version_actuelle_est_acceptee(candidature: Candidature, si_version: str) -> None:
    reponse = candidature.modifier(
        {"contact": {"telephone": "02 35"}}, **{"If-Match": si_version.strip()}
    )
    assert (reponse.status_code, reponse.headers["etag"]) == (200, '"4"')


@pytest.mark.parametrize(
    ("si_version", "pointeurs"),
    [
        ('"2"', ["/contact/telephone"]),
        ('"1"', ["/contact/courriel", "/contact/telephone"]),
        ('"2", "1"', ["/contact/telephone"]),
        ('W/"3"', []),
        ('"99"', []),
        ('"x"', ["/contact/courriel", "/contact/telephone"]),
        ('""', ["/contact/courriel", "/contact/telephone"]),
        ('"03"', []),
    ],
)
def test_une_version_perimee_est_refusee_avec_ce_qui_a_change_depuis(
    candidature: Candidature, si_version: str, pointeurs: list[str]
) -> None:
    with inchangee(candidature):
        reponse = candidature.modifier({"contact": {"courriel": "x"}}, **{"If-Match": si_version})
        document = probleme(reponse, 412, "version-perimee")
    assert reponse.headers["etag"] == '"3"'
    assert document["version"] == 3
    assert sorted(document["pointeurs"]) == pointeurs


def test_ce_qui_a_change_deux_fois_se_dit_une_fois(candidature: Candidature) -> None:
    candidature.modifier({"contact": {"courriel": "jeanne@example.fr"}})
    reponse = candidature.modifier({}, **{"If-Match": '"1"'})
    pointeurs = probleme(reponse, 412, "version-perimee")["pointeurs"]
    assert pointeurs == ["/contact/courriel", "/contact/telephone"]


def test_seul_ce_qui_a_change_depuis_la_version_connue_est_nomme(candidature: Candidature) -> None:
    candidature.modifier({"contact": {"nom_prenom": "Jeanne"}, "bilan": {}})
    reponse = candidature.modifier({"contact": {"courriel": "x"}}, **{"If-Match": '"3"'})
    assert sorted(probleme(reponse, 412, "version-perimee")["pointeurs"]) == [
        "/bilan",
        "/contact/nom_prenom",
    ]


def test_une_version_perimee_est_refusee_meme_pour_ne_rien_changer(
    candidature: Candidature,
) -> None:
    reponse = candidature.modifier({}, **{"If-Match": '"2"'})
    probleme(reponse, 412, "version-perimee")


@pytest.mark.parametrize("si_version", ["3", '"3', '3"', "", "W/*", '"3" "4"', '"3",', "*, *"])
@pytest.mark.parametrize("methode", ["PATCH", "DELETE"])
def test_une_etiquette_mal_formee_est_refusee(
    candidature: Candidature, methode: str, si_version: str
) -> None:
    entetes = {"If-Match": si_version, "Content-Type": "application/json"}
    corps = b'{"contact": {"courriel": "x"}}' if methode == "PATCH" else None
    with inchangee(candidature):
        reponse = candidature.appeler(methode, entetes=entetes, content=corps)
        assert "If-Match" in probleme(reponse, 400, "en-tete-invalide")["detail"]


def test_un_corps_hors_forme_sous_une_version_perimee_n_est_pas_enregistre(
    candidature: Candidature,
) -> None:
    with inchangee(candidature):
        reponse = candidature.modifier({"annexe": 1}, **{"If-Match": '"1"'})
        probleme(reponse, 412, "version-perimee")
