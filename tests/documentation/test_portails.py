"""What the page for other portals prints runs, against a sandbox of its own."""

import os
import shutil
import subprocess

import pytest

from tests.documentation.pages import RACINE, programme
from tests.exploitation.processus import Service

PAGE = "portails.md"


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
    ]
