"""What is new to each reviewer: what others did, since what they have read; nothing is lost."""

import asyncio
from random import Random
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from app.acces.droits import Portee
from tests.acces.cles import porteur
from tests.acces.temoins import nouvelle_cle
from tests.bases import sql
from tests.client import Candidature, Json
from tests.instruction.dossiers import AMIENS, ROUEN, Agent, agent, deposee_en
from tests.instruction.outils import Instruction

_ICI: Final = "/nouveautes"


@pytest.fixture
def normand(instruction: Instruction) -> Agent:
    return agent(instruction.client, instruction.url, "28")


@pytest.fixture
def collegue(instruction: Instruction) -> Agent:
    return agent(instruction.client, instruction.url, "28", "32")


def _page(qui: Agent, **parametres: Any) -> Json:
    return qui.appeler("GET", _ICI, params=parametres).raise_for_status().json()


def _lues(qui: Agent, **parametres: Any) -> list[tuple[str, str]]:
    page = _page(qui, **parametres)
    return [(une["candidature"], une["genre"]) for une in page["nouveautes"]]


def _marquer(qui: Agent, jusqu_a: int) -> int:
    lue = qui.appeler("POST", f"{_ICI}/lecture", json={"jusqu_a": jusqu_a})
    return lue.raise_for_status().json()["jusqu_a"]


def _noter(qui: Agent, de: Candidature) -> None:
    chemin = f"/candidatures/{de.id}/notes"
    qui.appeler("POST", chemin, json={"texte": "À relire."}).raise_for_status()


def _signalees(qui: Agent, **filtres: Any) -> list[str]:
    lue = qui.appeler("GET", "/candidatures", params=filtres).raise_for_status().json()
    return [une["id"] for une in lue["candidatures"] if une["nouveautes"]]


def test_on_lit_ce_que_les_autres_ont_fait_une_fois(
    normand: Agent, collegue: Agent, instruction: Instruction
) -> None:
    une = deposee_en(instruction.client, ROUEN)
    assert _lues(normand, toutes=True) == [(une.id, "deposee")]
    assert _lues(normand) == []  # nobody is in charge of it
    normand.prendre(une.id).raise_for_status()
    _noter(collegue, une)
    assert _lues(normand) == [(une.id, "deposee"), (une.id, "note")]
    page = _page(normand)
    (_, note) = page["nouveautes"]
    assert (note["numero"], note["par"]["nom"]) == (normand.lire(une.id)["numero"], "essai")
    assert page["nouveautes"][0]["par"] is None
    assert _signalees(normand) == _signalees(normand, nouveautes=True) == [une.id]
    assert _marquer(normand, page["jusqu_a"]) == page["jusqu_a"]
    assert (_lues(normand), _signalees(normand)) == ([], [])
    assert _signalees(normand, nouveautes=True) == []
    # Each has read for themselves, and never less than before.
    assert [genre for _, genre in _lues(collegue, toutes=True)][:1] == ["deposee"]
    assert _signalees(collegue) == [une.id]
    assert _marquer(normand, 0) == page["jusqu_a"]
    assert _lues(normand, apres=0) == [(une.id, "deposee"), (une.id, "note")]
    une.appeler("POST", "/retrait").raise_for_status()
    assert _lues(normand) == [(une.id, "retiree")]


def test_ses_propres_actes_n_en_sont_pas(normand: Agent, instruction: Instruction) -> None:
    une = deposee_en(instruction.client, ROUEN)
    _marquer(normand, _page(normand)["jusqu_a"])
    normand.prendre(une.id).raise_for_status()
    _noter(normand, une)
    assert (_lues(normand), _lues(normand, toutes=True), _signalees(normand)) == ([], [], [])


def test_rien_d_une_autre_region_ni_de_ce_qui_est_efface(
    normand: Agent, collegue: Agent, instruction: Instruction
) -> None:
    client = instruction.client
    ici, ailleurs = deposee_en(client, ROUEN), deposee_en(client, AMIENS, region="32")
    collegue.prendre(ailleurs.id).raise_for_status()
    _noter(collegue, ailleurs)
    assert _lues(normand, toutes=True) == [(ici.id, "deposee")]
    # In charge of it as well, once: it does not concern them.
    moi = normand.appeler("GET", "/agents").json()["agents"]
    for agent_ in moi:
        sql(
            instruction.url,
            "INSERT INTO affectation (candidature_id, agent, responsable, le, par) VALUES "
            f"('{ailleurs.id}', '{agent_['id']}', false, now(), '{agent_['id']}') "
            "ON CONFLICT DO NOTHING",
        )
    assert _lues(normand) == []
    ici.appeler("POST", "/retrait").raise_for_status()
    ici.appeler("DELETE").raise_for_status()
    assert _lues(normand, toutes=True) == []


async def _commencer(url: str, de: Candidature) -> AsyncConnection:
    """An act whose transaction lasts."""
    connexion = await create_async_engine(url, poolclass=NullPool).connect()
    await connexion.execute(
        text(
            "WITH e AS (INSERT INTO evenement (candidature_id, genre, le, auteur, version, "
            f"details, empreinte) VALUES ('{de.id}', 'note', now(), 'service', 1, '{{}}', '') "
            f"RETURNING id) INSERT INTO a_signaler SELECT id, '{de.id}', 'note', now() FROM e"
        )
    )
    return connexion


