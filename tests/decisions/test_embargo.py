"""Until it is published, what is sealed moves no byte of what anybody else can reach."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final
from unittest.mock import patch

import pytest
from sqlalchemy import Engine, event

from app.acces.droits import Portee
from app.kit.postgres.statements import Preparee
from tests.acces.temoins import Scene, nouvelle_cle, scene
from tests.client import Client, Json
from tests.decisions.lots import SIGNATAIRE, Decideur
from tests.instruction.dossiers import Agent
from tests.instruction.test_secret import EUX, LECTURES, lire_comme

MARQUE: Final = "Zygomorphe"
_PUBLICS: Final = ("/v1/campagne", "/v1/formulaire", "/metrics")


@pytest.fixture(scope="module")
def trois(client: Client, url: str) -> list[Scene]:
    """Alike, under review: one to be accepted, one to be refused, one that nobody touches."""
    scenes = [scene(client, url) for _ in range(3)]
    agent = Agent(client, nouvelle_cle(url, Portee.INSTRUCTION_ECRITURE)[1])
    for une in scenes:
        agent.prendre(une.candidature.id).raise_for_status()
    return scenes


def _arreter(ministre: Decideur, acceptee: Scene, refusee: Scene) -> str:
    lot: str = ministre.creer(signataire=SIGNATAIRE, nom=MARQUE)["id"]
    retenu: Json = {"nom": MARQUE, "epci": [], "communes": ["76384"], "region_pilote": None}
    refus: Json = {"sens": "refusee", "motifs": ["perimetre"], "motivation": f"{MARQUE}, trop."}
    refus["motivation"] += " Rien de plus."
    ministre.inscrire(
        lot,
        {
            "candidature": acceptee.candidature.id,
            "decision": {"sens": "acceptee", "territoire_retenu": retenu},
            "admis": "Un autre essai en accepte l'intercommunalité.",
        },
        {"candidature": refusee.candidature.id, "decision": refus},
    )
    ministre.faire("POST", lot, "/arret").raise_for_status()
    return lot


def _series(client: Client) -> set[str]:
    """The names and labels of what is measured, without the addresses of who decides."""
    lignes = client.get("/metrics").text.splitlines()
    return {
        ligne.rpartition(" ")[0]
        for ligne in lignes
        if ligne.startswith("ti_") and "/v1/instruction/" not in ligne and '"/metrics"' not in ligne
    }


@contextmanager
def _enonces(candidature: str) -> Generator[list[str]]:
    """The statements about a candidature that requests run meanwhile, and no job: by SQLAlchemy,
    or prepared once and run without it.
    """
    dits, valeurs = list[str](), Preparee.valeurs

    def noter(_c: Any, _u: Any, enonce: str, parametres: Any, *_: Any) -> None:
        tache = asyncio.current_task()
        demandee = tache and "run_asgi" in str(tache.get_coro())
        if demandee and candidature in str(parametres):
            dits.append(enonce)

    def noter_la_preparee(enonce: Preparee, parametres: dict[str, Any]) -> list[Any]:
        noter(None, None, enonce.sql, parametres)
        return valeurs(enonce, parametres)

    event.listen(Engine, "before_cursor_execute", noter)
    try:
        with patch.object(Preparee, "valeurs", noter_la_preparee):
            yield dits
    finally:
        event.remove(Engine, "before_cursor_execute", noter)


def test_ce_qui_est_arrete_ne_fait_bouger_aucun_octet_de_ce_que_lisent_les_autres(
    client: Client, ministre: Decideur, trois: list[Scene]
) -> None:
    cas = [(rang, chemin, qui) for rang in range(3) for chemin in LECTURES for qui in EUX]

    def lus() -> dict[tuple[int, str, str], Any]:
        return {
            (rang, chemin, qui): lire_comme(client, trois[rang], chemin, qui)
            for rang, chemin, qui in cas
        }

    avant, series = lus(), _series(client)
    assert sum(statut == 200 for statut, _, _ in avant.values()) > 120
    _arreter(ministre, *trois[:2])
    assert ministre.agent.lire(trois[0].candidature.id)["etape"] == "arretee"
    apres = lus()
    assert [un for un in cas if apres[un] != avant[un]] == []
    assert not any(MARQUE.encode() in contenu for _, _, contenu in apres.values())
    assert _series(client) == series
    assert MARQUE not in client.get("/metrics").text


def test_ni_ce_qu_ils_font_et_par_les_memes_enonces(client: Client, trois: list[Scene]) -> None:
    """What they may still do, or not: the same answers, by the same statements."""
    gestes: list[tuple[str, str, Json | None]] = [
        ("GET", "", None),
        ("GET", "/evenements", None),
        ("GET", "/decision", None),
        ("GET", "/depots/1/accuse-reception", None),
        ("PATCH", "", {"contact": {"nom_prenom": "Anne"}}),
        ("POST", "/depots", None),
        ("POST", "/messages", {"texte": "Bonjour."}),
        ("DELETE", "", None),
        ("POST", "/retrait", None),
        ("GET", "", None),
    ]
    vus = list[list[tuple[int, str | None, tuple[str, ...]]]]()
    for une in trois:
        suite = list[tuple[int, str | None, tuple[str, ...]]]()
        for methode, chemin, corps in gestes:
            type_ = {"Content-Type": "application/merge-patch+json"} if methode == "PATCH" else {}
            options: Json = {} if corps is None else {"json": corps}
            entetes = {"Authorization": str(une.porteurs["propriétaire"]), **type_}
            with _enonces(une.candidature.id) as dits:
                reponse = client.request(
                    methode, une.candidature.url + chemin, headers=entetes, **options
                )
            code = reponse.json().get("code") if reponse.content else None
            suite.append((reponse.status_code, code, tuple(dits)))
        vus.append(suite)
    for sien in vus[:2]:
        for (methode, chemin, _), lui, autre in zip(gestes, sien, vus[2], strict=True):
            assert lui == autre, (methode, chemin)
    assert [geste for geste, un in zip(gestes, vus[2], strict=True) if not un[2]] == []
    statuts = {f"{m} {c}": un[0] for (m, c, _), un in zip(gestes, vus[2], strict=True)}
    assert (statuts["POST /retrait"], statuts["GET /decision"]) == (200, 404)
