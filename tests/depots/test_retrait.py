"""Withdrawing a deposited candidature; what is refused once it is, and in a reviewer's hands."""

import asyncio
from collections.abc import Callable
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from app.plan_action.modele import remplir
from tests.bases import sql
from tests.client import Candidature, Client
from tests.depots.pieces import FICHIERS, SUITE_SOI_MEME, accuse, deposee, prete, rangs
from tests.formulaire.exemples import action

APRES_LA_CLOTURE = {"X-Horloge": "2023-10-01T12:00:00+02:00"}


def retirer(candidature: Candidature, **entetes: str) -> httpx2.Response:
    return candidature.appeler("POST", "/retrait", entetes=entetes)


def modifier(candidature: Candidature) -> httpx2.Response:
    return candidature.modifier(SUITE_SOI_MEME)


def joindre(candidature: Candidature) -> httpx2.Response:
    return candidature.joindre("lettres", "Autre.pdf", FICHIERS["lettres"][1])


def retirer_une_piece(candidature: Candidature) -> httpx2.Response:
    piece = candidature.appeler("GET", "/pieces-jointes").json()["pieces"][0]
    return candidature.appeler("DELETE", f"/pieces-jointes/{piece['id']}")


def importer(candidature: Candidature) -> httpx2.Response:
    fichiers = {"fichier": ("plan.xlsx", remplir([action("Autre")]))}
    return candidature.appeler("POST", "/plan-action/import", files=fichiers)


ECRITURES: list[Callable[[Candidature], httpx2.Response]] = [
    modifier,
    Candidature.deposer,
    joindre,
    retirer_une_piece,
    importer,
]


def test_une_candidature_deposee_se_retire(client: Client) -> None:
    candidature = deposee(client)
    numero = candidature.lire()["numero"]
    reponse = retirer(candidature, **{"X-Horloge": "2023-09-19T10:00:00Z"})
    assert reponse.status_code == 200
    assert (reponse.json()["etat"], reponse.json()["numero"]) == ("retiree", numero)
    assert reponse.json() == candidature.lire()
    assert reponse.headers["etag"] == candidature.appeler("GET").headers["etag"]
    trace = candidature.evenements()[-1]
    assert (trace["genre"], trace["le"]) == ("retiree", "2023-09-19T10:00:00Z")


def test_retirer_deux_fois_ne_change_rien_de_plus(client: Client) -> None:
    candidature = deposee(client)
    premier = retirer(candidature)
    assert retirer(candidature, **APRES_LA_CLOTURE).content == premier.content
    assert [e["genre"] for e in candidature.evenements()].count("retiree") == 1


def test_ce_qui_a_ete_depose_reste_lisible(client: Client) -> None:
    candidature = deposee(client)

    def lectures() -> list[bytes]:
        return [
            candidature.appeler("GET", "/depots").content,
            candidature.appeler("GET", "/depots/1").content,
            accuse(candidature).content,
            accuse(candidature, accept="application/pdf").content,
        ]

    avant = lectures()
    retirer(candidature)
    assert lectures() == avant


def test_on_peut_se_retirer_apres_la_cloture(client: Client) -> None:
    assert retirer(deposee(client), **APRES_LA_CLOTURE).status_code == 200


def test_un_brouillon_ne_se_retire_pas(client: Client) -> None:
    candidature = prete(client)
    reponse = retirer(candidature)
    assert (reponse.status_code, reponse.json()["code"]) == (409, "etat-incompatible")
    assert candidature.lire()["etat"] == "brouillon"
    assert "retiree" not in [e["genre"] for e in candidature.evenements()]


@pytest.mark.parametrize(
    ("jeton", "statut"), [(None, 401), ("tic_" + "A" * 43, 404)], ids=["sans", "etranger"]
)
def test_un_autre_ne_retire_pas(client: Client, jeton: str | None, statut: int) -> None:
    candidature = deposee(client)
    entetes = {"Authorization": f"Bearer {jeton}"} if jeton else {}
    assert client.post(f"{candidature.url}/retrait", headers=entetes).status_code == statut
    assert candidature.lire()["etat"] == "deposee"


