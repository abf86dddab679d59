"""Inviting somebody by mail: what they get, what they may do, what is refused."""

from datetime import datetime, timedelta

import pytest

from tests.acces.courrier import (
    acces,
    adresse,
    candidature_de,
    demander,
    echanger,
    evenements_d_acces,
    invitee,
    inviter,
    lien_recu,
    recu,
    suivre,
)
from tests.candidatures.outils import inchangee, probleme
from tests.client import Candidature, Client, Json
from tests.depots.pieces import prete
from tests.pieces_jointes.echantillons import pdf


@pytest.fixture
def candidature(client: Client) -> Candidature:
    return candidature_de(client, adresse())


# --- What it opens ---


def test_une_personne_invitee_pour_modifier_lit_et_modifie(client: Client) -> None:
    candidature = prete(client)
    editrice = invitee(candidature, "edition")
    assert editrice.modifier({"contact": {"nom_prenom": "Ali Durand"}}).status_code == 200
    assert editrice.joindre("lettres", "suite.pdf", pdf()).status_code == 201
    assert candidature.lire()["dossier"]["contact"]["nom_prenom"] == "Ali Durand"
    with inchangee(candidature):
        for methode, suite in [("POST", "/depots"), ("POST", "/retrait"), ("DELETE", "")]:
            probleme(editrice.appeler(methode, suite), 403, "acces-insuffisant")


def test_une_personne_invitee_pour_lire_ne_change_rien(client: Client) -> None:
    candidature = prete(client)
    lecteur = invitee(candidature, "lecture")
    assert lecteur.lire() == candidature.lire()
    piece = lecteur.appeler("GET", "/pieces-jointes").json()["pieces"][0]["id"]
    with inchangee(candidature):
        probleme(lecteur.modifier({"contact": {"nom_prenom": "Ali"}}), 403, "acces-insuffisant")
        probleme(lecteur.joindre("lettres", "a.pdf", pdf()), 403, "acces-insuffisant")
        for methode, suite in [
            ("DELETE", f"/pieces-jointes/{piece}"),
            ("POST", "/depots"),
            ("DELETE", ""),
        ]:
            probleme(lecteur.appeler(methode, suite), 403, "acces-insuffisant")


# --- What is written, for how long ---


def test_l_invitation_dit_qui_invite_s_il_l_a_montre_et_rien_de_ce_qui_a_ete_saisi(
    client: Client,
) -> None:
    courriel, invite = adresse(), adresse("ali")
    dossier = {
        "demandeur": {"courriel": courriel.upper(), "denomination": "Zqx denomination"},
        "perimetre": {"nom_territoire": "Zqx https://ailleurs.example"},
    }
    creee = client.creer(dossier)
    inviter(creee, avant := adresse("eve"), "lecture").raise_for_status()
    assert "La personne qui prépare une candidature" in recu(client, avant)["texte"]
    demander(client, courriel).raise_for_status()
    inviter(suivre(client, lien_recu(client, courriel)), invite, "lecture").raise_for_status()
    courrier = recu(client, invite)
    texte = " ".join(courrier["texte"].split())
    assert f"La personne dont l'adresse est {courriel} vous donne accès" in texte
    assert "de lire le dossier et ses fichiers, sans pouvoir rien y changer" in texte
    assert "7 jours" in texte and "Ne faites rien" in texte
    assert "zqx" not in (courrier["objet"] + texte).lower()


@pytest.mark.parametrize("saisi", [None, "Cliquez ici https://ailleurs.example @", "a@b\nZqx: c"])
def test_ce_qui_n_est_pas_une_adresse_ne_part_pas_dans_un_courriel(
    client: Client, saisi: str | None
) -> None:
    invite = adresse("ali")
    inviter(client.creer({"demandeur": {"courriel": saisi}}), invite).raise_for_status()
    assert "La personne qui prépare une candidature" in recu(client, invite)["texte"]


def test_une_invitation_vaut_sept_jours(client: Client, candidature: Candidature) -> None:
    invite = adresse("ali")
    inviter(candidature, invite).raise_for_status()
    lien, le = lien_recu(client, invite), datetime.fromisoformat(recu(client, invite)["envoye_le"])
    trop_tard = {"X-Horloge": (le + timedelta(days=7)).isoformat()}
    probleme(echanger(client, lien, **trop_tard), 404, "lien-refuse")
    a_temps = {"X-Horloge": (le + timedelta(days=6, hours=23)).isoformat()}
    assert echanger(client, lien, **a_temps).status_code == 200


