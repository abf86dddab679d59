"""`python -m tests.bench.rush`: the last minute of the call, behind nginx, and what became of it.

Complete drafts, each a wholly new one to the service; then their deposits, from a process of their
own that records when each last byte was sent. Late ones come too.
"""

import argparse
import asyncio
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import asyncpg

from app.acces.jeton import nouveau_jeton
from tests.bench.exemples import pdf
from tests.bench.scenarios import CibleService
from tests.bench.servers import Postgres, Serveur, postgres, service
from tests.exploitation.processus import port_libre

_MODELES: Final = 64
_RUBRIQUES: Final = ("plan_action_operationnel", "lettres", "bilan")
# 200: it had been deposited, though its first answer did not tell.
_ACCEPTE: Final = (200, 201)
_LOIN: Final = "2099-01-01T00:00:00Z"
_COPIER: Final = """
WITH copies AS (
    SELECT c.id, c.empreinte, c.rang, m.id AS modele
    FROM unnest($1::uuid[], $2::bytea[]) WITH ORDINALITY AS c (id, empreinte, rang)
    JOIN unnest($3::uuid[]) WITH ORDINALITY AS m (id, ordre)
        ON m.ordre = 1 + c.rang % cardinality($3::uuid[])
), candidatures AS (
    INSERT INTO candidature (id, etat, version, revision, version_formulaire, dossier, creee_le,
        modifiee_le, chaine)
    SELECT copies.id, etat, version, revision, version_formulaire,
        jsonb_set(dossier, '{contact,nom_prenom}', to_jsonb('Anne ' || rang)), creee_le,
        modifiee_le, chaine
    FROM copies JOIN candidature ON candidature.id = modele
), pieces AS (
    INSERT INTO piece_jointe (id, candidature_id, rubrique, nom, type, taille, empreinte,
        jointe_le, antivirus)
    SELECT gen_random_uuid(), copies.id, rubrique, nom, type, taille, piece_jointe.empreinte,
        jointe_le, antivirus
    FROM copies JOIN piece_jointe ON candidature_id = modele AND retiree_le IS NULL
)
INSERT INTO acces (id, candidature_id, empreinte, genre, role, cree_le)
SELECT gen_random_uuid(), copies.id, copies.empreinte, genre, role, cree_le
FROM copies JOIN acces ON candidature_id = modele
"""
_NGINX: Final = """
daemon off; pid {dossier}/pid; error_log {dossier}/erreurs.log;
worker_processes auto; worker_rlimit_nofile 20000;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    client_body_temp_path {dossier}/corps; proxy_temp_path {dossier}/proxy;
    fastcgi_temp_path {dossier}/f; uwsgi_temp_path {dossier}/u; scgi_temp_path {dossier}/s;
    upstream service {{ server 127.0.0.1:{service}; keepalive 32; }}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location / {{
            proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_set_header X-Forwarded-For $remote_addr; proxy_read_timeout 60s;
            {depart}
        }}
    }}
}}
"""
Demande = tuple[float, str, str]


async def preparer(cible: CibleService, base: Postgres, nombre: int) -> list[tuple[str, str]]:
    """So many complete drafts: the path of each one's deposits, its token."""
    await cible.preparer(_MODELES)
    for rang, brouillon in enumerate(cible.brouillons):
        brouillon.qui = rang + 1
    await cible.salve([cible.enregistrer(brouillon) for brouillon in cible.brouillons])
    for rubrique in _RUBRIQUES:
        await cible.salve([cible.joindre(b, pdf(5_000), rubrique) for b in cible.brouillons], 2)
    ids, jetons = [uuid4() for _ in range(nombre)], [nouveau_jeton() for _ in range(nombre)]
    connexion = await asyncpg.connect(base.dsn)
    modeles = [brouillon.id for brouillon in cible.brouillons]
    await connexion.execute(_COPIER, ids, [jeton.empreinte for jeton in jetons], modeles)
    await connexion.execute("VACUUM ANALYZE")
    await connexion.execute("CHECKPOINT")
    await connexion.close()
    chemins = [f"/v1/candidatures/{id}/depots" for id in ids]
    return list(zip(chemins, [jeton.texte for jeton in jetons], strict=True))


def calendrier(cloture: float, minute: int, derniere: int, tard: int, duree: int) -> list[float]:
    """When each is sent: over `duree` seconds, in the last one of them, after the closing."""
    tirage = random.Random(2023)  # noqa: S311 -- no secret
    return [
        *(cloture - tirage.uniform(1, duree) for _ in range(minute)),
        *(cloture - tirage.uniform(0, 1) for _ in range(derniere)),
        *(cloture + tirage.uniform(0.05, 3) for _ in range(tard)),
    ]


