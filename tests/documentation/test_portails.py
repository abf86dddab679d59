"""What the page for other portals prints runs, against a sandbox of its own."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from app.flux.crochets.requete import preparer
from app.flux.crochets.secrets import nouveau_secret
from app.flux.crochets.tables import FormatEnvoi
from app.flux.exemples import evenement
from app.kit.clock import Horloge
from tests.depots.pieces import deposee
from tests.documentation.pages import RACINE, blocs, port_libre, programme
from tests.exploitation.processus import Service
from tests.flux.outils import ids, lire

PAGE = "portails.md"
_NODE = Path(sys.executable).with_name("node")
_LANCEURS = {
    "python": [sys.executable],
    "ts": [str(_NODE), "--experimental-strip-types"],
}


@pytest.mark.verify
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl n'est pas installé")
def test_un_portail_va_jusqu_a_l_accuse_comme_dit_la_page(bac: Service) -> None:
    environnement = {**os.environ, "NO_PROXY": "*", "TI_DONNEES": str(bac.donnees)}
    fini = subprocess.run(
        ["bash", "-euo", "pipefail"],
        cwd=RACINE,
        env=environnement,
        input=programme(PAGE, "bash", bac.url),
        capture_output=True,
        text=True,
    )
    assert fini.returncode == 0, fini.stdout + fini.stderr
    assert fini.stdout.splitlines() == [
        "['/contact/courriel']",
        "[('/perimetre/region', 'type_invalide'), ('/contact/fax', 'champ_inconnu')]",
        "plan_action_operationnel",
        "lettres",
        "1",
        "deposee",
        "['dossier-20417']",
        "[('dossier-20417', 'deposee', False)] 1",
        "[] True",
        "True 1",
        "['retiree']",
        "['candidature.retiree']",
        "whsec_ True",
        "True",
        "demande",
    ]


@pytest.mark.verify
@pytest.mark.parametrize("langage", ["python", "ts"])
def test_le_receveur_de_la_page_verifie_rattrape_et_ne_fait_qu_une_fois(
    langage: str, tmp_path: Path, bac: Service
) -> None:
    (bloc,) = (bloc for bloc in blocs(PAGE, langage) if (bloc.fichier or "").startswith("receiver"))
    port, secret = port_libre(), nouveau_secret()
    (tmp_path / bloc.fichier).write_text(bloc.texte.replace("3000", str(port)), encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(RACINE / "tests/npm/node_modules")
    with bac.client() as client:
        candidature = deposee(client)
        (manque,) = ids(lire(client, candidature.jeton))
    environnement = {
        "SECRET": secret,
        "FEED": f"{bac.url}/v1/flux",
        "KEY": candidature.jeton,
        "NO_PROXY": "*",
        "NODE_NO_WARNINGS": "1",
    }
    juste = preparer(evenement(), FormatEnvoi.JSON, [secret], Horloge().maintenant())
    faux = preparer(evenement(), FormatEnvoi.JSON, [nouveau_secret()], Horloge().maintenant())
    with subprocess.Popen(
        [*_LANCEURS[langage], bloc.fichier],
        cwd=tmp_path,
        env=os.environ | environnement,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,  # the wheel's node has another one for a child
    ) as receveur:
        assert receveur.stdout
        reponses = [_poster(receveur, port, *envoi) for envoi in (faux, juste, juste)]
        os.killpg(receveur.pid, signal.SIGTERM)
        traites = receveur.stdout.read().splitlines()
    assert reponses == [400, 204, 204]
    assert traites == [f"candidature.deposee {id}" for id in (manque, evenement().data.id)]


def _poster(
    receveur: subprocess.Popen[str], port: int, entetes: dict[str, str], corps: bytes
) -> int:
    """The status of the answer, once it listens."""
    with httpx2.Client(trust_env=False) as client:
        while receveur.poll() is None:
            try:
                url = f"http://127.0.0.1:{port}/crochet"
                return client.post(url, headers=entetes, content=corps).status_code
            except httpx2.ConnectError:
                continue
    raise AssertionError("le receveur s'est arrêté")
