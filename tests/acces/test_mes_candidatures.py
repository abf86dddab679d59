"""The list of what a secret opens."""

import pytest

from app.acces.jeton import nouveau_jeton
from tests.candidatures.outils import probleme
from tests.client import Client, Json


def _lister(client: Client, jeton: str) -> list[Json]:
    reponse = client.get("/v1/candidatures", headers={"Authorization": f"Bearer {jeton}"})
    return reponse.raise_for_status().json()["candidatures"]


def test_chacun_ne_voit_que_la_sienne(client: Client) -> None:
    une, autre = client.creer({"contact": {"courriel": "jeanne@"}}), client.creer()
    une.modifier({"contact": {"courriel": "jeanne@a"}}).raise_for_status()
    (vue,) = _lister(client, une.jeton)
    lue = une.lire()
    assert vue == {cle: lue[cle] for cle in vue}
    assert (vue["id"], vue["version"], vue["etat"]) == (une.id, 2, "brouillon")
    assert [c["id"] for c in _lister(client, autre.jeton)] == [autre.id]


def test_un_jeton_jamais_emis_n_ouvre_rien(client: Client) -> None:
    assert _lister(client, nouveau_jeton().texte) == []


@pytest.mark.parametrize(
    ("entetes", "code"),
    [({}, "jeton-absent"), ({"Authorization": "Bearer jeton"}, "jeton-mal-forme")],
)
def test_la_liste_demande_un_jeton(client: Client, entetes: Json, code: str) -> None:
    reponse = client.get("/v1/candidatures", headers=entetes)
    probleme(reponse, 401, code)
    assert reponse.headers["www-authenticate"].startswith("Bearer")
