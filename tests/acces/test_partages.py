"""Who may open a candidature: invited by its owner, listed, revoked."""

from datetime import datetime

import pytest

from app.acces.jeton import Prefixe, nouveau_jeton
from tests.acces.courrier import (
    acces,
    adresse,
    candidature_de,
    echanger,
    evenements_d_acces,
    invitee,
    inviter,
    lien_recu,
    recu,
    recus,
    suivre,
)
from tests.bases import sql
from tests.candidatures.outils import est_rfc3339_utc, inchangee, probleme
from tests.client import Candidature, Client, Json


@pytest.fixture
def candidature(client: Client) -> Candidature:
    return candidature_de(client, adresse())


def _resume(lus: list[Json]) -> list[tuple[str, str, bool]]:
    return [(lu["role"], lu["etat"], lu["le_votre"]) for lu in lus]


# --- The list ---


def test_une_candidature_a_d_abord_un_seul_acces(client: Client) -> None:
    courriel = adresse()
    (seul,) = acces(candidature_de(client, courriel))
    assert est_rfc3339_utc(seul.pop("cree_le"))
    assert seul.pop("id")
    assert seul == {
        "genre": "jeton",
        "role": "proprietaire",
        "courriel": courriel,
        "revoque_le": None,
        "etat": "actif",
        "le_votre": True,
    }


def test_la_liste_montre_les_invites_et_les_revoques(candidature: Candidature) -> None:
    editrice, lecteur = invitee(candidature), adresse()
    inviter(candidature, lecteur, "lecture").raise_for_status()
    lus = acces(candidature)
    assert _resume(lus) == [
        ("proprietaire", "actif", True),
        ("edition", "actif", False),
        ("lecture", "invite", False),
    ]
    assert lus[2]["courriel"] == lecteur
    candidature.appeler("DELETE", f"/acces/{lus[1]['id']}").raise_for_status()
    apres = acces(candidature)
    assert _resume(apres)[1] == ("edition", "revoque", False)
    assert datetime.fromisoformat(apres[1]["revoque_le"])
    probleme(editrice.appeler("GET"), 404, "introuvable")


@pytest.mark.parametrize("role", ["edition", "lecture"])
def test_un_invite_ne_gere_pas_les_acces(candidature: Candidature, role: str) -> None:
    invite, siens = invitee(candidature, role), acces(candidature)
    for methode, suite, corps in [
        ("GET", "/acces", None),
        ("POST", "/acces", {"courriel": adresse(), "role": "edition"}),
        ("DELETE", f"/acces/{siens[0]['id']}", None),
    ]:
        probleme(invite.appeler(methode, suite, json=corps), 403, "acces-insuffisant")
    assert acces(candidature) == siens


# --- Revoking ---


def test_revoquer_ferme_aussitot_et_coupe_les_liens(
    client: Client, candidature: Candidature
) -> None:
    invite = adresse("ali")
    ouvert = inviter(candidature, invite).json()["id"]
    lien = lien_recu(client, invite)
    assert candidature.appeler("DELETE", f"/acces/{ouvert}").status_code == 204
    probleme(echanger(client, lien), 404, "lien-refuse")
    assert candidature.appeler("DELETE", f"/acces/{ouvert}").status_code == 204
    assert evenements_d_acces(candidature) == [
        ("acces_invite", "proprietaire", "edition"),
        ("acces_revoque", "proprietaire", "edition"),
    ]


def test_un_lien_fait_pendant_la_revocation_n_ouvre_rien(
    client: Client, candidature: Candidature, postgres: str
) -> None:
    invite, lien = adresse("ali"), nouveau_jeton(Prefixe.LIEN)
    ouvert = inviter(candidature, invite).json()["id"]
    recu(client, invite)
    candidature.appeler("DELETE", f"/acces/{ouvert}").raise_for_status()
    sql(
        postgres,
        "INSERT INTO lien (empreinte, acces_id, courriel, expire_le) VALUES "
        f"('\\x{lien.empreinte.hex()}', '{ouvert}', '{invite}', '2024-01-01')",
    )
    probleme(echanger(client, lien.texte), 404, "lien-refuse")


def test_qui_vient_d_enregistrer_ne_le_peut_plus_une_fois_revoque(candidature: Candidature) -> None:
    editrice = invitee(candidature)
    editrice.modifier({"contact": {"nom_prenom": "Ali"}}).raise_for_status()
    candidature.appeler("DELETE", f"/acces/{acces(candidature)[1]['id']}").raise_for_status()
    probleme(editrice.modifier({"contact": {"nom_prenom": "A."}}), 404, "introuvable")


def test_une_personne_revoquee_peut_etre_invitee_de_nouveau(candidature: Candidature) -> None:
    invite = adresse("ali")
    premier = inviter(candidature, invite).json()["id"]
    lien_recu(candidature.client, invite)
    candidature.appeler("DELETE", f"/acces/{premier}").raise_for_status()
    second = inviter(candidature, invite)
    assert second.status_code == 201 and second.json()["id"] != premier
    lien = lien_recu(candidature.client, invite, 2)
    assert suivre(candidature.client, lien).lire() == candidature.lire()


def test_le_dernier_acces_du_proprietaire_ne_se_revoque_pas(candidature: Candidature) -> None:
    invitee(candidature)
    sien = acces(candidature)[0]["id"]
    with inchangee(candidature):
        probleme(candidature.appeler("DELETE", f"/acces/{sien}"), 409, "dernier-acces")


def test_l_acces_d_une_autre_candidature_est_introuvable(
    client: Client, candidature: Candidature
) -> None:
    autre = client.creer()
    invitee(autre)
    vise = acces(autre)[1]["id"]
    probleme(candidature.appeler("DELETE", f"/acces/{vise}"), 404, "introuvable")
    assert acces(autre)[1]["etat"] == "actif"


def test_supprimer_la_candidature_ferme_tout(client: Client, candidature: Candidature) -> None:
    editrice, invite = invitee(candidature), adresse("ali")
    inviter(candidature, invite).raise_for_status()
    lien = lien_recu(client, invite)
    assert candidature.appeler("DELETE").status_code == 204
    probleme(editrice.appeler("GET"), 404, "introuvable")
    probleme(echanger(client, lien), 404, "lien-refuse")
    assert len(recus(client, invite)) == 1
