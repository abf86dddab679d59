"""What the page about exports prints runs, against a sandbox of its own."""

import os
import shutil
import subprocess

import pytest

from tests.documentation.pages import RACINE, programme
from tests.exploitation.processus import Service


@pytest.mark.verify
@pytest.mark.skipif(shutil.which("curl") is None, reason="curl n'est pas installé")
def test_un_export_se_demande_et_se_prend_comme_dit_la_page(bac: Service) -> None:
    fini = subprocess.run(
        ["bash", "-euo", "pipefail"],
        cwd=RACINE,
        env={**os.environ, "NO_PROXY": "*", "TI_DONNEES": str(bac.donnees)},
        input=programme("exports.md", "bash", bac.url),
        capture_output=True,
        text=True,
    )
    assert fini.returncode == 0, fini.stdout + fini.stderr
    etat, dite, lue, nombre = fini.stdout.splitlines()
    assert etat == f"pret {nombre}/{nombre}"
    assert dite == lue
