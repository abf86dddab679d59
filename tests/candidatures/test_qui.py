"""The record says who did what, when, from where, on which version."""

import pytest

from app.acces.droits import Portee, Role
from app.config import Settings
from tests.acces.temoins import nouvel_acces, nouvelle_cle
from tests.bases import sql
from tests.client import Candidature, Client
from tests.pieces_jointes.echantillons import pdf


@pytest.fixture
def url(reglages: Settings) -> str:
    assert reglages.database_url
    return reglages.database_url.get_secret_value()


def test_chaque_evenement_dit_qui_quoi_quand_d_ou_et_quelle_version(
    client: Client, url: str
) -> None:
    cle = nouvelle_cle(url, Portee.CANDIDATURES_ECRIRE)[1]
    au_portail = {"Authorization": f"Bearer {cle}", "X-Horloge": "2023-09-18T10:00:00+02:00"}
    creee = client.post("/v1/candidatures", json={}, headers=au_portail).json()
    proprietaire = Candidature(
        client, creee["id"], nouvel_acces(url, creee["id"], Role.PROPRIETAIRE)[1], creee
    )
    acces, secret = nouvel_acces(url, creee["id"], Role.EDITION)
    editeur = Candidature(client, creee["id"], secret, creee)
    portail = Candidature(client, creee["id"], cle, creee)
    for rang, qui in enumerate((portail, editeur, proprietaire)):
        heure = f"2023-09-18T1{rang + 1}:00:00+02:00"
        correctif = {"contact": {"nom_prenom": f"Anne {rang}"}}
        qui.modifier(correctif, **{"X-Horloge": heure}).raise_for_status()
    plus_tard = {"X-Horloge": "2023-09-18T14:00:00+02:00"}
    editeur.joindre("lettres", "a.pdf", pdf(), **plus_tard).raise_for_status()
    evenements = proprietaire.evenements()
    assert [(e["auteur"], e["genre"], e["le"], e["version"]) for e in evenements] == [
        ("portail", "creee", "2023-09-18T08:00:00Z", 1),
        ("portail", "modifiee", "2023-09-18T09:00:00Z", 2),
        ("edition", "modifiee", "2023-09-18T10:00:00Z", 3),
        ("proprietaire", "modifiee", "2023-09-18T11:00:00Z", 4),
        ("edition", "piece_jointe", "2023-09-18T12:00:00Z", 4),
    ]
    assert [e["origine"] for e in evenements] == ["127.0.0.0/24"] * 5
    roles = dict(
        sql(url, f"SELECT id::text, role FROM acces WHERE candidature_id = '{creee['id']}'")
    )
    assert [roles[e["acces"]] for e in evenements] == [e["auteur"] for e in evenements]
    assert evenements[2]["acces"] == acces


def test_un_acces_revoque_reste_nomme_par_ce_qu_il_a_fait(client: Client, url: str) -> None:
    candidature = client.creer()
    acces, secret = nouvel_acces(url, candidature.id, Role.EDITION)
    editeur = Candidature(client, candidature.id, secret, {})
    editeur.modifier({"contact": {"nom_prenom": "Anne"}}).raise_for_status()
    candidature.appeler("DELETE", f"/acces/{acces}").raise_for_status()
    assert candidature.evenements()[1]["acces"] == acces
    lus = candidature.appeler("GET", "/acces").json()["acces"]
    assert acces in [lu["id"] for lu in lus]