def test_inviter_deux_fois_change_le_role_et_le_lien(
    client: Client, candidature: Candidature
) -> None:
    invite = adresse("ali")
    premiere = inviter(candidature, invite, "lecture")
    ancien = lien_recu(client, invite)
    seconde = inviter(candidature, invite.upper(), "edition")
    assert (premiere.status_code, seconde.status_code) == (201, 200)
    assert seconde.json() == {**premiere.json(), "role": "edition"}
    assert premiere.headers["location"] == f"{candidature.url}/acces/{premiere.json()['id']}"
    nouveau = lien_recu(client, invite, 2)
    probleme(echanger(client, ancien), 404, "lien-refuse")
    assert suivre(client, nouveau).creee["role"] == "edition"
    assert evenements_d_acces(candidature) == [
        ("acces_invite", "proprietaire", "lecture"),
        ("acces_invite", "proprietaire", "edition"),
        ("acces_ouvert", "edition", "edition"),
    ]


def test_changer_le_role_de_qui_est_entre_compte_aussitot(candidature: Candidature) -> None:
    invite = adresse("ali")
    inviter(candidature, invite, "edition").raise_for_status()
    client = candidature.client
    editrice = suivre(client, lien_recu(client, invite))
    editrice.modifier({"contact": {"nom_prenom": "Ali"}}).raise_for_status()
    inviter(candidature, invite, "lecture").raise_for_status()
    probleme(editrice.modifier({"contact": {"nom_prenom": "Ali D."}}), 403, "acces-insuffisant")
    assert editrice.lire()["dossier"]["contact"]["nom_prenom"] == "Ali"


def test_au_plus_vingt_acces_revoques_non_compris(candidature: Candidature) -> None:
    for _ in range(19):
        assert inviter(candidature, adresse()).status_code == 201
    de_trop = adresse()
    document = probleme(inviter(candidature, de_trop), 409, "trop-d-acces")
    assert document["maximum"] == 20
    dernier = acces(candidature)[-1]
    assert inviter(candidature, dernier["courriel"], "lecture").status_code == 200
    candidature.appeler("DELETE", f"/acces/{dernier['id']}").raise_for_status()
    assert inviter(candidature, de_trop).status_code == 201


# --- What is refused ---


@pytest.mark.parametrize(
    ("corps", "ou"),
    [
        ({"courriel": "jeanne", "role": "edition"}, "/courriel"),
        ({"courriel": "jeanne@exemple.invalid", "role": "edition"}, "/courriel"),
        ({"courriel": "a@example.fr\r\nBcc: b@example.fr", "role": "edition"}, "/courriel"),
        ({"courriel": "Jeanne <a@example.fr>", "role": "edition"}, "/courriel"),
        ({"courriel": "a@example.fr, b@example.fr", "role": "edition"}, "/courriel"),
        ({"courriel": f"{'a' * 250}@example.fr", "role": "edition"}, "/courriel"),
        ({"courriel": ["a@example.fr"], "role": "edition"}, "/courriel"),
        ({"courriel": "a@example.fr", "role": "proprietaire"}, "/role"),
        ({"courriel": "a@example.fr", "role": "portail"}, "/role"),
        ({"courriel": "a@example.fr"}, "/role"),
        ({"courriel": "a@example.fr", "role": "edition", "de/plus": 1}, "/de~1plus"),
        ([], ""),
    ],
)
def test_une_invitation_mal_faite_est_refusee(
    candidature: Candidature, corps: Json, ou: str
) -> None:
    reponse = candidature.appeler("POST", "/acces", json=corps)
    document = probleme(reponse, 422, "requete-invalide")
    assert [(p["dans"], p["nom"]) for p in document["parametres"]] == [("body", ou)]
    assert len(acces(candidature)) == 1


def test_une_invitation_illisible_est_refusee(candidature: Candidature) -> None:
    options: Json = {"content": b'{"courriel"', "entetes": {"Content-Type": "application/json"}}
    probleme(candidature.appeler("POST", "/acces", **options), 400, "corps-illisible")
