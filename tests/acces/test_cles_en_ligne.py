"""`ti cles`: the keys from the command line, on the service's own database."""

import re

import pytest

from app.acces.droits import Portee
from tests.acces.cles import porteur
from tests.client import Client
from tests.exploitation.commandes import echoue_sans_trace, ti, ti_seul

PORTAILS = "/v1/portails/candidatures"


def test_la_cle_se_cree_se_liste_se_remplace_et_se_revoque(client: Client, postgres: str) -> None:
    ici = {"TI_DATABASE_URL": postgres, "TI_BAC_A_SABLE": "true"}
    options = ("--jusqu-au", "2023-12-31", "--region", "28", "--reseau", "127.0.0.0/8")
    creee = ti_seul(
        "cles", "creer", "Portail de l'Eure", "--portee", Portee.CANDIDATURES_LIRE, *options, **ici
    )
    assert creee.returncode == 0, creee.stderr
    cle = creee.stdout.removesuffix("\n")
    assert re.fullmatch("tip_[A-Za-z0-9_-]{43}", cle)
    assert cle not in creee.stderr
    assert client.get(PORTAILS, headers=porteur(cle)).status_code == 200

    liste = ti("cles", "lister", **ici).stdout
    (ligne,) = [ligne for ligne in liste.splitlines() if cle[:12] in ligne]
    assert cle not in liste
    for vu in (
        "active",
        "Portail de l'Eure",
        "candidatures:lire",
        "28",
        "127.0.0.0/8",
        "2024-01-01 00:00",
    ):
        assert vu in ligne

    ancienne = ligne.split()[0]
    tournee = ti("cles", "roter", ancienne, "--recouvrement", "0", **ici)
    neuve = tournee.stdout.removesuffix("\n")
    assert client.get(PORTAILS, headers=porteur(neuve)).status_code == 200
    identifiant = tournee.stderr.split()[0]
    assert identifiant != ancienne
    assert ti("cles", "revoquer", identifiant, **ici).returncode == 0
    assert client.get(PORTAILS, headers=porteur(neuve)).status_code == 401


@pytest.mark.parametrize(
    ("arguments", "dits"),
    [
        (("creer", "A", "--portee", "tout"), ("--portee", "candidatures:lire")),
        (
            ("creer", "A\nB", "--portee", "administration", "--reseau", "::1/8", "--region", "99"),
            ("nom", "::1/8", "99"),
        ),
        (("revoquer", "tip_"), ("tip_",)),
    ],
)
@pytest.mark.verify
def test_ce_qui_ne_se_lit_pas_est_refuse(arguments: tuple[str, ...], dits: tuple[str, ...]) -> None:
    erreur = echoue_sans_trace(ti("cles", *arguments), statut=2)
    assert [dit for dit in dits if dit in erreur] == [*dits]


def test_ce_qui_ne_se_peut_pas_est_dit(postgres: str) -> None:
    ici = {"TI_DATABASE_URL": postgres}
    passee = ("--portee", "administration", "--jusqu-au", "2023-01-01")
    assert "à venir" in echoue_sans_trace(ti("cles", "creer", "A", *passee, **ici))
    inconnue = "018c2f72-4d5e-4f6a-8b7c-9d0e1f2a3b4c"
    assert "n'existe pas" in echoue_sans_trace(ti("cles", "revoquer", inconnue, **ici))


@pytest.mark.verify
def test_sans_base_la_commande_le_dit(tmp_path: str) -> None:
    dit = echoue_sans_trace(ti("cles", "lister", TI_DONNEES=str(tmp_path)), statut=2)
    assert "TI_DATABASE_URL" in dit