@contextmanager
def nginx(dossier: Path, vers: Serveur, *, muet: bool) -> Generator[int]:
    """One before the service, in clear; its port. `muet`: it does not say when requests came."""
    dossier.mkdir()
    port, fichier = port_libre(), dossier / "nginx.conf"
    depart = "" if muet else 'proxy_set_header X-Request-Start "t=${msec}";'
    fichier.write_text(_NGINX.format(dossier=dossier, service=vers.port, port=port, depart=depart))
    processus = subprocess.Popen(["nginx", "-p", str(dossier), "-c", str(fichier)])
    try:
        yield port
    finally:
        processus.terminate()
        processus.wait()


def envoyer(port: int, demandes: list[Demande]) -> list[dict[str, Any]]:
    """Send them all, each at its time; what became of each."""
    commande = [sys.executable, "-m", "tests.bench.rusher", str(port)]
    fini = subprocess.run(
        commande, input=json.dumps(demandes), capture_output=True, text=True, check=True
    )
    return json.loads(fini.stdout)


def raconter(sorts: list[dict[str, Any]], cloture: float) -> str:
    """The figures, a line each."""
    a_temps = [sort for sort in sorts if sort["apres"] < cloture]
    tardifs = [sort for sort in sorts if sort["avant"] >= cloture]
    acceptes = [sort for sort in a_temps if sort["statut"] in _ACCEPTE]
    attentes = [attente for sort in sorts for attente in sort["attentes"]]
    ecarts = [_ecart(sort) * 1000 for sort in acceptes]
    statuts = Counter(sort["statut"] for sort in sorts)
    refus = Counter(statut for sort in sorts for statut in sort["refus"])
    return "\n".join(
        [
            f"sent in time: {len(a_temps)}; refused: {len(a_temps) - len(acceptes)}",
            f"sent late: {len(tardifs)}; accepted: {sum(s['statut'] in _ACCEPTE for s in tardifs)}",
            f"last answers: {dict(statuts)}; told to come back: {dict(refus)}",
            f"seconds to an answer: {_etendue(attentes)}",
            f"milliseconds from sent to stamp: {_etendue(ecarts)}",
        ]
    )


def _ecart(sort: dict[str, Any]) -> float:
    return datetime.fromisoformat(sort["corps"]["recu_le"]).timestamp() - sort["avant"]


def _etendue(valeurs: list[float]) -> str:
    rangees = sorted(valeurs) or [0.0]
    p50, p99 = (rangees[int(part * (len(rangees) - 1))] for part in (0.5, 0.99))
    return f"p50 {p50:.2f}, p99 {p99:.2f}, from {rangees[0]:.2f} to {rangees[-1]:.2f}"


def main() -> None:
    """Parse the command line, play the minute, print."""
    lecteur = argparse.ArgumentParser(prog="python -m tests.bench.rush", description=__doc__)
    lecteur.add_argument("--minute", type=int, default=2000, help="deposits before the last second")
    lecteur.add_argument("--derniere", type=int, default=1000, help="deposits in the last second")
    lecteur.add_argument("--tard", type=int, default=50, help="deposits after the closing")
    lecteur.add_argument("--duree", type=int, default=60, help="seconds of the first ones")
    lecteur.add_argument("--processus", type=int, default=1, help="processes of the service")
    lecteur.add_argument("--muet", action="store_true", help="nginx does not tell the time")
    options = lecteur.parse_args()
    limites = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limites[1], limites[1]))
    with ExitStack() as pile:
        dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="ti-banc-")))
        base = pile.enter_context(postgres(dossier / "base"))
        reglages = {"TI_BAC_A_SABLE": "false", "TI_PROXYS": '["127.0.0.1/32"]'}
        reglages["TI_PROXYS_DATENT"] = str(not options.muet).lower()
        reglages["TI_PROCESSUS"] = str(options.processus)
        nombre = options.minute + options.derniere + options.tard
        with service(dossier / "service", base.url, TI_CLOTURE=_LOIN, **reglages) as ouvert:
            prets = asyncio.run(preparer(CibleService(ouvert), base, nombre))
        cloture = int(time.time()) + options.duree + 8.0
        le = datetime.fromtimestamp(cloture, UTC).isoformat()
        serveur = pile.enter_context(
            service(dossier / "service", base.url, TI_CLOTURE=le, **reglages)
        )
        port = pile.enter_context(nginx(dossier / "nginx", serveur, muet=options.muet))
        heures = calendrier(cloture, options.minute, options.derniere, options.tard, options.duree)
        demandes = [(heure, *pret) for heure, pret in zip(heures, prets, strict=True)]
        sys.stdout.write(raconter(envoyer(port, demandes), cloture) + "\n")


if __name__ == "__main__":
    main()
