"""A save made from what this process remembers is the same as one made from what it reads."""

from tests.bases import sql
from tests.client import Client
from tests.pieces_jointes import echantillons

HEURE = {"X-Horloge": "2023-09-18T10:00:00+02:00"}


def test_un_fichier_joint_entre_deux_modifications_est_compte(client: Client) -> None:
    candidature = client.creer()
    candidature.modifier({"contact": {"nom_prenom": "A"}}, **HEURE)
    assert candidature.joindre("lettres", "l.pdf", echantillons.pdf(), **HEURE).status_code == 201
    lue = candidature.modifier({"contact": {"nom_prenom": "B"}}, **HEURE).json()
    manquantes = [
        e["pointeur"] for e in lue["validation"]["erreurs"] if e["code"] == "piece_manquante"
    ]
    assert manquantes == ["/plan_action/plan_action_operationnel"]


def test_ce_qu_un_autre_processus_a_ecrit_demeure(client: Client, postgres: str) -> None:
    candidature = client.creer()
    candidature.modifier({"contact": {"nom_prenom": "A"}})
    sql(
        postgres,
        "UPDATE candidature SET revision = revision + 1, version = version + 1, dossier = "
        """'{"perimetre": {"nom_territoire": "Ailleurs"}}' """
        f"WHERE id = '{candidature.id}'",
    )
    lue = candidature.modifier({"contact": {"nom_prenom": "B"}}).json()
    assert lue["dossier"] == {
        "perimetre": {"nom_territoire": "Ailleurs"},
        "contact": {"nom_prenom": "B"},
    }
    assert lue["version"] == 4


def test_un_refus_se_decide_sur_ce_qui_est_enregistre(client: Client, postgres: str) -> None:
    candidature = client.creer()
    candidature.modifier({"contact": {"nom_prenom": "A"}})
    sql(
        postgres,
        "UPDATE candidature SET revision = revision + 1, version = 7 "
        f"WHERE id = '{candidature.id}'",
    )
    reponse = candidature.modifier({"contact": {"nom_prenom": "B"}}, **{"If-Match": '"7"'})
    assert (reponse.status_code, reponse.json()["version"]) == (200, 8)


def test_n_avoir_rien_a_ecrire_se_decide_sur_ce_qui_est_enregistre(
    client: Client, postgres: str
) -> None:
    candidature = client.creer()
    candidature.modifier({"contact": {"nom_prenom": "A"}})
    sql(
        postgres,
        "UPDATE candidature SET revision = revision + 1, version = 7, dossier = '{}' "
        f"WHERE id = '{candidature.id}'",
    )
    lue = candidature.modifier({"contact": {"nom_prenom": "A"}}).json()
    assert (lue["version"], lue["dossier"]) == (8, {"contact": {"nom_prenom": "A"}})


def test_un_jeton_revoque_n_ecrit_plus(client: Client, postgres: str) -> None:
    candidature = client.creer()
    candidature.modifier({"contact": {"nom_prenom": "A"}})
    sql(postgres, f"DELETE FROM acces WHERE candidature_id = '{candidature.id}'")
    assert candidature.modifier({"contact": {"nom_prenom": "B"}}).status_code == 404


def test_le_jeton_d_un_autre_n_ouvre_pas_ce_qui_est_en_memoire(client: Client) -> None:
    candidature, autre = client.creer(), client.creer()
    candidature.modifier({"contact": {"nom_prenom": "A"}})
    candidature.jeton, jeton = autre.jeton, candidature.jeton
    assert candidature.modifier({"contact": {"nom_prenom": "B"}}).status_code == 404
    candidature.jeton = jeton
    assert candidature.lire()["dossier"] == {"contact": {"nom_prenom": "A"}}
