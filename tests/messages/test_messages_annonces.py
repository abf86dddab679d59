"""Who applies is told by mail that a message awaits them: once, and never what it says."""

from typing import Any

import pytest

from app.acces.droits import Role
from app.config import Settings
from app.instruction.informer import informer
from app.kit.services import Services
from tests.acces.courrier import adresse, echanger, inviter, lien_recu, recus
from tests.acces.temoins import nouvel_acces
from tests.bases import sql
from tests.client import Candidature, Client
from tests.depots.pieces import deposee, perimetre
from tests.instruction.dossiers import ROUEN, Agent
from tests.instruction.test_courriels_au_demandeur import faire, objets
from tests.messages.fil import SECRETS, ecrire, repondre

ATTEND = "Un message vous attend"
ECRIT = "<b>Payez</b> sur https://ailleurs.example"


@pytest.fixture
def boite() -> str:
    return adresse("demandeur")


@pytest.fixture
def recue(client: Client, boite: str) -> Candidature:
    """Deposited, by who reads this address."""
    dossier = perimetre(ROUEN)
    dossier["demandeur"]["courriel"] = boite
    return deposee(client, dossier)


def prevues(url: str, de: Candidature) -> list[Any]:
    """The jobs that will tell of its messages, and in how many seconds."""
    return sql(
        url,
        "SELECT convert_from(payload, 'UTF8')::jsonb, "
        "extract(epoch FROM execute_after - created)::int FROM pgqueuer "
        f"WHERE convert_from(payload, 'UTF8') LIKE '%{de.id}%message%' ORDER BY id",
    )


def echues(reglages: Settings, url: str, de: Candidature) -> None:
    """Have them done as if their time had come."""
    toutes = prevues(url, de)

    async def dire(services: Services) -> None:
        for contenu, _ in toutes:
            await informer(services, contenu)

    faire(reglages, dire)


def test_ceux_qui_se_suivent_ne_font_qu_un_courriel_qui_n_en_dit_rien(
    client: Client, normand: Agent, recue: Candidature, boite: str, reglages: Settings, url: str
) -> None:
    editeur, lecteur = adresse("editeur"), adresse("lecteur")
    for qui, role in ((editeur, "edition"), (lecteur, "lecture")):
        inviter(recue, qui, role).raise_for_status()
        echanger(client, lien_recu(client, qui)).raise_for_status()
    for _ in range(3):
        repondre(normand, recue, ECRIT).raise_for_status()
    ecrire(recue, "Un moment.").raise_for_status()
    assert [(c["rang"], dans) for c, dans in prevues(url, recue)] == [(1, 300), (2, 300), (3, 300)]
    echues(reglages, url, recue)
    for qui in (boite, editeur):
        courriel = recus(client, qui)[-1]
        assert objets(recus(client, qui)).count(ATTEND) == 1
        assert recue.lire()["numero"] in courriel["texte"]
        assert not any(mot in courriel["texte"] for mot in ("ailleurs", "Payez", *SECRETS))
    assert ATTEND not in objets(recus(client, lecteur))


def test_ce_qui_est_lu_ou_retire_ne_s_annonce_pas(
    client: Client, normand: Agent, recue: Candidature, boite: str, reglages: Settings, url: str
) -> None:
    repondre(normand, recue, "Bonjour.").raise_for_status()
    recue.appeler("POST", "/messages/lecture", json={"jusqu_a": 1}).raise_for_status()
    echues(reglages, url, recue)
    assert recus(client, boite) == []
    repondre(normand, recue, "Encore.").raise_for_status()
    recue.appeler("POST", "/retrait").raise_for_status()
    echues(reglages, url, recue)
    assert recus(client, boite) == []


def test_ce_qu_un_co_editeur_dit_lu_ne_tait_rien_au_proprietaire(
    client: Client, normand: Agent, recue: Candidature, boite: str, reglages: Settings, url: str
) -> None:
    secret = nouvel_acces(url, recue.id, Role.EDITION)[1]
    editeur = Candidature(client, recue.id, secret, {})
    repondre(normand, recue, "Bonjour.").raise_for_status()
    editeur.appeler("POST", "/messages/lecture", json={"jusqu_a": 1}).raise_for_status()
    echues(reglages, url, recue)
    assert objets(recus(client, boite)) == [ATTEND]
