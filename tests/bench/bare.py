"""The limit to compare with: the same writes by the least code, without a single check.

Starlette, asyncpg, uvicorn: one statement a request on the same tables. `python -m
tests.bench.bare`, with `DATABASE_URL` (postgresql://…), `PORT` and `DOSSIER` (where files go).
"""

import asyncio
import gc
import json
import os
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import uvicorn
from pydantic_core import from_json, to_json
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

CREER = """
INSERT INTO candidature
    (id, etat, version, revision, version_formulaire, dossier, chaine, creee_le, modifiee_le)
VALUES ($1, 'brouillon', 1, 1, '2023.1', $2, '', now(), now())
"""
ENREGISTRER = """
UPDATE candidature SET dossier = $1, version = version + 1, modifiee_le = now() WHERE id = $2
RETURNING version
"""
LIRE = "SELECT dossier FROM candidature WHERE id = $1"
JOINDRE = """
INSERT INTO piece_jointe
    (id, candidature_id, rubrique, nom, type, taille, empreinte, antivirus, jointe_le)
VALUES ($1, $2, 'lettres', 'lettre.pdf', 'application/pdf', $3, $4, 'non_analyse', now())
"""
DEPOSER = """
INSERT INTO depot (candidature_id, rang, version, version_formulaire, recu_le, instantane,
    empreinte, pieces, avertissements, accuse, nom_territoire, region, siret, epci)
SELECT id, $2, version, version_formulaire, now(), dossier, $3, $4, '[]', $5, 'Axe Seine', '28',
    '73282932000074', '{000000000,000000001}'
FROM candidature WHERE id = $1
"""
LISTER = """
SELECT depot.candidature_id AS id, numero, etat, nom_territoire, region, siret,
    instantane #>> '{demandeur,denomination}' AS denomination, epci, recu_le, rang AS depot,
    depot.version_formulaire, jsonb_array_length(avertissements) AS avertissements,
    analysees.comptes AS pieces
FROM depot
JOIN candidature ON candidature.id = depot.candidature_id
JOIN LATERAL (
    SELECT jsonb_build_object(
        'en_attente', count(*) FILTER (WHERE antivirus = 'en_attente'),
        'sain', count(*) FILTER (WHERE antivirus = 'sain'),
        'infecte', count(*) FILTER (WHERE antivirus = 'infecte'),
        'non_analyse', count(*) FILTER (WHERE antivirus = 'non_analyse')
    ) AS comptes
    FROM piece_jointe
    WHERE piece_jointe.candidature_id = depot.candidature_id
        AND depot.pieces @> jsonb_build_array(jsonb_build_object('id', piece_jointe.id))
) AS analysees ON true
WHERE etat = 'deposee' AND NOT EXISTS (
    SELECT FROM depot AS suivant
    WHERE suivant.candidature_id = depot.candidature_id AND suivant.rang > depot.rang
)
ORDER BY recu_le DESC, depot.candidature_id DESC
LIMIT $1
"""
EMPREINTE = bytes(32)
PIECES = json.dumps([{"id": str(uuid4()), "nom": "lettre.pdf", "empreinte": "0" * 64}] * 2)
ACCUSE = "0" * 4096  # a signed receipt is about as long

_rangs = count(1)


async def creer(requete: Request) -> Response:
    """One INSERT of the body."""
    id = uuid4()
    await requete.app.state.base.execute(CREER, id, (await requete.body()).decode())
    return _repondre(b'{"id":"%b"}' % str(id).encode(), 201)


async def enregistrer(requete: Request) -> Response:
    """One UPDATE with the body."""
    dossier = (await requete.body()).decode()
    version = await requete.app.state.base.fetchval(ENREGISTRER, dossier, requete.path_params["id"])
    return _repondre(b'{"version":%d}' % version)


async def lire(requete: Request) -> Response:
    """One SELECT, passed through."""
    dossier = await requete.app.state.base.fetchval(LIRE, requete.path_params["id"])
    return _repondre(dossier.encode())


async def joindre(requete: Request) -> Response:
    """The body to a file as it comes, fsync, one INSERT."""
    piece, taille = uuid4(), 0
    with (requete.app.state.dossier / str(piece)).open("wb", buffering=0) as fichier:
        async for morceau in requete.stream():
            taille += fichier.write(morceau)
        await asyncio.to_thread(os.fsync, fichier.fileno())
    await requete.app.state.base.execute(
        JOINDRE, piece, requete.path_params["id"], taille, EMPREINTE
    )
    return _repondre(b'{"id":"%b"}' % str(piece).encode(), 201)


async def retirer(requete: Request) -> Response:
    """Forget the file; only keeps the disk from filling up, nothing is measured."""
    (requete.app.state.dossier / requete.path_params["piece"]).unlink()
    return _repondre(b"{}")


async def deposer(requete: Request) -> Response:
    """One INSERT of the snapshot."""
    rang = next(_rangs)
    await requete.app.state.base.execute(
        DEPOSER, requete.path_params["id"], rang, EMPREINTE, PIECES, ACCUSE
    )
    return _repondre(b'{"rang":%d}' % rang, 201)


async def lister(requete: Request) -> Response:
    """One SELECT, each row as it comes."""
    limite = int(requete.query_params["limite"])
    lignes = await requete.app.state.base.fetch(LISTER, limite)
    deposees = [{**ligne, "pieces": from_json(ligne["pieces"])} for ligne in lignes]
    return _repondre(to_json({"candidatures": deposees, "suivant": None}))


def _repondre(corps: bytes, statut: int = 200) -> Response:
    return Response(corps, statut, media_type="application/json")


def application(url: str, dossier: Path) -> Starlette:
    """The bare app, on as many connections as the service has."""

    @asynccontextmanager
    async def vie(app: Starlette) -> AsyncGenerator[None]:
        app.state.dossier = dossier
        async with asyncpg.create_pool(url, min_size=8, max_size=8) as base:
            app.state.base = base
            yield

    ici = "/v1/candidatures/{id}"
    routes: list[tuple[str, str, Callable[..., Any]]] = [
        ("POST", "/v1/candidatures", creer),
        ("PATCH", ici, enregistrer),
        ("GET", ici, lire),
        ("POST", f"{ici}/pieces-jointes", joindre),
        ("DELETE", f"{ici}/pieces-jointes/{{piece}}", retirer),
        ("POST", f"{ici}/depots", deposer),
        ("GET", "/v1/instruction/candidatures", lister),
    ]
    return Starlette(
        routes=[Route(chemin, acte, methods=[methode]) for methode, chemin, acte in routes],
        lifespan=vie,
    )


if __name__ == "__main__":
    app = application(os.environ["DATABASE_URL"], Path(os.environ["DOSSIER"]))
    gc.freeze()
    uvicorn.run(
        app,
        port=int(os.environ["PORT"]),
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
    )