# --- What may no longer be done ---


@pytest.fixture(scope="module")
def figees(client: Client, postgres: str) -> dict[str, Candidature]:
    """Candidatures in states that admit no more writing."""
    retiree, instruite = deposee(client), deposee(client)
    retirer(retiree).raise_for_status()
    passer(postgres, instruite, "en_instruction")
    return {"retiree": retiree, "en_instruction": instruite}


def passer(postgres: str, candidature: Candidature, etat: str) -> None:
    """What the reviewers' side does."""
    sql(postgres, f"UPDATE candidature SET etat = '{etat}' WHERE id = '{candidature.id}'")


@pytest.mark.parametrize("etat", ["retiree", "en_instruction"])
@pytest.mark.parametrize("ecrire", ECRITURES, ids=lambda ecrire: ecrire.__name__)
def test_rien_ne_s_ecrit_plus(
    figees: dict[str, Candidature], etat: str, ecrire: Callable[[Candidature], httpx2.Response]
) -> None:
    candidature = figees[etat]
    avant = candidature.lire(), candidature.evenements()
    reponse = ecrire(candidature)
    probleme = reponse.json()
    assert (reponse.status_code, probleme["code"]) == (409, "etat-incompatible")
    assert probleme["etat"] == etat
    assert (candidature.lire(), candidature.evenements()) == avant
    assert rangs(candidature) == [1]


@pytest.mark.parametrize("ecrire", ECRITURES, ids=lambda ecrire: ecrire.__name__)
def test_une_ecriture_qui_croise_un_retrait_est_refusee(
    client: Client, postgres: str, ecrire: Callable[[Candidature], httpx2.Response]
) -> None:
    candidature = deposee(client)
    reponse = asyncio.run(croiser(postgres, candidature, ecrire))
    assert (reponse.status_code, reponse.json()["code"]) == (409, "etat-incompatible")
    assert candidature.lire()["dossier"] == candidature.creee["dossier"]
    assert len(candidature.appeler("GET", "/pieces-jointes").json()["pieces"]) == len(FICHIERS)
    assert rangs(candidature) == [1]


async def croiser(
    postgres: str, candidature: Candidature, ecrire: Callable[[Candidature], httpx2.Response]
) -> httpx2.Response:
    """Withdraw, and commit only once `ecrire` is waiting for the row."""
    moteur = create_async_engine(postgres, poolclass=NullPool)
    async with moteur.begin() as connexion:
        ici = {"id": UUID(candidature.id)}
        retrait = text("UPDATE candidature SET etat = 'retiree' WHERE id = :id")
        await connexion.execute(retrait, ici)
        ecriture = asyncio.create_task(asyncio.to_thread(ecrire, candidature))
        attente = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        while not (ecriture.done() or await connexion.scalar(attente)):
            pass
    return await ecriture


def test_ce_qui_est_instruit_se_retire_encore(client: Client, postgres: str) -> None:
    candidature = deposee(client)
    passer(postgres, candidature, "en_instruction")
    assert retirer(candidature).json()["etat"] == "retiree"


@pytest.mark.parametrize("etat", ["acceptee", "refusee", "sans_suite"])
def test_ce_qui_est_decide_ne_se_retire_plus(client: Client, postgres: str, etat: str) -> None:
    candidature = deposee(client)
    passer(postgres, candidature, etat)
    reponse = retirer(candidature)
    assert (reponse.status_code, reponse.json()["etat"]) == (409, etat)
    assert candidature.lire()["etat"] == etat


def test_la_meme_cle_redonne_le_depot_d_une_candidature_retiree(client: Client) -> None:
    candidature, entetes = prete(client), {"Idempotency-Key": str(uuid4())}
    premier = candidature.deposer(**entetes)
    retirer(candidature)
    rejoue = candidature.deposer(**entetes)
    assert (rejoue.status_code, rejoue.content) == (201, premier.content)