async def _achever(connexion: AsyncConnection) -> None:
    await connexion.commit()
    await connexion.close()


def test_ce_qui_s_acheve_apres_ce_qui_l_a_suivi_n_est_pas_perdu(
    normand: Agent, collegue: Agent, instruction: Instruction
) -> None:
    """An act that began first and ends last has an event of a lower id than what was read."""
    lente, rapide = (deposee_en(instruction.client, ROUEN) for _ in range(2))
    _marquer(normand, _page(normand, toutes=True)["jusqu_a"])
    with asyncio.Runner() as boucle:
        en_cours = boucle.run(_commencer(instruction.url, lente))
        _noter(collegue, rapide)
        page = _page(normand, toutes=True)
        assert [une["candidature"] for une in page["nouveautes"]] == [rapide.id]
        _marquer(normand, page["jusqu_a"])
        boucle.run(_achever(en_cours))
    assert _lues(normand, toutes=True) == [(lente.id, "note")]


def test_elles_se_lisent_par_pages(
    normand: Agent, collegue: Agent, instruction: Instruction
) -> None:
    une = deposee_en(instruction.client, ROUEN)
    for _ in range(4):
        _noter(collegue, une)
    premiere = _page(normand, toutes=True, limite=3)
    assert (len(premiere["nouveautes"]), premiere["jusqu_a"]) == (3, premiere["suivant"])
    seconde = _page(normand, toutes=True, limite=3, apres=premiere["suivant"])
    assert (len(seconde["nouveautes"]), seconde["suivant"]) == (2, None)
    positions = [n["position"] for n in premiere["nouveautes"] + seconde["nouveautes"]]
    assert positions == sorted({*positions})
    _marquer(normand, premiere["jusqu_a"])
    assert _page(normand, toutes=True)["nouveautes"] == seconde["nouveautes"]


def test_on_ne_lit_pas_d_avance(normand: Agent, instruction: Instruction) -> None:
    deposee_en(instruction.client, ROUEN)
    fin = _page(normand)["jusqu_a"]
    for jusqu_a in (fin + 1, 2**53 - 1, 2**53, -1, "1"):
        refus = normand.appeler("POST", f"{_ICI}/lecture", json={"jusqu_a": jusqu_a})
        assert (refus.status_code, refus.json()["code"]) == (422, "requete-invalide")


def test_ce_qu_un_agent_a_lu_s_oublie_avec_lui(normand: Agent, instruction: Instruction) -> None:
    _marquer(normand, 0)
    ((moi,),) = sql(instruction.url, "SELECT agent FROM lecture")
    admin = porteur(nouvelle_cle(instruction.url, Portee.ADMINISTRATION)[1])
    adresse = f"/v1/administration/agents/{moi}"
    instruction.client.delete(adresse, headers=admin).raise_for_status()
    assert sql(instruction.url, "SELECT count(*) FROM lecture") == [(0,)]


_AGENTS: Final = [str(UUID(int=rang)) for rang in (1, 2, 3)]
_FAUSSES: Final = """
    SELECT count(*) FROM derniere_nouveaute d, unnest(ARRAY[NULL, '{}', '{}', '{}']) moi (agent)
    WHERE (CASE WHEN d.agent = moi.agent::uuid THEN d.d_un_autre ELSE d.position END)
        IS DISTINCT FROM (SELECT max(n.position) FROM nouveaute n
            WHERE n.candidature_id = d.candidature_id
                AND (n.agent IS NULL OR moi.agent IS NULL OR n.agent != moi.agent::uuid))
""".format(*_AGENTS).replace("::", r"\:\:")


def test_la_derniere_d_un_autre_est_celle_qui_se_compte_de_toutes(
    normand: Agent, instruction: Instruction
) -> None:
    """Whoever acts, in whatever batches they get their places."""
    hasard, rang = Random(65), 0  # noqa: S311 -- no secret
    candidatures = [str(UUID(int=rang)) for rang in (11, 12, 13)]
    for _ in range(60):
        valeurs = list[str]()
        for _ in range(hasard.randint(1, 6)):
            rang += 1
            agent_ = hasard.choice(["NULL", *(f"'{un}'" for un in _AGENTS)])
            candidature = hasard.choice(candidatures)
            valeurs.append(f"({10**9 + rang}, '{candidature}', 'note', now(), {agent_})")
        colonnes = "evenement_id, candidature_id, genre, le, agent"
        sql(instruction.url, f"INSERT INTO a_signaler ({colonnes}) VALUES {', '.join(valeurs)}")
        _page(normand, toutes=True)
    assert sql(instruction.url, _FAUSSES) == [(0,)]
    lues = "candidature_id IN ({})".format(", ".join(f"'{une}'" for une in candidatures))
    assert sql(instruction.url, f"SELECT count(*) FROM derniere_nouveaute WHERE {lues}") == [(3,)]
    assert sql(instruction.url, f"SELECT count(*) FROM nouveaute WHERE {lues}") == [(rang,)]
