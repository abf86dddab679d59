"""Half an emoji in JSON, as JavaScript leaves it where it cuts a text: told at its place.

hypothesis/client#5028, hartwork/jawanndenn#44, ayunis-core#1613.
"""

import pytest

from tests.candidatures.outils import probleme, refus_de_forme
from tests.client import Candidature, Client


@pytest.fixture(scope="module")
def candidature(client: Client) -> Candidature:
    return client.creer({"contact": {"nom_prenom": "Jeanne Martin"}})


@pytest.mark.parametrize(
    ("corps", "pointeurs"),
    [
        (
            rb'{"contact": {"fonction_organisation": "Pr\ud83d"}}',
            ["/contact/fonction_organisation"],
        ),
        (rb'{"contact": {"nom_prenom": "\uDC00a"}}', ["/contact/nom_prenom"]),
        (rb'{"contact": {"\ud800": "a"}}', ["/contact"]),
        (
            rb'{"contact": {"nom_prenom": "\ud83d"}, "bilan": {"a": [{"nom": "\ud83d"}]}}',
            ["/bilan/a/0/nom", "/contact/nom_prenom"],
        ),
    ],
    ids=["haut", "bas", "dans une clé", "deux"],
)
def test_un_demi_caractere_est_dit_a_sa_place(
    candidature: Candidature, corps: bytes, pointeurs: list[str]
) -> None:
    avant = candidature.lire()
    assert refus_de_forme(candidature.modifier(corps)) == [
        (la, "caractere_interdit") for la in pointeurs
    ]
    assert candidature.lire() == avant


def test_un_emoji_entier_passe_meme_en_deux_echappements(candidature: Candidature) -> None:
    candidature.modifier(rb'{"contact": {"nom_prenom": "\ud83d\ude00"}}').raise_for_status()
    assert candidature.lire()["dossier"]["contact"]["nom_prenom"] == "\U0001f600"


def test_un_json_coupe_n_accuse_pas_l_emoji_qu_il_contient(candidature: Candidature) -> None:
    dit = probleme(candidature.modifier(rb'{"contact": {"a": "\ud83d"'), 400, "corps-illisible")
    assert dit["detail"].startswith("JSON illisible à la ligne 1, caractère ")


@pytest.mark.parametrize(
    "valeur",
    [
        b"[" * 150 + rb'"\ud800"' + b"]" * 150,
        b'{"' + b"a" * 1_000 + rb'": "\ud800"}',
    ],
    ids=["profond", "sous une longue clé"],
)
def test_ce_qui_serait_long_a_nommer_ne_l_est_pas(candidature: Candidature, valeur: bytes) -> None:
    corps = b'{"contact": ' + valeur + b"}"
    probleme(candidature.modifier(corps), 400, "corps-illisible")


def test_beaucoup_de_demi_caracteres_ne_sont_pas_tous_dits(candidature: Candidature) -> None:
    corps = rb'{"bilan": {"a": [' + b",".join([rb'"\ud800"'] * 3_000) + b"]}}"
    assert len(refus_de_forme(candidature.modifier(corps))) == 250
